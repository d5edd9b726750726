import type { Readable } from 'node:stream'
import type { Content, ContentType } from './content.js'

/**
 * The contract between core and a channel. To add one: a folder in `adapters/` with `parse` (outside -> Inbound),
 * `render` (Content -> outside), `capabilities` (limits as data), `receive` and `send`, registered in `main.ts`, and
 * run through `tests/contracts`. Core knows channels only through the registry; an unknown one throws.
 */
export interface Channel {
  /** The channel account, e.g. `telegram:main`: one bot, number or widget. Unique in the installation. */
  readonly accountId: string
  readonly kind: ChannelKind
  readonly capabilities: Capabilities
  /**
   * Begins to receive. Called by the process that holds the account's lease; `signal` ends it. `fence` is the lease's
   * token, for `reportChannelState`: what a former holder says late is then ignored.
   */
  start(signal: AbortSignal, fence?: number): Promise<void>
  /** Stops taking new work and lets what runs finish. Idempotent. */
  stop(): Promise<void>
  /** The account is taken away while it runs: tells the platform so, where it must be told. Never throws; `stop` follows. */
  leave?(): Promise<void>
  /** Sends one already translated content. Never throws: a failure is a value, so that delivery can decide. */
  send(outbound: Outbound): Promise<SendResult>
  /** Shows "typing…" to the person, where the platform can. Failures are swallowed: it is only a courtesy. */
  typing?(chatId: string): Promise<void>
  /**
   * An address that opens a chat with this account and brings `token` into its first message; null when the account
   * is not known well enough yet. Absent where the platform has no such links.
   */
  entryLink?(token: string): Promise<string | null>
  /** Opens a file the platform holds; `remote` is what `parse` wrote down. Rejects when it cannot be had. */
  fetchFile?(remote: Record<string, unknown>): Promise<{ stream: Readable; size?: number; mimeType?: string }>
  /** Follows our edit or deletion of a sent message, where `capabilities` says the platform can. */
  edit?(chatId: string, externalId: string, content: Content): Promise<SendResult>
  remove?(chatId: string, externalId: string): Promise<SendResult>
  /** When the platform last answered us or handed us something, where the channel knows; null: not yet in this process. */
  heardAt?(): Date | null
  /** The platform's own list of approved messages, where `capabilities.templates`. Rejects when it cannot be had. */
  listTemplates?(): Promise<PlatformTemplate[]>
}

/** A message that the platform approved, as it lists it. Variables stand as `{{1}}` or `{{name}}`. */
export interface PlatformTemplate {
  externalId: string
  name: string
  language: string
  category: string
  status: 'approved' | 'pending' | 'rejected' | 'paused'
  /** Why it was rejected or paused, in the platform's words. */
  reason?: string
  header: string
  body: string
  footer: string
  buttons: TemplateButton[]
  /** Examples of the variables, by `<place>:<key>`. */
  examples: Record<string, string>
  /** The platform's name of a part that we cannot send (a picture above the text…); such a template is shown only. */
  unsupported?: string
}

/** In the platform's order: it counts the buttons from 0. */
export interface TemplateButton {
  type: 'reply' | 'url' | 'phone' | 'other'
  label: string
  /** Of `url`: may end in `{{1}}`. */
  url?: string
}

export const channelKinds = ['telegram', 'whatsapp', 'site', 'email', 'sms', 'staff-telegram'] as const
export type ChannelKind = (typeof channelKinds)[number]

/** What a platform can do, as data: callers ask this record and never the name of the channel. */
export interface Capabilities {
  /** Content types that can be sent as they are; the rest is translated down. */
  readonly send: readonly ContentType[]
  readonly receive: readonly ContentType[]
  /** Characters in one text and in one caption. */
  readonly maxText: number
  readonly maxCaption: number
  /** Content types that carry a caption; elsewhere it becomes a text of its own. */
  readonly captions: readonly ContentType[]
  /** What a file must be to go out as this type; another one goes as a document. Absent: anything. */
  readonly fileRules?: Readonly<Partial<Record<ContentType, FileRule>>>
  /** Buttons under a message, 0 where there are none; more choices become a list, else numbered text. */
  readonly maxButtons: number
  readonly maxButtonLabel: number
  /** Rows of a list to choose from, 0 where there are none. */
  readonly maxListItems: number
  readonly maxListLabel: number
  /** Characters of a question with buttons or a list. */
  readonly maxChoicesText: number
  readonly contactRequest: boolean
  /** Whoever answers is shown beside their words, with photo and position: nobody needs to introduce them. */
  readonly showsAuthor?: true
  /** A message can show which one it answers, both ways; elsewhere `replyToExternalId` is not shown. */
  readonly replies: boolean
  /** A file that is not here is shown by its name: nothing waits for it, and nothing fails for want of it. */
  readonly namesMissingFiles?: true
  readonly typing: boolean
  readonly edit: boolean
  readonly remove: boolean
  /** How long after sending a message may still be changed or taken back, hours; absent: for ever. */
  readonly editWithinHours?: number
  readonly removeWithinHours?: number
  /** How long the platform keeps what came while we were away, hours; absent: until we fetch it. */
  readonly keepsMessagesHours?: number
  /** Bytes. */
  readonly maxFileOut: number
  readonly maxFileIn: number
  /** Sending the same outbound id twice shows it once, so an unknown outcome may safely be sent again. */
  readonly idempotentSend: boolean
  /** The platform tells later that a message was delivered or read. */
  readonly receipts: readonly ('delivered' | 'read')[]
  readonly pace: Pace
  /** Free text may be sent for so long after the client's last message, later only templates; null: always. */
  readonly freeTextWindowHours: number | null
  /** The platform has messages it approved beforehand (`core/templates`). */
  readonly templates: boolean
}

export interface FileRule {
  /** Bytes. */
  readonly maxSize: number
  readonly mimeTypes: readonly string[]
}

/** How fast the platform lets us talk. */
export interface Pace {
  readonly perSecond: number
  readonly perChatPerSecond: number
  /** Messages a chat may get at once before `perChatPerSecond` holds. */
  readonly chatBurst: number
  /** Chats served at the same time. */
  readonly concurrency: number
}

export interface Outbound {
  /** Our own delivery id: stable over retries. */
  deliveryId: string
  chatId: string
  content: Content
  /** External id of the message this one answers. */
  replyToExternalId?: string
  /** Reads a stored file for upload. */
  openFile(fileId: string): Promise<Readable>
  /** Channel-specific extras of a staff card (buttons with callback data, topic); only `staff-telegram` reads it. */
  extras?: Record<string, unknown>
  /** Shown as the sender where the channel can (site chat). */
  author?: { kind: string; id?: string; name?: string }
  messageId?: string
  conversationId?: string
  sentAt?: Date
  /** Order of the message in its conversation. */
  seq?: number
}

/** Why something is not sent; each has words for managers, in `deliveryReasons` and in the panel. */
export const sendReasonCodes = [
  'account-removed',
  'adapter-error',
  'bad-content',
  'bad-token',
  'blocked',
  'chat-not-found',
  'conflict',
  'content-too-long',
  'expired',
  'file-infected',
  'file-missing',
  'file-pending',
  'file-removed',
  'file-unavailable',
  'group-not-supported',
  'interrupted',
  'marketing-declined',
  'marketing-limited',
  'media-failed',
  'network',
  'not-allowed-recipient',
  'not-connected',
  'not-permitted',
  'not-registered',
  'not-supported',
  'outside-window',
  'pair-rate-limited',
  'payment-problem',
  'platform-error',
  'rate-limited',
  'refused',
  'restricted',
  'server-error',
  'spam-limited',
  'template-mismatch',
  'template-missing',
  'template-paused',
  'timeout',
  'too-large',
  'too-late',
  'unauthorized',
  'undeliverable',
  'upload-failed',
] as const
export type SendReasonCode = (typeof sendReasonCodes)[number]

/**
 * What came of a send. `sure: true` failures did not reach the person (refused connection, 4xx, 429); everything that
 * may have arrived (timeout, cut connection, 5xx) is `unknown`, and delivery never repeats it by itself for a reply.
 */
export type SendResult =
  | { outcome: 'sent'; externalIds: string[] }
  | { outcome: 'retry'; reason: SendReason; afterMs?: number }
  | { outcome: 'failed'; reason: SendReason }
  | { outcome: 'unknown'; reason: SendReason }

export interface SendReason {
  code: SendReasonCode
  /** The platform's own words, shown to staff as they came. */
  text?: string
}

/** What a channel hands to core. Ids are the platform's, as strings; `accountId` is filled by the adapter. */
export type Inbound =
  | InboundMessage
  | InboundEdit
  | InboundRemoval
  | InboundReaction
  | InboundReceipt
  | InboundReach

export interface InboundMessage {
  kind: 'message'
  accountId: string
  channel: ChannelKind
  /** Where to answer. */
  chatId: string
  from: { externalId: string; name: string; username?: string; locale?: string; phone?: string }
  /** Unique within the account: for Telegram `<chat id>:<message id>`. */
  externalId: string
  content: Content
  /** The platform's time of the message. */
  sentAt: Date
  replyToExternalId?: string
  /** The person passed on what somebody else wrote. */
  forwarded?: Forwarded
  /** Parts of one album share it and become one message. */
  albumId?: string
  /** Files named in `content` that the platform still holds: stored as pending in the same commit, fetched after it. */
  pendingFiles?: PendingFile[]
  /** Deep-link payload, page address, UTM marks: where the person came from. */
  origin?: Origin
  /** A form was filled in for people to answer: how to reach the sender. No script answers it. */
  left?: LeftContact
}

/** Phone and e-mail are as `core/parse` gives them. */
export interface LeftContact {
  name: string
  phone?: string
  email?: string
  /** The words that were agreed to. */
  consent?: string
}

export interface PendingFile {
  fileId: string
  remote: Record<string, unknown>
  /** The platform's own name of these bytes, where it has one: an edit that brings another one brings another file. */
  identity?: string
}

export interface Forwarded {
  /** Whose words they were, where the platform tells. */
  from?: string
}

export interface Origin {
  startPayload?: string
  pageUrl?: string
  referrer?: string
  utm?: Record<string, string>
}

/** The person changed a message: its text, the caption of its files, or the files themselves. */
export interface InboundEdit {
  kind: 'edit'
  accountId: string
  externalId: string
  /** Set where the message is a part of an album: the album's caption or this part's file is changed. */
  album?: { chatId: string; id: string }
  /** The text or caption as it is now; null: this part of the album tells nothing of it. */
  words: string | null
  /** The whole content as it is now, where the platform gives it: its file takes the former's place if it is another one. */
  content?: Content
  pendingFiles?: PendingFile[]
  /** Orders the editions (Telegram: `edit_date` in seconds). */
  edition: number
}

/** The person deleted a message of theirs (or, where the platform tells, one of ours) at their end. */
export interface InboundRemoval {
  kind: 'removal'
  accountId: string
  externalId: string
  at: Date
}

/** The person put an emoji on a message, another one in its place, or took it away. The latest `at` counts. */
export interface InboundReaction {
  kind: 'reaction'
  accountId: string
  /** The message it stands on: theirs or ours. */
  externalId: string
  /** The platform's id of the person. */
  from: string
  /** null: taken away. */
  emoji: string | null
  at: Date
}

/** The platform's word on a message of ours; states only move forward. */
export interface InboundReceipt {
  kind: 'receipt'
  accountId: string
  externalId: string
  /** Our own id of the delivery (`Outbound.deliveryId`), where the platform gives it back: finds what was cut off before its id came. */
  deliveryId?: string
  state: 'sent' | 'delivered' | 'read' | 'failed'
  reason?: SendReason
  at: Date
}

/** The person blocked or unblocked us: whether we can write to them. */
export interface InboundReach {
  kind: 'reach'
  accountId: string
  chatId: string
  reachable: boolean
}
