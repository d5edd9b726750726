import { audit, signature } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { event } from '../events.js'
import { fieldChanges } from '../field-changes.js'
import { authorise } from '../policies/authorise.js'
import type { Transaction } from '../transaction.js'
import { transition } from '../transitions.js'
import { checkVersion } from '../versions.js'
import type { Activity } from './activity.model.js'
import { type ActivityEvent, activityTransitions } from './activity-transitions.js'

/**
 * One step of an activity along its map, written with its history, event and audit entry. Throws `illegal-transition`,
 * `not-allowed` for somebody else's activity, `changed-by-other`, `not-found`.
 */
export async function stepActivity(
  core: Core,
  by: Actor,
  tx: Transaction,
  step: { activityId: string; event: ActivityEvent; expectedVersion?: number | undefined },
  change: (activity: Activity) => Partial<Activity> & { from?: string; to?: string },
): Promise<Activity> {
  const { activityId, event: what } = step
  const activities = rows(core.models.Activity)
  const activity = found(await activities.findOne({ _id: activityId }, { session: tx.session }), 'activity')
  authorise(by, 'activity.change', activity)
  await checkVersion(core, tx, activity, step.expectedVersion)
  const status = transition(activityTransitions, activity.status, what, 'activity')
  const { from, to, ...set } = change(activity)
  const version = activity.version + 1
  const now = core.clock.now()
  const changes: Partial<Activity> = {
    ...set,
    status,
    version,
    completedAt: status === 'planned' ? null : now,
    history: [
      ...activity.history,
      {
        at: now,
        by: signature(by),
        what,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      },
    ],
  }
  await activities.updateOne({ _id: activityId }, { $set: changes }, { session: tx.session })
  await audit(
    core,
    tx,
    by,
    `activity.${what}`,
    { kind: 'activity', id: activityId },
    {},
    fieldChanges(activity, set),
  )
  const type = what === 'complete' ? 'activity.completed' : 'activity.changed'
  tx.publish(event(type, activityId, version, { activityId, byId: by.id }))
  return { ...activity, ...changes }
}
