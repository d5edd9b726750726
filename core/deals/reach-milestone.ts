import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, note, validate } from '../validate.js'
import type { Deal } from './deal.model.js'
import { takeToStage } from './move-deal.js'
import { milestones } from './pipeline.model.js'
import { getPipeline } from './pipelines.js'

export const reachMilestoneInput = z.strictObject({
  dealId: id,
  milestone: z.enum(milestones),
  /** Kept in the history of the deal. */
  reason: note(1000).optional(),
})

/**
 * Something happened to a deal (the proposal went out, the invoice was paid): the deal goes to the stage of its pipeline
 * that waits for it. A deal that is there, further on or closed stays, so telling twice does no harm. Whoever may change
 * the deal may tell, also where they could not move it by hand. Throws `required-fields-missing`, `checklist-open`,
 * `not-found`.
 */
export async function reachMilestone(
  core: Core,
  by: Actor,
  input: z.input<typeof reachMilestoneInput>,
  tx?: Transaction,
): Promise<{ deal: Deal; moved: boolean }> {
  authorise(by, 'deal.update')
  const { dealId, milestone, reason } = validate(reachMilestoneInput, input)
  const run = async (tx: Transaction) => {
    const deal = found(await rows(core.models.Deal).findOne({ _id: dealId }, { session: tx.session }), 'deal')
    await audit(core, tx, by, 'deal.milestone', { kind: 'deal', id: dealId }, { milestone })
    const pipeline = await getPipeline(core, deal.pipeline, tx)
    const target = pipeline.stages.findIndex((stage) => stage.enterOn?.includes(milestone))
    const present = pipeline.stages.findIndex((stage) => stage.key === deal.stage)
    const stage = pipeline.stages[target]
    if (!stage || deal.closedAt !== null || target <= present) return { deal, moved: false }
    const moved = await takeToStage(core, by, tx, deal, pipeline, stage, { reason: reason || milestone })
    return { deal: moved, moved: true }
  }
  return tx ? run(tx) : inTransaction(core, run)
}
