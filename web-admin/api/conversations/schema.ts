import { z } from 'zod'
import { content } from '../../../core/content.js'
import { deliveryStates } from '../../../core/deliveries/delivery.model.js'
import { conversationStatuses } from '../../../core/inbox/conversation.model.js'
import { longestText } from '../../../core/inbox/split-text.js'
import {
  channelKind,
  cursor,
  givenInstant,
  id,
  instant,
  key,
  limit,
  named,
  numberInQuery,
  page,
  search,
  words,
} from '../fields.js'

export const conversationStatus = z.enum(conversationStatuses)

export const listQuery = z.strictObject({
  /** `active`: everything that is not closed. */
  status: z.union([conversationStatus, z.literal('active')]).optional(),
  assignee: z.union([z.enum(['me', 'none', 'all']), id]).optional(),
  channel: channelKind.optional(),
  /** Which of our bots, numbers or sites the client wrote to. */
  accountId: key.optional(),
  clientId: id.optional(),
  label: words(40).min(1).optional(),
  /** `unread`: what I have not seen; `mentions`: where I am called by name; `blocked`: spam and blocked contacts. */
  only: z.enum(['unread', 'mentions', 'blocked']).optional(),
  q: search.optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
})
export const messagesQuery = z
  .strictObject({
    afterSeq: numberInQuery(0, 1e9).optional(),
    beforeSeq: numberInQuery(0, 1e9).optional(),
    limit: limit.optional(),
  })
  .refine((query) => query.afterSeq === undefined || query.beforeSeq === undefined, {
    path: ['beforeSeq'],
    message: 'wrong',
  })
export const messageParams = z.strictObject({ id, messageId: id })

/** `clientMessageId` is the sender's own key: sending again with it finds the first message instead of a second one. */
const clientMessageId = z.string().regex(/^[\w-]{8,64}$/)
export const sendBody = z
  .strictObject({
    clientMessageId,
    text: words(longestText).optional(),
    fileIds: z.array(id).max(10).optional(),
    replyToId: id.optional(),
  })
  .refine((body) => (body.text ?? '').trim() !== '' || (body.fileIds ?? []).length > 0, {
    path: ['text'],
    message: 'required',
  })
export const noteBody = z.strictObject({
  text: words(10_000).min(1),
  /** Colleagues picked by name; those that the text calls (`@Мария`) are found without it. */
  mentionIds: z.array(id).max(20).optional(),
})
/** New words of a text, or the new caption of a file. */
export const editBody = z.strictObject({ text: words(longestText).trim().min(1) })
export const muteBody = z.strictObject({ muted: z.boolean() })
export const blockBody = z.strictObject({ as: z.enum(['spam', 'blocked']) })
/** The last so many messages of the client become unread for me. */
export const unreadBody = z.strictObject({ count: z.number().int().min(1).max(100).optional() })
export const assigneeBody = z.strictObject({
  assigneeId: id.nullable(),
  /** Refuse with `already-taken` when somebody else has it. */
  onlyIfFree: z.boolean().optional(),
})
export const snoozeBody = z.strictObject({ until: givenInstant })
export const readBody = z.strictObject({ seq: z.number().int().min(0) })
export const labelsBody = z.strictObject({ labels: z.array(words(40).min(1)).max(20) })

/** A line of the inbox: exactly what the list shows. */
export const conversationRow = z.object({
  id,
  channel: channelKind,
  accountId: z.string(),
  title: z.string(),
  status: conversationStatus,
  snoozedUntil: instant.nullable(),
  assignee: named.nullable(),
  clientId: id.nullable(),
  inquiryId: id,
  labels: z.array(z.string()),
  /** Messages of the client that I have not seen. */
  unreadCount: z.number(),
  /** I want to hear nothing of it. */
  muted: z.boolean(),
  /** What they write is stored and nothing more. */
  blocked: z.enum(['spam', 'blocked']).nullable(),
  lastMessageAt: instant,
  lastMessage: z.object({ direction: z.enum(['in', 'out']), type: z.string(), preview: z.string() }),
  /** The client waits since then for an answer; null when we answered last. */
  waitingSince: instant.nullable(),
  /** A script talks with the client. */
  dialogRuns: z.boolean(),
  reachable: z.boolean(),
  version: z.number(),
})
export const conversationView = conversationRow.extend({
  createdAt: instant,
  locale: z.string(),
  contact: z.object({
    name: z.string(),
    username: z.string().nullable(),
    state: z.enum(['received', 'verified']),
  }),
  client: z
    .object({
      id,
      name: z.string(),
      phones: z.array(z.string()),
      emails: z.array(z.string()),
      ownerId: id.nullable(),
    })
    .nullable(),
  /** We were out of touch for longer than the messenger keeps messages, or could not read them: some may be missing. */
  gaps: z.array(z.object({ from: instant, to: instant, keptHours: z.number().optional() })),
  /** What this channel lets us do with a message of ours afterwards; hours after sending, null: for ever. */
  change: z.object({
    edit: z.boolean(),
    editWithinHours: z.number().nullable(),
    remove: z.boolean(),
    removeWithinHours: z.number().nullable(),
  }),
  /** How long the messenger takes free text, later only templates; null where it always does. */
  window: z.object({ open: z.boolean(), closesAt: instant.nullable(), templates: z.boolean() }).nullable(),
  inquiry: z
    .object({ id, number: z.number(), status: z.string(), source: z.string(), dealId: id.nullable() })
    .nullable(),
  /** The script that talks with the client: the question it is at, of how many, and the answers so far. */
  dialog: z
    .object({
      scriptId: z.string(),
      step: z.string().nullable(),
      title: z.string().nullable(),
      position: z.number().nullable(),
      total: z.number().nullable(),
      answers: z.array(z.object({ label: z.string(), text: z.string() })),
    })
    .nullable(),
})
/** How many stand in each view of the inbox; `mine` and `unassigned` are those whose client waits for us. */
export const countsView = z.object({
  mine: z.number(),
  unassigned: z.number(),
  /** What I have not seen, muted ones left out. */
  unread: z.number(),
  /** Where I was called and have not looked since. */
  mentions: z.number(),
  open: z.number(),
  waiting: z.number(),
  snoozed: z.number(),
})

export const messageView = z.object({
  id,
  conversationId: id,
  seq: z.number(),
  /** `note` stays inside the team. */
  direction: z.enum(['in', 'out', 'note']),
  author: z.object({
    kind: z.enum(['client', 'staff', 'bot', 'system']),
    id: z.string().nullable(),
    name: z.string(),
  }),
  /** Files are at `/api/files/<fileId>`. */
  content,
  replyToId: id.nullable(),
  /** Somebody else's words that the client passed on; whose, where the messenger tells. */
  forwarded: z.object({ from: z.string().nullable() }).nullable(),
  /** Outgoing only. `reason.text` is the platform's own words. */
  delivery: z
    .object({
      state: z.enum(deliveryStates),
      reason: z.object({ code: z.string(), text: z.string().optional() }).nullable(),
      at: instant,
    })
    .nullable(),
  clientMessageId: z.string().nullable(),
  editedAt: instant.nullable(),
  /** Earlier wordings, the oldest first. */
  previous: z.array(z.object({ text: z.string(), at: instant })),
  /** Gone at the client's end; the team goes on seeing it. */
  removed: z.object({ at: instant, by: z.enum(['client', 'team']) }).nullable(),
  /** A change of ours on its way to the client, or one that the channel refused. */
  change: z
    .object({
      kind: z.enum(['edit', 'remove']),
      state: z.enum(['queued', 'failed', 'unknown']),
      text: z.string().nullable(),
      reason: z.object({ code: z.string(), text: z.string().optional() }).nullable(),
    })
    .nullable(),
  /** Colleagues that a note calls. */
  mentions: z.array(z.string()),
  /** Emojis that people put on it. */
  reactions: z.array(z.string()),
  sentAt: instant,
})
export const messagesView = z.object({
  /** Ascending by `seq`. */
  items: z.array(messageView),
  hasOlder: z.boolean(),
  hasNewer: z.boolean(),
})
/** Several files that cannot be one message become several, in order. */
export const sentView = z.object({ items: z.array(messageView) })

export const autoreplyView = z.object({
  id,
  messageId: id,
  decision: z.enum(['answered', 'silent']),
  /** A code with a text in the locale files: `dialog-runs`, `open-hours`, `already-answered`… */
  reason: z.string(),
  details: z.record(z.string(), z.unknown()),
  at: instant,
})
export const autorepliesView = z.object({ items: z.array(autoreplyView) })
export const conversationPage = page(conversationRow)

export type ConversationListQuery = z.input<typeof listQuery>
export type ConversationRow = z.infer<typeof conversationRow>
export type ConversationView = z.infer<typeof conversationView>
export type ConversationCounts = z.infer<typeof countsView>
export type MessageView = z.infer<typeof messageView>
export type MessagesView = z.infer<typeof messagesView>
export type SendBody = z.input<typeof sendBody>
export type SentView = z.infer<typeof sentView>
export type AutoreplyView = z.infer<typeof autoreplyView>
