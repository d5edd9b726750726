import { houseSchema } from '../schema.js'

/** A reply that is ready: of the whole team, or of one person (`ownerId`). Its text may name variables, `{{client.name}}`. */
export interface CannedReply {
  _id: string
  /** What a person types after `/`, lower-case. */
  shortcut: string
  title: string
  text: string
  ownerId: string | null
  version: number
  createdAt: Date
  updatedAt: Date
}

export const cannedReplySchema = houseSchema<CannedReply>('canned_replies', {
  shortcut: { type: String, required: true },
  title: { type: String, required: true },
  text: { type: String, required: true },
  ownerId: { type: String, default: null },
  version: { type: Number, default: 1 },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
})
cannedReplySchema.index({ ownerId: 1, shortcut: 1 }, { unique: true })
