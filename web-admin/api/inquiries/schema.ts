import { z } from 'zod'
import { channelKinds } from '../../../core/channel.js'
import { contactStates, meanings, qualifications } from '../../../core/inquiries/classify-inquiry.js'
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

/** What the journal is narrowed by, beside status, person and client. */
export const journalFilters = {
  base: z.enum(['undefined', 'active']).optional(),
  qualification: z.enum(qualifications).optional(),
  byNumber: z.enum(['primary', 'repeat']).optional(),
  byMeaning: z.enum(meanings).optional(),
  byContact: z.enum(contactStates).optional(),
  departmentId: z.union([id, z.literal('none')]).optional(),
  project: words(100).min(1).optional(),
}
export const listQuery = z.strictObject({
  ...journalFilters,
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
/** What kind of inquiry it is; only what is named changes. */
export const classifyBody = z
  .strictObject({
    qualification: z.enum(qualifications),
    byNumber: z.enum(['primary', 'repeat']),
    byMeaning: z.enum(meanings),
    byContact: z.enum(contactStates),
    source: words(100),
    project: words(100),
    departmentId: id.nullable(),
    comment: words(10_000),
    expectedVersion: version,
  })
  .partial()
export const attachBody = z.strictObject({
  clientId: id,
  why: words(1_000).optional(),
  expectedVersion: version.optional(),
})
export const projectsView = z.object({ items: z.array(z.string()) })
export const commentBody = z.strictObject({
  comment: words(5_000),
  expectedVersion: version.optional(),
})
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
  byMeaning: z.enum(meanings),
  byContact: z.enum(contactStates),
  source: z.string(),
  project: z.string(),
  departmentId: id.nullable(),
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
/** Every move, the oldest first: who, when and why. */
export const inquiryHistory = z.array(
  z.object({
    event: z.string(),
    from: z.string().nullable(),
    to: z.string(),
    by: signature,
    at: instant,
    why: z.string().nullable(),
  }),
)

export const inquiryView = inquiryRow.extend({
  origin: z
    .object({
      startPayload: z.string().optional(),
      pageUrl: z.string().optional(),
      referrer: z.string().optional(),
      utm: z.record(z.string(), z.string()).optional(),
    })
    .nullable(),
  answers: z.record(z.string(), answerView),
  history: inquiryHistory,
  allowed: z.array(z.string()),
})
export const inquiryPage = page(inquiryRow)

export type InquiryListQuery = z.input<typeof listQuery>
export type InquiryRow = z.infer<typeof inquiryRow>
export type InquiryView = z.infer<typeof inquiryView>
export type InquiryClassifyBody = z.input<typeof classifyBody>
export type InquiryAttachBody = z.input<typeof attachBody>
export type InquiryMoveBody = z.input<typeof moveBody>
export type InquiryEventName = (typeof inquiryEvents)[number]
