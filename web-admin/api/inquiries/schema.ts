import { z } from 'zod'
import { channelKinds } from '../../../core/channel.js'
import { inquiryStatuses } from '../../../core/inquiries/inquiry.model.js'
import {
  cursor,
  givenDate,
  givenInstant,
  id,
  instant,
  key,
  limit,
  named,
  page,
  signature,
  version,
  words,
} from '../fields.js'

export const inquiryStatus = z.enum(inquiryStatuses)
export const inquiryChannel = z.enum([...channelKinds, 'api', 'form', 'phone'])
/** What a person may do to an inquiry; which of them are open now is in `InquiryView.allowed`. */
export const inquiryEvents = [
  'qualify',
  'ask-human',
  'take',
  'release',
  'defer',
  'discard',
  'close',
  'return',
] as const

export const listQuery = z.strictObject({
  status: inquiryStatus.optional(),
  channel: inquiryChannel.optional(),
  assignee: z.union([z.enum(['me', 'none', 'all']), id]).optional(),
  source: words(100).min(1).optional(),
  clientId: id.optional(),
  conversationId: id.optional(),
  from: givenDate.optional(),
  to: givenDate.optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
})
export const moveBody = z.strictObject({
  event: z.enum(inquiryEvents),
  why: words(1_000).optional(),
  /** With `defer`: when it comes back by itself. */
  until: givenInstant.optional(),
  expectedVersion: version.optional(),
})
export const commentBody = z.strictObject({ comment: words(5_000) })
export const convertBody = z.strictObject({
  pipeline: key.optional(),
  title: words(300).trim().min(1).optional(),
  /** An existing client it belongs to. */
  clientId: id.optional(),
})

export const answerView = z.object({ label: z.string(), text: z.string(), value: z.unknown() })
export const inquiryRow = z.object({
  id,
  number: z.number(),
  channel: inquiryChannel,
  status: inquiryStatus,
  qualification: z.enum(['unknown', 'lead', 'not-lead']),
  byNumber: z.enum(['primary', 'repeat']),
  source: z.string(),
  client: named.nullable(),
  /** What the person is called where they wrote; all there is until a client card exists. */
  contactName: z.string().nullable(),
  assignee: named.nullable(),
  conversationId: id.nullable(),
  dealId: id.nullable(),
  comment: z.string(),
  deferredUntil: instant.nullable(),
  createdAt: instant,
  answeredAt: instant.nullable(),
  version: z.number(),
})
export const inquiryView = inquiryRow.extend({
  byMeaning: z.enum(['unknown', 'target', 'not-target']),
  byContact: z.enum(['none', 'received', 'verified']),
  origin: z
    .object({
      startPayload: z.string().optional(),
      pageUrl: z.string().optional(),
      referrer: z.string().optional(),
      utm: z.record(z.string(), z.string()).optional(),
    })
    .nullable(),
  answers: z.record(z.string(), answerView),
  history: z.array(
    z.object({
      event: z.string(),
      from: z.string().nullable(),
      to: z.string(),
      by: signature,
      at: instant,
      why: z.string().nullable(),
    }),
  ),
  allowed: z.array(z.string()),
})
export const inquiryPage = page(inquiryRow)

export type InquiryListQuery = z.input<typeof listQuery>
export type InquiryRow = z.infer<typeof inquiryRow>
export type InquiryView = z.infer<typeof inquiryView>
export type InquiryMoveBody = z.input<typeof moveBody>
export type InquiryEventName = (typeof inquiryEvents)[number]
