import { z } from 'zod'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import { byCreation, type Page, type PageQuery, pageQuery, planPage, readPage } from '../paging.js'
import { id, moment, note, validate } from '../validate.js'
import { contactStates, meanings, qualifications } from './classify-inquiry.js'
import { type Inquiry, inquiryStatuses, undefinedBase } from './inquiry.model.js'
import { inquiryChannels } from './open-inquiry.js'

const activeStatuses = ['new', 'qualifying', 'waiting', 'in-work'] as const

export const inquiryFilter = z.strictObject({
  status: z.enum(inquiryStatuses).optional(),
  /** A staff id, or `none` for those nobody took. */
  assigneeId: id.optional(),
  channel: z.enum(inquiryChannels).optional(),
  source: note(100).optional(),
  /** `undefined`: the undefined base, whatever of its two statuses; `active`: what still asks for work. */
  base: z.enum(['undefined', 'active']).optional(),
  qualification: z.enum(qualifications).optional(),
  byNumber: z.enum(['primary', 'repeat']).optional(),
  byMeaning: z.enum(meanings).optional(),
  byContact: z.enum(contactStates).optional(),
  /** A department's id, or `none`. */
  departmentId: id.optional(),
  project: note(100).optional(),
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
  const { from, to, assigneeId, departmentId, base, ...same } = validate(inquiryFilter, filter)
  const where: Record<string, unknown> = Object.fromEntries(
    Object.entries(same).filter(([, value]) => value !== undefined),
  )
  if (assigneeId) where.assigneeId = assigneeId === 'none' ? null : assigneeId
  if (departmentId) where.departmentId = departmentId === 'none' ? null : departmentId
  if (base && !where.status) where.status = { $in: base === 'undefined' ? undefinedBase : activeStatuses }
  if (from || to) where.createdAt = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) }
  const plan = planPage(validate(pageQuery, page), byCreation, '-createdAt')
  return readPage<Inquiry, InquiryRow>(rows(core.models.Inquiry), where, plan, { history: 0, origin: 0 })
}

/** Throws `not-found`. */
export async function getInquiry(core: Core, inquiryId: string): Promise<Inquiry> {
  return found(await rows(core.models.Inquiry).findOne({ _id: inquiryId }), 'inquiry')
}

/** Projects that inquiries were ever written to: choices of the journal's filter. At most 100. */
export async function inquiryProjects(core: Core): Promise<string[]> {
  const found = await rows(core.models.Inquiry)
    .aggregate<{ _id: string }>([
      { $match: { project: { $gt: '' } } },
      { $sort: { project: 1 } },
      { $group: { _id: '$project' } },
      { $sort: { _id: 1 } },
      { $limit: 100 },
    ])
    .toArray()
  return found.map(({ _id }) => _id)
}
