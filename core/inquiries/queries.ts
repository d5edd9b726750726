import { z } from 'zod'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import { byCreation, type Page, type PageQuery, pageQuery, planPage, readPage } from '../paging.js'
import { id, moment, note, validate } from '../validate.js'
import { type Inquiry, inquiryStatuses } from './inquiry.model.js'
import { inquiryChannels } from './open-inquiry.js'

export const inquiryFilter = z.strictObject({
  status: z.enum(inquiryStatuses).optional(),
  /** A staff id, or `none` for those nobody took. */
  assigneeId: id.optional(),
  channel: z.enum(inquiryChannels).optional(),
  source: note(100).optional(),
  qualification: z.enum(['unknown', 'lead', 'not-lead']).optional(),
  clientId: id.optional(),
  conversationId: id.optional(),
  /** Opened not before `from` and before `to`. */
  from: moment.optional(),
  to: moment.optional(),
})

/** An inquiry as the journal shows it. */
export type InquiryRow = Omit<Inquiry, 'history' | 'origin'>

/** The journal of inquiries over all channels, newest first. Throws `bad-cursor`, `bad-input`. */
export async function listInquiries(
  core: Core,
  filter: z.input<typeof inquiryFilter> = {},
  page: PageQuery = {},
): Promise<Page<InquiryRow>> {
  const { from, to, assigneeId, ...same } = validate(inquiryFilter, filter)
  const where: Record<string, unknown> = Object.fromEntries(
    Object.entries(same).filter(([, value]) => value !== undefined),
  )
  if (assigneeId) where.assigneeId = assigneeId === 'none' ? null : assigneeId
  if (from || to) where.createdAt = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) }
  const plan = planPage(validate(pageQuery, page), byCreation, '-createdAt')
  return readPage<Inquiry, InquiryRow>(rows(core.models.Inquiry), where, plan, { history: 0, origin: 0 })
}

/** Throws `not-found`. */
export async function getInquiry(core: Core, inquiryId: string): Promise<Inquiry> {
  return found(await rows(core.models.Inquiry).findOne({ _id: inquiryId }), 'inquiry')
}

/** How many inquiries stand in each status: the tabs of the journal. */
export async function countInquiries(core: Core): Promise<Record<string, number>> {
  const counts = await Promise.all(
    inquiryStatuses.map(
      async (status) => [status, await rows(core.models.Inquiry).countDocuments({ status })] as const,
    ),
  )
  return Object.fromEntries(counts)
}
