import { cancelActivity } from '../../../core/activities/cancel-activity.js'
import { completeActivity } from '../../../core/activities/complete-activity.js'
import { planActivity } from '../../../core/activities/plan-activity.js'
import { getActivity, listActivities } from '../../../core/activities/queries.js'
import { rescheduleActivity } from '../../../core/activities/reschedule-activity.js'
import type { Core } from '../../../core/context.js'
import { found } from '../../../core/errors.js'
import { assigneeOf } from '../assignee.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { completion, dueDate } from './due-date.js'
import { presentActivities } from './presenter.js'
import * as schema from './schema.js'

const one = { params: idParams, answer: schema.activityView }

export function activityRoutes(routes: RouteTable): void {
  routes.get(
    '/activities',
    { may: 'activity.read', query: schema.listQuery, answer: schema.activityPage },
    async ({ core, by, query: { staff = 'me', limit, cursor, ...filter } }) => {
      const over = filter.status === 'completed' || filter.status === 'cancelled'
      const sort = over ? '-dueAt' : 'dueAt'
      const page = await listActivities(
        core,
        { ...filter, staffId: assigneeOf(by, staff) },
        { limit, cursor, sort },
      )
      return { items: await presentActivities(core, page.items), nextCursor: page.nextCursor }
    },
  )

  routes.post(
    '/activities',
    { may: 'activity.plan', body: schema.planBody, answer: schema.activityView, status: 201 },
    async ({ core, by, body: { dueAt, when, hasTime, ...fields } }) => {
      const planned = await planActivity(core, by, { ...fields, ...dueDate(core, { dueAt, when, hasTime }) })
      return load(core, planned._id)
    },
  )

  routes.post(
    '/activities/:id/complete',
    { may: 'activity.change', ...one, body: schema.completeBody },
    async ({ core, by, params, body }) => {
      await completeActivity(core, by, { activityId: params.id, ...completion(core, body) })
      return load(core, params.id)
    },
  )

  routes.post(
    '/activities/:id/reschedule',
    { may: 'activity.change', ...one, body: schema.rescheduleBody },
    async ({ core, by, params, body }) => {
      const { dueAt, when, hasTime, ...changes } = body
      await rescheduleActivity(core, by, {
        activityId: params.id,
        ...changes,
        ...dueDate(core, { dueAt, when, hasTime }),
      })
      return load(core, params.id)
    },
  )

  routes.post('/activities/:id/cancel', { may: 'activity.change', ...one }, async ({ core, by, params }) => {
    await cancelActivity(core, by, { activityId: params.id })
    return load(core, params.id)
  })
}

async function load(core: Core, activityId: string) {
  return found((await presentActivities(core, [await getActivity(core, activityId)]))[0])
}
