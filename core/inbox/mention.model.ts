import { houseSchema } from '../schema.js'

/** Somebody of the team was called by name in a note. */
export interface Mention {
  _id: string
  staffId: string
  conversationId: string
  messageId: string
  byId: string
  byName: string
  at: Date
  seenAt: Date | null
}

export const mentionSchema = houseSchema<Mention>('mentions', {
  staffId: { type: String, required: true },
  conversationId: { type: String, required: true },
  messageId: { type: String, required: true },
  byId: { type: String, required: true },
  byName: { type: String, default: '' },
  at: { type: Date, required: true },
  seenAt: { type: Date, default: null },
})
mentionSchema.index({ staffId: 1, at: -1, _id: -1 })
mentionSchema.index(
  { staffId: 1, conversationId: 1 },
  { name: 'unseen', partialFilterExpression: { seenAt: null } },
)
mentionSchema.index({ messageId: 1, staffId: 1 }, { unique: true })
