import { z } from 'zod'
import type { Actor, Core } from '../context.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, note, validate } from '../validate.js'
import type { Activity } from './activity.model.js'
import { stepActivity } from './step-activity.js'

export const cancelActivityInput = z.strictObject({
  activityId: id,
  why: note(1000).optional(),
  expectedVersion,
})

/** Cancels a planned activity: it is neither done nor overdue. Throws `illegal-transition` for a completed one. */
export async function cancelActivity(
  core: Core,
  by: Actor,
  input: z.input<typeof cancelActivityInput>,
  tx?: Transaction,
): Promise<Activity> {
  const { activityId, why, expectedVersion } = validate(cancelActivityInput, input)
  const run = (tx: Transaction) =>
    stepActivity(core, by, tx, { activityId, event: 'cancel', expectedVersion }, (activity) => ({
      result: why ?? activity.result,
    }))
  return tx ? run(tx) : inTransaction(core, run)
}
