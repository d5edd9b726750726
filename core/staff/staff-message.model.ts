import { houseSchema, json } from '../schema.js'

/**
 * One message of the managers' bot that was sent outside of the delivery ledger (answers to commands, prompts), so
 * that a reply to it or a press on it finds its way. Holds ids only, never words of a client.
 */
export interface StaffMessage {
  /** `<chat id>:<message id>` */
  _id: string
  conversationId: string | null
  dealId: string | null
  /** The question this message asks and what is known so far; its shape is the bot's own. */
  ask: Record<string, unknown> | null
  /** Set on a message of the person once it took effect: a repeated update does nothing. */
  handled?: true
  /** Removed by MongoDB after this date. */
  expireAt: Date
}

export const staffMessageSchema = houseSchema<StaffMessage>('staff_messages', {
  _id: { type: String, required: true },
  conversationId: { type: String, default: null },
  dealId: { type: String, default: null },
  ask: { type: json, default: null },
  handled: Boolean,
  expireAt: { type: Date, required: true },
})
staffMessageSchema.index({ expireAt: 1 }, { expireAfterSeconds: 0 })
