import { z } from 'zod'
import { channelKinds } from '../../../../core/channel.js'
import { inquiryStatuses } from '../../../../core/inquiries/inquiry.model.js'
import { givenDate, givenInstant, id, instant, page, version, words } from '../../fields.js'
import {
  answerView,
  inquiryChannel,
  inquiryEvents,
  inquiryHistory,
  journalFilters,
} from '../../inquiries/schema.js'
import { byCreation, listFields } from '../fields.js'

export const inquiryList = z.strictObject({
  ...listFields(byCreation),
  status: z.enum(inquiryStatuses).optional(),
  channel: inquiryChannel.optional(),
  source: words(100).min(1).optional(),
  ...journalFilters,
  assigneeId: z.union([id, z.literal('none')]).optional(),
  clientId: id.optional(),
  conversationId: id.optional(),
  from: givenDate.optional(),
  to: givenDate.optional(),
})

/** A key of an answer; what is not an object is its text. */
const answerKey = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,59}$/u)
const answer = z.union([
  words(4_000),
  z.number(),
  z.boolean(),
  z.strictObject({ label: words(200).optional(), text: words(4_000) }),
])
export const answers = z.record(answerKey, answer)
export type GivenAnswers = z.output<typeof answers>

export const origin = z.strictObject({
  pageUrl: words(2_000).optional(),
  referrer: words(2_000).optional(),
  utm: z.record(z.string().regex(/^[\w-]{1,40}$/), words(300)).optional(),
})

export const inquiryBody = z.strictObject({
  /** How it came to the integration that tells of it. */
  channel: z
    .enum([...channelKinds, 'api', 'form', 'phone'])
    .exclude(['staff-telegram'])
    .default('api'),
  /** Who asks: found by phone or e-mail, else a card is made. */
  name: words(200).trim().min(1).optional(),
  phone: words(40).optional(),
  email: words(254).optional(),
  /** A client that is known already; wins over the contact. */
  clientId: id.optional(),
  /** What they ask. */
  message: words(10_000).optional(),
  source: words(100).optional(),
  /** Which of the company's projects it belongs to. */
  project: words(100).optional(),
  answers: answers.optional(),
  origin: origin.optional(),
})
export const inquiryMove = z.strictObject({
  event: z.enum(inquiryEvents),
  why: words(1_000).optional(),
  until: givenInstant.optional(),
  expectedVersion: version.optional(),
})
export { attachBody as inquiryAttach, classifyBody as inquiryPatch } from '../../inquiries/schema.js'

const publicInquiryRow = z
  .object({
    id,
    number: z.number(),
    channel: inquiryChannel,
    status: z.enum(inquiryStatuses),
    qualification: z.enum(['unknown', 'lead', 'not-lead']),
    byNumber: z.enum(['primary', 'repeat']),
    byMeaning: z.enum(['unknown', 'target', 'not-target']),
    byContact: z.enum(['none', 'received', 'verified']),
    source: z.string(),
    project: z.string(),
    departmentId: id.nullable(),
    clientId: id.nullable(),
    conversationId: id.nullable(),
    dealId: id.nullable(),
    assigneeId: id.nullable(),
    comment: z.string(),
    answers: z.record(z.string(), answerView),
    deferredUntil: instant.nullable(),
    createdAt: instant,
    answeredAt: instant.nullable(),
    version: z.number(),
  })
  .meta({ id: 'InquiryRow' })
export const publicInquiryPage = page(publicInquiryRow)
export type PublicInquiryRow = z.infer<typeof publicInquiryRow>
/** One inquiry tells what lists leave out. */
export const publicInquiry = publicInquiryRow.extend({ history: inquiryHistory }).meta({ id: 'Inquiry' })
export type PublicInquiry = z.infer<typeof publicInquiry>
