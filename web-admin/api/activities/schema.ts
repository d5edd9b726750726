import { z } from 'zod'
import {
  cursor,
  givenDate,
  givenInstant,
  id,
  instant,
  limit,
  named,
  page,
  version,
  words,
} from '../fields.js'

export const activityKind = z.enum(['call', 'meeting', 'message', 'task', 'reminder'])
export const activityStatus = z.enum(['planned', 'completed', 'cancelled'])

export const listQuery = z.strictObject({
  /** `me` when absent. */
  staff: z.union([z.enum(['me', 'all']), id]).optional(),
  status: activityStatus.optional(),
  kind: activityKind.optional(),
  clientId: id.optional(),
  dealId: id.optional(),
  conversationId: id.optional(),
  from: givenDate.optional(),
  to: givenDate.optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
})
/** What is to be done and when: an instant, or words in Russian or English ("завтра в 15:00"). */
const due = { dueAt: givenInstant, when: words(200).min(1) }
/** Who comes to a meeting and what for. */
const meeting = {
  participants: z.array(id).max(20).optional(),
  guests: words(500).optional(),
  goals: words(2_000).optional(),
}
const oneDue = (body: { dueAt?: Date | undefined; when?: string | undefined }) =>
  (body.dueAt === undefined) !== (body.when === undefined)
export const planBody = z
  .strictObject({
    kind: activityKind,
    title: words(300).trim().min(1),
    dueAt: due.dueAt.optional(),
    when: due.when.optional(),
    /** With `dueAt`; false: some time that day. */
    hasTime: z.boolean().optional(),
    /** The person who plans when absent. */
    staffId: id.optional(),
    clientId: id.nullable().optional(),
    dealId: id.nullable().optional(),
    conversationId: id.nullable().optional(),
    ...meeting,
  })
  .refine(oneDue, { path: ['dueAt'], message: 'one-of:dueAt | when' })
export const completeBody = z.strictObject({
  expectedVersion: version.optional(),
  result: words(5_000).optional(),
  /** How a call or a meeting ended: one of the `outcomes` of the activity. */
  outcome: words(40).optional(),
  next: z
    .strictObject({
      kind: activityKind,
      title: words(300).trim().min(1),
      dueAt: due.dueAt.optional(),
      when: due.when.optional(),
      hasTime: z.boolean().optional(),
      staffId: id.optional(),
      ...meeting,
    })
    .refine(oneDue, { path: ['dueAt'], message: 'one-of:dueAt | when' })
    .optional(),
})
export const rescheduleBody = z
  .strictObject({
    expectedVersion: version.optional(),
    dueAt: due.dueAt.optional(),
    when: due.when.optional(),
    hasTime: z.boolean().optional(),
    staffId: id.optional(),
    title: words(300).trim().min(1).optional(),
    ...meeting,
  })
  .refine(oneDue, { path: ['dueAt'], message: 'one-of:dueAt | when' })

export const activityView = z.object({
  id,
  kind: activityKind,
  status: activityStatus,
  title: z.string(),
  dueAt: instant,
  /** False: a day without an hour. */
  hasTime: z.boolean(),
  staff: named,
  client: named.nullable(),
  deal: z.object({ id, number: z.number(), title: z.string() }).nullable(),
  conversationId: id.nullable(),
  participants: z.array(named),
  guests: z.string(),
  goals: z.string(),
  result: z.string(),
  outcome: z.string().nullable(),
  /** What a call or a meeting may end with; `asksNext`: the date of the next contact must be set with it. */
  outcomes: z.array(z.object({ key: z.string(), asksNext: z.boolean(), next: activityKind.nullable() })),
  /** A stage of its deal planned it. */
  byRule: z.boolean(),
  completedAt: instant.nullable(),
  createdAt: instant,
  version: z.number(),
})
/** By due date, the soonest first; those that are over the latest first. */
export const activityPage = page(activityView)

export type ActivityListQuery = z.input<typeof listQuery>
export type ActivityView = z.infer<typeof activityView>
export type ActivityPlanBody = z.input<typeof planBody>
export type ActivityCompleteBody = z.input<typeof completeBody>
export type ActivityRescheduleBody = z.input<typeof rescheduleBody>
