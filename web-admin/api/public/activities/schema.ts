import { z } from 'zod'
import {
  activityKind,
  activityStatus,
  completeBody,
  planBody,
  rescheduleBody,
} from '../../activities/schema.js'
import { givenDate, id, instant, page } from '../../fields.js'
import { listFields } from '../fields.js'

export { completeBody as activityCompletion, planBody as activityBody, rescheduleBody as activityPatch }

export const activityList = z.strictObject({
  ...listFields(['dueAt', '-dueAt', 'createdAt', '-createdAt']),
  staffId: id.optional(),
  status: activityStatus.optional(),
  kind: activityKind.optional(),
  clientId: id.optional(),
  dealId: id.optional(),
  conversationId: id.optional(),
  /** Due not before `from` and before `to`. */
  from: givenDate.optional(),
  to: givenDate.optional(),
})
export const publicActivity = z
  .object({
    id,
    kind: activityKind,
    status: activityStatus,
    title: z.string(),
    dueAt: instant,
    hasTime: z.boolean(),
    staffId: id,
    clientId: id.nullable(),
    dealId: id.nullable(),
    conversationId: id.nullable(),
    /** Colleagues who take part. */
    participants: z.array(id),
    guests: z.string(),
    goals: z.string(),
    result: z.string(),
    outcome: z.string().nullable(),
    completedAt: instant.nullable(),
    createdAt: instant,
    version: z.number(),
  })
  .meta({ id: 'Activity' })
export const publicActivityPage = page(publicActivity)
export type PublicActivity = z.infer<typeof publicActivity>
