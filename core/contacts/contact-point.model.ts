import type { ChannelKind } from '../channel.js'
import { houseSchema, json } from '../schema.js'

/**
 * One way to reach one person: their chat with one of our accounts, a phone, an e-mail. It belongs to a client once we
 * know who it is; until then the conversation lives on it alone.
 */
export interface ContactPoint {
  _id: string
  kind: ChannelKind | 'phone'
  /** The channel account for chats; empty for phones and e-mails, which are the same whoever received them. */
  accountId: string
  /** Chat id, visitor id, E.164 phone or lower-case e-mail. */
  value: string
  /** Where to answer; differs from `value` when the platform has separate person and chat ids. */
  chatId: string
  name: string
  username?: string
  locale?: string
  clientId: string | null
  /** Did we get it, and did the person or the platform prove it is theirs. */
  state: 'received' | 'verified'
  /** False while the person has blocked us. */
  reachable: boolean
  /** What it writes is stored and nothing more. */
  blocked?: { as: 'spam' | 'blocked'; at: Date; byId: string } | null
  createdAt: Date
}

export const contactPointSchema = houseSchema<ContactPoint>('contact_points', {
  kind: { type: String, required: true },
  accountId: { type: String, default: '' },
  value: { type: String, required: true },
  chatId: { type: String, default: '' },
  name: { type: String, default: '' },
  username: String,
  locale: String,
  clientId: { type: String, default: null },
  state: { type: String, default: 'received' },
  reachable: { type: Boolean, default: true },
  blocked: json,
  createdAt: { type: Date, required: true },
})
contactPointSchema.index({ accountId: 1, kind: 1, value: 1 }, { unique: true })
contactPointSchema.index({ clientId: 1 })
