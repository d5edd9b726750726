import { z } from 'zod'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, note, validate } from '../validate.js'
import type { Activity } from './activity.model.js'
import { planActivity, planActivityInput } from './plan-activity.js'
import { stepActivity } from './step-activity.js'

export const completeActivityInput = z.strictObject({
  activityId: id,
  /** What came of it. */
  result: note(5000).optional(),
  /** The next step, planned in the same commit; its links are those of this one. */
  next: planActivityInput.omit({ clientId: true, dealId: true, conversationId: true }).optional(),
  expectedVersion,
})

/**
 * Completes an activity with its result, and plans the next step if there is one. The client counts as contacted now.
 * Throws `illegal-transition` for one that is completed or cancelled already.
 */
export async function completeActivity(
  core: Core,
  by: Actor,
  input: z.input<typeof completeActivityInput>,
  tx?: Transaction,
): Promise<{ activity: Activity; next: Activity | null }> {
  const { activityId, result, next, expectedVersion } = validate(completeActivityInput, input)
  const run = async (tx: Transaction) => {
    const activity = await stepActivity(
      core,
      by,
      tx,
      { activityId, event: 'complete', expectedVersion },
      () => ({
        result: result ?? '',
      }),
    )
    const { clientId, dealId, conversationId } = activity
    const met = activity.kind === 'call' || activity.kind === 'meeting' || activity.kind === 'message'
    if (clientId && met) {
      await rows(core.models.Client).updateOne(
        { _id: clientId },
        { $set: { lastContactAt: core.clock.now() } },
        { session: tx.session },
      )
    }
    const planned = next
      ? await planActivity(
          core,
          by,
          { ...next, staffId: next.staffId ?? activity.staffId, clientId, dealId, conversationId },
          tx,
        )
      : null
    return { activity, next: planned }
  }
  return tx ? run(tx) : inTransaction(core, run)
}
