import type { Content } from '../content.js'
import type { Actor } from '../context.js'
import { houseSchema, json } from '../schema.js'

export const scheduledStates = ['planned', 'sent', 'cancelled', 'missed', 'failed'] as const
/**
 * planned: waits for its time; sent: it is a message now (`messageId`); cancelled: by a person, or because the client wrote
 * first; missed: we were away at its time and did not say it late; failed: it could not be said. A person decides
 * about the last two.
 */
export type ScheduledState = (typeof scheduledStates)[number]

/** Something to be said to a client at a time. */
export interface ScheduledMessage {
  _id: string
  conversationId: string
  content: Content
  replyToId?: string
  at: Date
  /** Not said when the client writes before. */
  unlessReplied: boolean
  /** Who says it: rights are asked anew when the time comes. */
  by: Extract<Actor, { kind: 'staff' | 'api' }>
  state: ScheduledState
  /** Code of the refusal, or `client-replied`. */
  reason?: string
  messageId?: string
  version: number
  createdAt: Date
}

export const scheduledMessageSchema = houseSchema<ScheduledMessage>('scheduled_messages', {
  conversationId: { type: String, required: true },
  content: { type: json, required: true },
  replyToId: String,
  at: { type: Date, required: true },
  unlessReplied: { type: Boolean, default: false },
  by: { type: json, required: true },
  state: { type: String, enum: scheduledStates, required: true },
  reason: String,
  messageId: String,
  version: { type: Number, default: 1 },
  createdAt: { type: Date, required: true },
})
scheduledMessageSchema.index({ at: 1 }, { name: 'due', partialFilterExpression: { state: 'planned' } })
scheduledMessageSchema.index({ conversationId: 1, state: 1, at: 1 })
scheduledMessageSchema.index({ 'by.id': 1, state: 1, at: 1 })
