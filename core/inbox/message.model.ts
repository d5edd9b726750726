import type { ChannelKind, Forwarded, Origin, SendReason } from '../channel.js'
import type { Content } from '../content.js'
import type { DeliveryState } from '../deliveries/delivery.model.js'
import { houseSchema, json } from '../schema.js'

export interface MessageAuthor {
  kind: 'client' | 'staff' | 'bot' | 'system'
  id?: string
  name: string
}

export interface MessageChange {
  kind: 'edit' | 'remove'
  content?: Content
  state: 'queued' | 'failed' | 'unknown'
  reason?: SendReason
  byId: string
  at: Date
}

export interface Message {
  _id: string
  conversationId: string
  channel: ChannelKind
  accountId: string
  /** Order within the conversation; also the cursor by which clients catch up. */
  seq: number
  /** `note` stays inside the team and is never delivered. */
  direction: 'in' | 'out' | 'note'
  author: MessageAuthor
  content: Content
  /** The platform's id; absent until an outgoing message is sent. */
  externalId?: string
  /** One message of ours may become several of the platform's. */
  externalIds?: string[]
  /** Parts of an album already folded in. */
  albumParts?: string[]
  replyToId?: string
  replyToExternalId?: string
  /** Somebody else's words that the client passed on. */
  forwarded?: Forwarded
  origin?: Origin
  edition?: number
  /** Of an album: the platform counts the editions of each part by itself. */
  partEditions?: { part: string; edition: number }[]
  /** Earlier wordings, oldest first. */
  edits?: { at: Date; content: Content }[]
  /** Gone at the client's end: taken back by us, or deleted by the client. The team goes on seeing what it was. */
  removed?: { at: Date; by: 'client' | 'team' }
  /** A change of ours that is on its way to the client, or that the channel refused. */
  change?: MessageChange
  /** Colleagues a note calls by name. */
  mentions?: string[]
  /**
   * One a person, the newest; of an album or of several messages that ours became, one each (`part`: the platform's id).
   * A taken back one stays with `emoji: null`, so that a late repeat does not bring it back.
   */
  reactions?: { from: string; part?: string; emoji: string | null; at: Date }[]
  /** Outgoing only; the row in `deliveries` decides, this is what people see. */
  delivery?: { state: DeliveryState; reason?: SendReason; at: Date }
  /** Sender's own key of a send: a retry with it finds the first message. */
  clientMessageId?: string
  /** The platform's time for incoming, ours for outgoing. */
  sentAt: Date
  createdAt: Date
}

export const messageSchema = houseSchema<Message>('messages', {
  conversationId: { type: String, required: true },
  channel: { type: String, required: true },
  accountId: { type: String, required: true },
  seq: { type: Number, required: true },
  direction: { type: String, required: true },
  author: { type: json, required: true },
  content: { type: json, required: true },
  externalId: String,
  externalIds: { type: [String], default: undefined },
  albumParts: { type: [String], default: undefined },
  replyToId: String,
  replyToExternalId: String,
  forwarded: json,
  origin: json,
  edition: Number,
  partEditions: json,
  edits: json,
  removed: json,
  change: json,
  mentions: { type: [String], default: undefined },
  reactions: json,
  delivery: json,
  clientMessageId: String,
  sentAt: { type: Date, required: true },
  createdAt: { type: Date, required: true },
})
// Duplicates of the platform end here. Sharded: conversationId is the shard key, this index moves to a key collection.
messageSchema.index(
  { accountId: 1, externalId: 1 },
  { unique: true, partialFilterExpression: { externalId: { $exists: true } } },
)
// Of few messages: what people do with one part of an album finds the whole.
messageSchema.index(
  { accountId: 1, albumParts: 1 },
  { partialFilterExpression: { albumParts: { $exists: true } } },
)
messageSchema.index(
  { accountId: 1, externalIds: 1 },
  { partialFilterExpression: { 'externalIds.1': { $exists: true } } },
)
messageSchema.index({ conversationId: 1, seq: 1 }, { unique: true })
messageSchema.index(
  { conversationId: 1, clientMessageId: 1 },
  { unique: true, partialFilterExpression: { clientMessageId: { $exists: true } } },
)
