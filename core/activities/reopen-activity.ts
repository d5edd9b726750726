import { z } from 'zod'
import type { Actor, Core } from '../context.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, validate } from '../validate.js'
import type { Activity } from './activity.model.js'
import { stepActivity } from './step-activity.js'

export const reopenActivityInput = z.strictObject({ activityId: id, expectedVersion })

/** Takes "done" or "cancelled" back: the activity is planned as it was. Throws `illegal-transition` for a planned one. */
export async function reopenActivity(
  core: Core,
  by: Actor,
  input: z.input<typeof reopenActivityInput>,
  tx?: Transaction,
): Promise<Activity> {
  const given = validate(reopenActivityInput, input)
  const run = (tx: Transaction) =>
    stepActivity(core, by, tx, { ...given, event: 'reopen' }, () => ({
      result: '',
      outcome: null,
      overdueToldAt: null,
    }))
  return tx ? run(tx) : inTransaction(core, run)
}
