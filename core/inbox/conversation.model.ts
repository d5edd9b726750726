import type { ChannelKind } from '../channel.js'
import type { DialogState } from '../dialogs/dialog-state.js'
import { houseSchema, json } from '../schema.js'
import type { NumberedOffer } from './read-number-back.js'

/**
 * Everything said with one person on one channel account: one conversation for ever, so that the history is one. It
 * is closed and opens again; each opening brings an inquiry of its own (docs/adr/0002).
 */
export interface Conversation {
  _id: string
  channel: ChannelKind
  accountId: string
  contactPointId: string
  chatId: string
  /** What the inbox shows as its name: the client's, else the contact point's. */
  title: string
  clientId: string | null
  /** The inquiry of the present opening. */
  inquiryId: string
  status: ConversationStatus
  snoozedUntil: Date | null
  assigneeId: string | null
  labels: string[]
  /** What it was before it was put aside or closed: an undo brings that back. */
  statusBefore?: ConversationStatus | null
  /** Somebody we do not want to hear: what they write is stored and nothing more. */
  blocked?: 'spam' | 'blocked' | null
  /** Messages of the client so far; people count from it what they have not seen. */
  inboundCount?: number
  /** Words of the title, for search. */
  words?: string[]
  /** Messages of the client nobody of the team has seen. */
  unreadCount: number
  lastMessageAt: Date
  lastMessage: { direction: 'in' | 'out'; type: string; preview: string }
  /** Last time the client wrote: the messenger's answer window and "waiting for" count from it. */
  lastInboundAt: Date | null
  /** The scripted dialog that runs here, with its answers; null where none does. */
  dialog: DialogState | null
  reachable: boolean
  /** A numbered list that the person may answer with a number. */
  offer?: NumberedOffer | null
  /** Person's language where the channel tells it. */
  locale: string
  /** Counts every change, whoever makes it: messages and events take their order from it, receiving its proof. */
  version: number
  createdAt: Date
}

export const conversationStatuses = ['open', 'waiting', 'snoozed', 'closed'] as const
/** open: the client waits for us; waiting: we wait for the client; snoozed: comes back by itself; closed. */
export type ConversationStatus = (typeof conversationStatuses)[number]

export const conversationSchema = houseSchema<Conversation>('conversations', {
  channel: { type: String, required: true },
  accountId: { type: String, required: true },
  contactPointId: { type: String, required: true },
  chatId: { type: String, required: true },
  title: { type: String, default: '' },
  clientId: { type: String, default: null },
  inquiryId: { type: String, required: true },
  status: { type: String, enum: conversationStatuses, default: 'open' },
  snoozedUntil: { type: Date, default: null },
  assigneeId: { type: String, default: null },
  labels: { type: [String], default: [] },
  statusBefore: { type: String, default: null },
  blocked: { type: String, default: null },
  inboundCount: { type: Number, default: 0 },
  words: { type: [String], default: undefined },
  unreadCount: { type: Number, default: 0 },
  lastMessageAt: { type: Date, required: true },
  lastMessage: { type: json, required: true },
  lastInboundAt: { type: Date, default: null },
  dialog: { type: json, default: null },
  reachable: { type: Boolean, default: true },
  offer: { type: json, default: null },
  locale: { type: String, default: 'ru' },
  version: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
})
conversationSchema.index({ contactPointId: 1 }, { unique: true })
conversationSchema.index({ accountId: 1, chatId: 1 })
// The inbox: newest first, whole or by status, owner, channel or account. Every message moves its conversation in each index that
// has `lastMessageAt`: only what must be handed over in that order has one.
conversationSchema.index({ lastMessageAt: -1, _id: -1 })
conversationSchema.index({ status: 1, lastMessageAt: -1, _id: -1 })
conversationSchema.index({ assigneeId: 1, status: 1, lastMessageAt: -1, _id: -1 })
conversationSchema.index({ channel: 1, lastMessageAt: -1, _id: -1 })
conversationSchema.index({ accountId: 1, lastMessageAt: -1, _id: -1 })
// A client has few: they are put in order when they are read.
conversationSchema.index({ clientId: 1 })
conversationSchema.index(
  { labels: 1, lastMessageAt: -1, _id: -1 },
  { name: 'labelled', partialFilterExpression: { labels: { $type: 'string' } } },
)
conversationSchema.index(
  { blocked: 1, lastMessageAt: -1, _id: -1 },
  { partialFilterExpression: { blocked: { $type: 'string' } } },
)
conversationSchema.index({ words: 1 })
conversationSchema.index({ snoozedUntil: 1 }, { partialFilterExpression: { status: 'snoozed' } })
