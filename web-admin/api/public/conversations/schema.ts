import { z } from 'zod'
import { choice, content } from '../../../../core/content.js'
import { deliveryStates } from '../../../../core/deliveries/delivery.model.js'
import { conversationStatuses } from '../../../../core/inbox/conversation.model.js'
import { longestText } from '../../../../core/inbox/split-text.js'
import { templateValues } from '../../../../core/templates/send-template.js'
import { channelKind, givenInstant, id, instant, key, page, words } from '../../fields.js'
import { listFields } from '../fields.js'

export const conversationList = z.strictObject({
  ...listFields(['lastMessageAt', '-lastMessageAt']),
  /** `active`: everything that is not closed. */
  status: z.enum([...conversationStatuses, 'active']).optional(),
  channel: channelKind.optional(),
  /** Which of our bots, numbers or sites the client wrote to. */
  accountId: key.optional(),
  assigneeId: z.union([id, z.literal('none')]).optional(),
  clientId: id.optional(),
  label: words(40).min(1).optional(),
})
/** New words of a text, or the new caption of a file. */
export const messagePatch = z.strictObject({ text: words(longestText).trim().min(1) })
export const messageParams = z.strictObject({ id, messageId: id })
export const conversationPatch = z
  .strictObject({
    assigneeId: id.nullable(),
    status: z.enum(['open', 'closed']),
    labels: z.array(words(40).min(1)).max(20),
    /** Put aside until then; null brings it back as it was. */
    snoozedUntil: givenInstant.nullable(),
    /** Spam or a person we do not want to hear; null: hear them again. */
    blocked: z.enum(['spam', 'blocked']).nullable(),
  })
  .partial()
  .refine((body) => Object.keys(body).length > 0, { message: 'required' })

export const messageList = z.strictObject({
  ...listFields(['sentAt', '-sentAt']),
  direction: z.enum(['in', 'out']).optional(),
})
const outgoing = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: words(longestText).min(1) }),
  z.strictObject({
    type: z.literal('choices'),
    text: words(4_000).min(1),
    choices: z
      .array(z.strictObject({ id: choice.shape.id.min(1), label: words(200).min(1) }))
      .min(1)
      .max(30),
  }),
  z.strictObject({
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    title: words(300).optional(),
  }),
])
/** A text, or a content; the same `clientMessageId` in a conversation is the same message. */
export const messageBody = z
  .strictObject({
    text: words(longestText).trim().min(1).optional(),
    content: outgoing.optional(),
    /** Of `POST /files`: one file, or pictures that go as an album; `text` is then their caption. */
    fileIds: z.array(id).min(1).max(10).optional(),
    /** An approved message, with a value for each of its variables: `{"body:1": "Anna"}`. */
    template: z.strictObject({ id, values: templateValues.optional() }).optional(),
    replyToId: id.optional(),
    clientMessageId: z
      .string()
      .regex(/^[\w-]{8,64}$/)
      .optional(),
  })
  .refine(
    ({ text, content, template, fileIds }) =>
      [fileIds ?? text, content, template].filter((one) => one !== undefined).length === 1,
    { path: ['text'], message: 'one-of:text | fileIds | content | template' },
  )

export const noteBody = z.strictObject({
  /** Colleagues that it calls (`@Мария`) hear of it. */
  text: words(10_000).trim().min(1),
  mentionIds: z.array(id).max(20).optional(),
})
/** Seen by the team only. */
export const publicNote = z
  .object({ id, conversationId: id, text: z.string(), mentionIds: z.array(id), createdAt: instant })
  .meta({ id: 'Note' })
export type PublicNote = z.infer<typeof publicNote>

export const publicConversation = z
  .object({
    id,
    channel: channelKind,
    /** Which of our bots, numbers or sites the client wrote to (`/channels`). */
    accountId: z.string(),
    status: z.enum(conversationStatuses),
    assigneeId: id.nullable(),
    clientId: id.nullable(),
    inquiryId: id,
    title: z.string(),
    labels: z.array(z.string()),
    blocked: z.enum(['spam', 'blocked']).nullable(),
    lastMessageAt: instant,
    unreadCount: z.number(),
    snoozedUntil: instant.nullable(),
    createdAt: instant,
    version: z.number(),
  })
  .meta({ id: 'Conversation' })
/** One conversation also tells of outages in which messages of the client may have been lost. */
export const publicConversationCard = publicConversation
  .extend({
    /** Without `keptHours` the messenger had the messages and they could not be read. */
    possibleGaps: z.array(z.object({ from: instant, to: instant, keptHours: z.number().optional() })),
    /** While it is closed the messenger takes only templates (`outside-answer-window`); null where it always is open. */
    answerWindow: z
      .object({ open: z.boolean(), closesAt: instant.nullable(), templates: z.boolean() })
      .nullable(),
  })
  .meta({ id: 'ConversationCard' })
export const publicConversationPage = page(publicConversation)

export const publicMessage = z
  .object({
    id,
    conversationId: id,
    /** Order within the conversation. */
    seq: z.number(),
    direction: z.enum(['in', 'out']),
    author: z.enum(['client', 'staff', 'bot', 'system']),
    authorName: z.string(),
    content,
    /** Of outgoing messages: `unknown` may have arrived, a person decides whether to send it again. */
    delivery: z
      .object({
        state: z.enum(deliveryStates),
        reason: z.object({ code: z.string(), text: z.string().optional() }).optional(),
      })
      .nullable(),
    externalId: z.string().nullable(),
    replyToId: id.nullable(),
    /** Somebody else's words that the client passed on; whose, where the messenger tells. */
    forwarded: z.object({ from: z.string().nullable() }).nullable(),
    clientMessageId: z.string().nullable(),
    editedAt: instant.nullable(),
    /** Gone at the client's end. */
    removed: z.object({ at: instant, by: z.enum(['client', 'team']) }).nullable(),
    /** A change of ours on its way to the client, or one that the channel refused. */
    change: z
      .object({
        kind: z.enum(['edit', 'remove']),
        state: z.enum(['queued', 'failed', 'unknown']),
        reason: z.object({ code: z.string(), text: z.string().optional() }).optional(),
      })
      .nullable(),
    sentAt: instant,
  })
  .meta({ id: 'Message' })
export const publicMessagePage = page(publicMessage)
export type PublicConversation = z.infer<typeof publicConversation>
export type PublicMessage = z.infer<typeof publicMessage>
