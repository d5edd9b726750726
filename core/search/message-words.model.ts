import { houseSchema } from '../schema.js'

/**
 * What one message is found by. Apart from the messages, so that storing a message does not wait for this index, and so
 * that looking for words reads small rows.
 */
export interface MessageWords {
  /** Id of the message. */
  _id: string
  conversationId: string
  stems: string[]
  sentAt: Date
}

export const messageWordsSchema = houseSchema<MessageWords>('message_words', {
  conversationId: { type: String, required: true },
  stems: { type: [String], required: true },
  sentAt: { type: Date, required: true },
})
messageWordsSchema.index({ stems: 1, sentAt: -1 })
messageWordsSchema.index({ conversationId: 1 })
