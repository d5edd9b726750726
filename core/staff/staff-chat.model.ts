import { houseSchema } from '../schema.js'

/** What the managers' bot remembers of one Telegram person between two messages; it survives a restart. */
export interface StaffChat {
  /** Telegram id of the person. */
  _id: string
  /** When a stranger was refused: it is said once. */
  refusedAt: Date | null
  /** What commands without a number mean: the conversation, deal or client card that was opened or answered last. */
  conversationId: string | null
  dealId: string | null
  clientId?: string | null
  /** The prompt that waits for an answer: id of its row in `staff_messages`. */
  askId: string | null
}

export const staffChatSchema = houseSchema<StaffChat>('staff_chats', {
  _id: { type: String, required: true },
  refusedAt: { type: Date, default: null },
  conversationId: { type: String, default: null },
  dealId: { type: String, default: null },
  clientId: { type: String, default: null },
  askId: { type: String, default: null },
})
