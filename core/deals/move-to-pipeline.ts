import { z } from 'zod'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, note, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import type { Deal } from './deal.model.js'
import { takeToStage } from './move-deal.js'
import { firstStage, getPipeline, stageOf } from './pipelines.js'

export const moveToPipelineInput = z.strictObject({
  dealId: id,
  /** Key of the pipeline the deal goes to. */
  pipeline: z.string().min(1).max(60),
  /** Key of a stage of that pipeline; its first one when absent. */
  stage: z.string().min(1).max(60).optional(),
  /** Why; for a lost stage the key of a loss reason of that pipeline. Kept in the history. */
  reason: note(1000).optional(),
  reasonText: note(1000).optional(),
  delegateToId: id.optional(),
  expectedVersion,
})

/**
 * Takes a deal to another pipeline: its stage asks for what it asks of any deal and does what it does by itself, what the
 * old one had planned is cancelled, and the history says where the deal came from. Ticks of the old pipeline stay with
 * the deal. Going to the pipeline it is in without a stage changes nothing. Throws as `moveDeal` does, `not-found` for an
 * unknown pipeline.
 */
export async function moveToPipeline(
  core: Core,
  by: Actor,
  input: z.input<typeof moveToPipelineInput>,
  tx?: Transaction,
): Promise<Deal> {
  const given = validate(moveToPipelineInput, input)
  const run = async (tx: Transaction) => {
    const deal = found(
      await rows(core.models.Deal).findOne({ _id: given.dealId }, { session: tx.session }),
      'deal',
    )
    const pipeline = await getPipeline(core, given.pipeline, tx)
    const key = given.stage ?? (pipeline.key === deal.pipeline ? deal.stage : firstStage(pipeline).key)
    const stage = stageOf(pipeline, key)
    authorise(by, 'deal.move', stage)
    await checkVersion(core, tx, deal, given.expectedVersion)
    return takeToStage(core, by, tx, deal, pipeline, stage, given)
  }
  return tx ? run(tx) : inTransaction(core, run)
}
