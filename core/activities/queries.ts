import { DateTime } from 'luxon'
import { z } from 'zod'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import { type Page, type PageQuery, pageQuery, planPage, readPage, type Sorts } from '../paging.js'
import { id, moment, validate } from '../validate.js'
import type { Activity } from './activity.model.js'
import { activityKinds, activityStatuses } from './activity-transitions.js'

export const activityFilter = z.strictObject({
  staffId: id.optional(),
  status: z.enum(activityStatuses).optional(),
  kind: z.enum(activityKinds).optional(),
  clientId: id.optional(),
  dealId: id.optional(),
  conversationId: id.optional(),
  /** Due not before `from` and before `to`. */
  from: moment.optional(),
  to: moment.optional(),
})

export const activitySorts: Sorts = {
  dueAt: { path: 'dueAt', type: 'date' },
  createdAt: { path: 'createdAt', type: 'date' },
}

/** Activities, the soonest first. Throws `bad-cursor`, `bad-input`. */
export async function listActivities(
  core: Core,
  filter: z.input<typeof activityFilter> = {},
  page: PageQuery = {},
): Promise<Page<Activity>> {
  const { from, to, ...same } = validate(activityFilter, filter)
  const where: Record<string, unknown> = Object.fromEntries(
    Object.entries(same).filter(([, value]) => value !== undefined),
  )
  if (from || to) where.dueAt = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) }
  return readPage(
    rows(core.models.Activity),
    where,
    planPage(validate(pageQuery, page), activitySorts, 'dueAt'),
  )
}

/** Throws `not-found`. */
export async function getActivity(core: Core, activityId: string): Promise<Activity> {
  return found(await rows(core.models.Activity).findOne({ _id: activityId }), 'activity')
}

export interface MyDay {
  overdue: Activity[]
  today: Activity[]
  upcoming: Activity[]
}

/** Something planned for "some time that day" is overdue only when that day is over. */
const isOverdue = (activity: Activity, now: Date, today: Date) =>
  activity.dueAt < (activity.hasTime ? now : today)

/**
 * A person's planned activities by the company's calendar: past their time, the rest of today, and the next seven days.
 * At most 100 of each, the soonest first.
 */
export async function myDay(core: Core, staffId: string): Promise<MyDay> {
  const now = core.clock.now()
  const morning = DateTime.fromJSDate(now, { zone: core.company.zone }).startOf('day')
  const [today, tomorrow, week] = [0, 1, 8].map((days) => morning.plus({ days }).toJSDate()) as [
    Date,
    Date,
    Date,
  ]
  const planned = (dueAt: { $gte?: Date; $lt: Date }) =>
    rows(core.models.Activity)
      .find({ staffId, status: 'planned', dueAt }, { sort: { dueAt: 1 }, limit: 100 })
      .toArray()
  const [past, ofToday, upcoming] = await Promise.all([
    planned({ $lt: today }),
    planned({ $gte: today, $lt: tomorrow }),
    planned({ $gte: tomorrow, $lt: week }),
  ])
  return {
    overdue: [...past, ...ofToday.filter((activity) => isOverdue(activity, now, today))],
    today: ofToday.filter((activity) => !isOverdue(activity, now, today)),
    upcoming,
  }
}
