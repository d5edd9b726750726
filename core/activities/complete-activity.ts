import { z } from 'zod'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import type { Milestone } from '../deals/pipeline.model.js'
import { reachMilestone } from '../deals/reach-milestone.js'
import { found, OtklikError } from '../errors.js'
import { label } from '../i18n.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, note, validate } from '../validate.js'
import type { Activity } from './activity.model.js'
import { outcomes, outcomesOf } from './outcomes.js'
import { planActivity, planActivityInput } from './plan-activity.js'
import { stepActivity } from './step-activity.js'

export const completeActivityInput = z.strictObject({
  activityId: id,
  /** What came of it. */
  result: note(5000).optional(),
  /** How a call or a meeting ended: a key of `outcomes.ts` for its kind. */
  outcome: z.string().max(40).optional(),
  /** The next step, planned in the same commit; its links are those of this one. */
  next: planActivityInput
    .omit({ clientId: true, dealId: true, conversationId: true, rule: true, milestone: true })
    .optional(),
  expectedVersion,
})

/**
 * Completes an activity with its result, and plans the next step if there is one. The client counts as contacted now; a
 * task that a stage planned may move its deal on. Throws `result-required` (params.allowed) for a call or meeting without
 * words and outcome, `next-step-required` where the outcome or the deal's stage wants a date for the next contact,
 * `illegal-transition` for one that is completed or cancelled already, and as `reachMilestone` does.
 */
export async function completeActivity(
  core: Core,
  by: Actor,
  input: z.input<typeof completeActivityInput>,
  tx?: Transaction,
): Promise<{ activity: Activity; next: Activity | null }> {
  const { activityId, result, outcome: said, next, expectedVersion } = validate(completeActivityInput, input)
  const run = async (tx: Transaction) => {
    const before = found(
      await rows(core.models.Activity).findOne({ _id: activityId }, { session: tx.session }),
      'activity',
    )
    const outcome = said === undefined ? null : outcomeOf(before, said)
    if (before.status === 'planned') {
      askResult(before, result, said)
      if (!next && (outcome?.asksNext || (await stageAsksNext(core, tx, before, said)))) {
        throw new OtklikError('next-step-required', { fields: { next: 'required' } })
      }
    }
    const activity = await stepActivity(
      core,
      by,
      tx,
      { activityId, event: 'complete', expectedVersion },
      () => ({ result: result ?? '', outcome: said ?? null }),
    )
    const { clientId, dealId, conversationId } = activity
    const met = activity.kind === 'call' || activity.kind === 'meeting' || activity.kind === 'message'
    if (clientId && met && outcome?.reached !== false) {
      await rows(core.models.Client).updateOne(
        { _id: clientId },
        { $set: { lastContactAt: core.clock.now(), quiet: null } },
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
    if (dealId && activity.milestone) {
      await reachMilestone(core, by, { dealId, milestone: activity.milestone as Milestone }, tx)
    }
    return { activity, next: planned }
  }
  return tx ? run(tx) : inTransaction(core, run)
}

function outcomeOf({ kind }: Activity, key: string) {
  const outcome = outcomesOf(kind).find((each) => each.key === key)
  if (outcome) return outcome
  const keys = outcomesOf(kind).map((each) => each.key)
  throw new OtklikError('bad-input', { fields: { outcome: `one-of:${keys.join(' | ')}` } })
}

function askResult({ kind }: Activity, result: string | undefined, outcome: string | undefined): void {
  const possible = outcomesOf(kind)
  if (possible.length === 0 || outcome !== undefined || result) return
  const words = (locale: 'ru' | 'en') =>
    possible.map((each) => label(locale, 'activityOutcomes', each.key)).join(', ')
  throw new OtklikError('result-required', {
    params: {
      allowed: possible.map((each) => each.key).join(', '),
      allowed_ru: words('ru'),
      allowed_en: words('en'),
    },
    fields: { outcome: 'required' },
  })
}

/** A stage may say that its deals are never without a planned next step; what ends the contact is excepted. */
async function stageAsksNext(
  core: Core,
  tx: Transaction,
  activity: Activity,
  outcome: string | undefined,
): Promise<boolean> {
  if (!activity.dealId || activity.milestone || outcome === 'refused' || outcome === 'wrong-number')
    return false
  const { session } = tx
  const deal = await rows(core.models.Deal).findOne(
    { _id: activity.dealId, closedAt: null },
    { session, projection: { pipeline: 1, stage: 1 } },
  )
  if (!deal) return false
  const pipeline = await rows(core.models.Pipeline).findOne({ key: deal.pipeline }, { session })
  if (!pipeline?.stages.find((stage) => stage.key === deal.stage)?.nextStep) return false
  const other = await rows(core.models.Activity).findOne(
    { dealId: activity.dealId, status: 'planned', _id: { $ne: activity._id } },
    { session, projection: { _id: 1 } },
  )
  return other === null
}

/** The kind of the next step an outcome suggests. */
export function nextKindOf(outcome: string | null): Activity['kind'] {
  return outcomes.find((each) => each.key === outcome)?.next ?? 'call'
}
