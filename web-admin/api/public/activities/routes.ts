import type { Activity } from '../../../../core/activities/activity.model.js'
import { cancelActivity } from '../../../../core/activities/cancel-activity.js'
import { completeActivity } from '../../../../core/activities/complete-activity.js'
import { planActivity } from '../../../../core/activities/plan-activity.js'
import { getActivity, listActivities } from '../../../../core/activities/queries.js'
import { rescheduleActivity } from '../../../../core/activities/reschedule-activity.js'
import { completion, dueDate } from '../../activities/due-date.js'
import { idParams } from '../../fields.js'
import type { RouteTable } from '../../route-table.js'
import * as schema from './schema.js'

const one = { params: idParams, answer: schema.publicActivity }

export function publicActivityRoutes(routes: RouteTable): void {
  routes.get(
    '/activities',
    {
      may: 'activity.read',
      summary: 'Calls, meetings, messages, tasks and reminders, the soonest first',
      query: schema.activityList,
      answer: schema.publicActivityPage,
    },
    async ({ core, query: { limit, cursor, sort, ...filter } }) => {
      const page = await listActivities(core, filter, { limit, cursor, sort })
      return { items: page.items.map(present), nextCursor: page.nextCursor }
    },
  )

  routes.post(
    '/activities',
    {
      may: 'activity.plan',
      summary: 'Plan something for a person of the team (`staffId`)',
      body: schema.activityBody,
      answer: schema.publicActivity,
      status: 201,
    },
    async ({ core, by, body: { dueAt, when, hasTime, ...fields }, tx }) =>
      present(await planActivity(core, by, { ...fields, ...dueDate(core, { dueAt, when, hasTime }) }, tx)),
  )

  routes.get(
    '/activities/:id',
    { may: 'activity.read', summary: 'One activity', ...one },
    async ({ core, params }) => present(await getActivity(core, params.id)),
  )

  routes.post(
    '/activities/:id/complete',
    {
      may: 'activity.change',
      summary: 'Complete an activity with its result and the next step',
      ...one,
      body: schema.activityCompletion,
    },
    async ({ core, by, params, body, tx }) =>
      present(
        (await completeActivity(core, by, { activityId: params.id, ...completion(core, body) }, tx)).activity,
      ),
  )

  routes.patch(
    '/activities/:id',
    {
      may: 'activity.change',
      summary: 'Move an activity to another time; also its person, title and participants',
      ...one,
      body: schema.activityPatch,
    },
    async ({ core, by, params, body: { dueAt, when, hasTime, ...changes }, tx }) =>
      present(
        await rescheduleActivity(
          core,
          by,
          { activityId: params.id, ...changes, ...dueDate(core, { dueAt, when, hasTime }) },
          tx,
        ),
      ),
  )

  routes.post(
    '/activities/:id/cancel',
    { may: 'activity.change', summary: 'Cancel a planned activity', ...one },
    async ({ core, by, params, tx }) =>
      present(await cancelActivity(core, by, { activityId: params.id }, tx)),
  )
}

function present(activity: Activity): schema.PublicActivity {
  return {
    id: activity._id,
    kind: activity.kind,
    status: activity.status,
    title: activity.title,
    dueAt: activity.dueAt.toISOString(),
    hasTime: activity.hasTime,
    staffId: activity.staffId,
    clientId: activity.clientId,
    dealId: activity.dealId,
    conversationId: activity.conversationId,
    participants: activity.participants ?? [],
    guests: activity.guests ?? '',
    goals: activity.goals ?? '',
    result: activity.result,
    outcome: activity.outcome ?? null,
    completedAt: activity.completedAt?.toISOString() ?? null,
    createdAt: activity.createdAt.toISOString(),
    version: activity.version,
  }
}
