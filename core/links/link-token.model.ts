import type { ChannelKind } from '../channel.js'
import { houseSchema } from '../schema.js'

/** A way from one channel into another for one person: whoever brings the token is that person. Works once. */
export interface LinkToken {
  /** SHA-256 of the token: who reads the database cannot use it. */
  _id: string
  /** Whose it is; null while the chat it was made in belongs to nobody yet. */
  clientId: string | null
  /** The chat it was made in. */
  contactPointId: string | null
  channel: ChannelKind
  createdAt: Date
  /** MongoDB removes it a month later; until then the history says what became of it. */
  expiresAt: Date
  usedAt: Date | null
  /** The chat that came with it. */
  usedBy: string | null
}

export const linkTokenSchema = houseSchema<LinkToken>('link_tokens', {
  clientId: { type: String, default: null },
  contactPointId: { type: String, default: null },
  channel: { type: String, required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
  usedAt: { type: Date, default: null },
  usedBy: { type: String, default: null },
})
linkTokenSchema.index({ clientId: 1, createdAt: -1 })
linkTokenSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 30 * 24 * 3600 })
