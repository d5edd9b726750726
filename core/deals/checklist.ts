import { z } from 'zod'
import { audit, signature } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import type { Deal } from './deal.model.js'
import type { ChecklistItem, Pipeline, Stage } from './pipeline.model.js'
import { getPipeline, stageOf } from './pipelines.js'

export const tickChecklistInput = z.strictObject({
  dealId: id,
  /** Key of the stage whose checklist it is; the deal's present one when absent. */
  stage: z.string().min(1).max(60).optional(),
  item: z.string().min(1).max(60),
  done: z.boolean(),
  expectedVersion,
})

/** Ticks or clears one line of a stage's checklist. Throws `not-found` for a line the stage does not have. */
export async function tickChecklist(
  core: Core,
  by: Actor,
  input: z.input<typeof tickChecklistInput>,
  tx?: Transaction,
): Promise<Deal> {
  authorise(by, 'deal.update')
  const given = validate(tickChecklistInput, input)
  const run = async (tx: Transaction) => {
    const deals = rows(core.models.Deal)
    const deal = found(await deals.findOne({ _id: given.dealId }, { session: tx.session }), 'deal')
    await checkVersion(core, tx, deal, given.expectedVersion)
    const pipeline = await getPipeline(core, deal.pipeline, tx)
    const stage = stageOf(pipeline, given.stage ?? deal.stage)
    const item = found(
      stage.checklist?.find((each) => each.key === given.item),
      'checklist-item',
    )
    const tick = tickOf(stage, item)
    if (tick in (deal.checklist ?? {}) === given.done) return deal
    const checklist = { ...deal.checklist }
    if (given.done) checklist[tick] = { by: signature(by), at: core.clock.now() }
    else delete checklist[tick]
    const version = deal.version + 1
    await deals.updateOne({ _id: deal._id }, { $set: { checklist, version } }, { session: tx.session })
    await audit(
      core,
      tx,
      by,
      'deal.tick',
      { kind: 'deal', id: deal._id },
      { stage: stage.key, item: item.key, done: given.done },
    )
    tx.publish(event('deal.changed', deal._id, version, { dealId: deal._id, byId: by.id }))
    return { ...deal, checklist, version }
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** The name under which a deal keeps a tick. */
export function tickOf(stage: Pick<Stage, 'key'>, item: Pick<ChecklistItem, 'key'>): string {
  return `${stage.key}/${item.key}`
}

export function isTicked(
  deal: Pick<Deal, 'checklist'>,
  stage: Pick<Stage, 'key'>,
  item: Pick<ChecklistItem, 'key'>,
): boolean {
  return tickOf(stage, item) in (deal.checklist ?? {})
}

/**
 * Throws `checklist-open` (params.stage, params.allowed) when the deal would go past a line that must be ticked first. Going
 * back and losing are free; a deal from another pipeline passes everything before its new stage.
 */
export function checkPassed(deal: Deal, pipeline: Pipeline, to: Stage): void {
  if (to.kind === 'lost') return
  const from =
    pipeline.key === deal.pipeline ? pipeline.stages.findIndex((stage) => stage.key === deal.stage) : 0
  if (from === -1) return
  for (const stage of pipeline.stages.slice(from, pipeline.stages.indexOf(to))) {
    if (stage.kind !== 'open') continue
    const open = (stage.checklist ?? []).filter((item) => item.blocks && !isTicked(deal, stage, item))
    if (open.length === 0) continue
    const names = (locale: 'ru' | 'en') => open.map((item) => item.name[locale]).join(', ')
    throw new OtklikError('checklist-open', {
      params: {
        stage: stage.key,
        allowed: open.map((item) => item.key).join(', '),
        allowed_ru: names('ru'),
        allowed_en: names('en'),
      },
      fields: Object.fromEntries(open.map((item) => [`checklist.${tickOf(stage, item)}`, 'required'])),
    })
  }
}
