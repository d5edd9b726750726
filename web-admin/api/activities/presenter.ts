import { trusted } from 'mongoose'
import type { Activity } from '../../../core/activities/activity.model.js'
import { outcomesOf } from '../../../core/activities/outcomes.js'
import type { Core } from '../../../core/context.js'
import { loadNames, type Names, named } from '../names.js'
import type { ActivityView } from './schema.js'

interface DealName {
  _id: string
  number: number
  title: string
}

/** Activities with the names they show, read at once for the whole page. */
export async function presentActivities(
  core: Core,
  activities: readonly Activity[],
): Promise<ActivityView[]> {
  const dealIds = activities.flatMap((activity) => activity.dealId ?? [])
  const [names, deals] = await Promise.all([
    loadNames(core, {
      staff: activities.flatMap((activity) => [activity.staffId, ...(activity.participants ?? [])]),
      clients: activities.map((activity) => activity.clientId),
    }),
    core.models.Deal.find({ _id: trusted({ $in: dealIds }) }, { number: 1, title: 1 }).lean<DealName[]>(),
  ])
  const dealById = new Map(deals.map((deal) => [deal._id, deal]))
  return activities.map((activity) => presentActivity(activity, names, dealById.get(activity.dealId ?? '')))
}

/** What a planned one may end with; nothing to choose for one that is over. */
export function presentOutcomes({ kind, status }: Pick<Activity, 'kind' | 'status'>) {
  if (status !== 'planned') return []
  return outcomesOf(kind).map(({ key, asksNext, next = null }) => ({ key, asksNext, next }))
}

function presentActivity(activity: Activity, names: Names, deal: DealName | undefined): ActivityView {
  const { staffId } = activity
  return {
    id: activity._id,
    kind: activity.kind,
    status: activity.status,
    title: activity.title,
    dueAt: activity.dueAt.toISOString(),
    hasTime: activity.hasTime,
    staff: { id: staffId, name: names.staff.get(staffId) ?? '' },
    client: named(names.clients, activity.clientId),
    deal: deal ? { id: deal._id, number: deal.number, title: deal.title } : null,
    conversationId: activity.conversationId,
    participants: (activity.participants ?? []).map((id) => ({ id, name: names.staff.get(id) ?? '' })),
    guests: activity.guests ?? '',
    goals: activity.goals ?? '',
    result: activity.result,
    outcome: activity.outcome ?? null,
    outcomes: presentOutcomes(activity),
    byRule: typeof activity.rule === 'string',
    completedAt: activity.completedAt?.toISOString() ?? null,
    createdAt: activity.createdAt.toISOString(),
    version: activity.version,
  }
}
