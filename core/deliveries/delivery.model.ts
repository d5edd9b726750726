import type { InboundReceipt, SendReason } from '../channel.js'
import type { Content } from '../content.js'
import { houseSchema, json } from '../schema.js'
import type { Parts } from './parts.js'

export const deliveryStates = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'unknown',
  'discarded',
] as const
export type DeliveryState = (typeof deliveryStates)[number]

/**
 * Why it is sent decides what an unknown outcome means: a reply asks a person, a reminder or a notice to staff is sent
 * again (twice is better than never), a campaign is not (never is better than twice).
 */
export const deliveryPurposes = ['reply', 'dialog', 'autoreply', 'notice', 'reminder', 'campaign'] as const
export type DeliveryPurpose = (typeof deliveryPurposes)[number]

/** One thing to be sent to one chat, and what came of it. */
export interface Delivery {
  _id: string
  accountId: string
  chatId: string
  /** The client message it carries; absent for cards and reminders to staff, which carry their own content. */
  messageId?: string
  conversationId?: string
  content: Content
  /** Channel-specific extras: buttons of a staff card, topic. */
  extras?: Record<string, unknown>
  /** What a staff card is about, so that an answer to it finds its way. */
  subject?: {
    kind: 'conversation' | 'note' | 'inquiry' | 'deal' | 'activity' | 'client'
    id: string
    conversationId?: string
  }
  purpose: DeliveryPurpose
  /** Not something new: a sent message (`changeOf`) is to get this content, or to go. */
  operation?: 'edit' | 'remove'
  changeOf?: string
  /** What the platform calls its parts. */
  targetIds?: string[]
  /** Unique where given: a handler that runs twice queues once. */
  dedupeKey?: string
  state: DeliveryState
  attempts: number
  nextAt: Date
  /** Retries end here. */
  expiresAt: Date
  /** Fencing token of the worker that is sending. */
  fence: number
  externalIds: string[]
  /**
   * Of what goes in several parts (`translateDown`), each written down before the next one goes: a further try goes on from
   * the first that has not gone. Absent: it goes whole, or nothing of it has gone.
   */
  parts?: Parts
  /** Receipts of its parts that could not be told of the whole when they came. */
  early?: InboundReceipt[]
  /** First external id, for look-ups by the platform's answers. */
  externalId?: string
  replyToExternalId?: string
  reason?: SendReason
  /** The colleague who decided to send it again: they hear what comes of it. */
  resentById?: string
  createdAt: Date
  settledAt?: Date
}

export const deliverySchema = houseSchema<Delivery>('deliveries', {
  accountId: { type: String, required: true },
  chatId: { type: String, required: true },
  messageId: String,
  conversationId: String,
  content: { type: json, required: true },
  extras: json,
  subject: json,
  purpose: { type: String, enum: deliveryPurposes, required: true },
  operation: String,
  changeOf: String,
  targetIds: { type: [String], default: undefined },
  dedupeKey: String,
  state: { type: String, enum: deliveryStates, required: true },
  attempts: { type: Number, default: 0 },
  nextAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
  fence: { type: Number, default: 0 },
  externalIds: { type: [String], default: [] },
  externalId: String,
  parts: json,
  early: json,
  replyToExternalId: String,
  reason: json,
  resentById: String,
  createdAt: { type: Date, required: true },
  settledAt: Date,
})
// The worker's queue: only unsettled rows are in this index.
deliverySchema.index(
  { accountId: 1, state: 1, _id: 1 },
  { partialFilterExpression: { state: { $in: ['queued', 'sending'] } } },
)
deliverySchema.index(
  { dedupeKey: 1 },
  { unique: true, partialFilterExpression: { dedupeKey: { $exists: true } } },
)
deliverySchema.index({ messageId: 1 }, { partialFilterExpression: { messageId: { $exists: true } } })
deliverySchema.index(
  { accountId: 1, chatId: 1, externalId: 1 },
  { partialFilterExpression: { externalId: { $exists: true } } },
)
// The ledger in the panel.
deliverySchema.index({ state: 1, _id: -1 })
deliverySchema.index(
  { conversationId: 1, _id: -1 },
  { partialFilterExpression: { conversationId: { $exists: true } } },
)
