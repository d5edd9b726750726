import { z } from 'zod'
import { audit, signature } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { mustBeInTeam } from '../staff/must-be-in-team.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, note, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import { checkPassed } from './checklist.js'
import { ownPlace, tellClient } from './create-deal.js'
import type { Deal } from './deal.model.js'
import { personFor } from './deal-people.js'
import { tellOfLoss } from './loss-branches.js'
import type { Pipeline, Stage } from './pipeline.model.js'
import { getPipeline, stageOf } from './pipelines.js'
import { rankAt } from './rank.js'
import { missingFields } from './required-fields.js'
import { dropStageActivities, planStageActivities } from './stage-activities.js'

export const moveDealInput = z.strictObject({
  dealId: id,
  /** Key of a stage of the deal's pipeline. */
  stage: z.string().min(1).max(60),
  /** For a lost stage: key of a loss reason; any other words count as the reason `other`. */
  reason: note(1000).optional(),
  /** What the reason asks to be said about it. */
  reasonText: note(1000).optional(),
  /** For a stage that hands the deal on: to whom; the deal's own person of that role, or the least busy, when absent. */
  delegateToId: id.optional(),
  /** The place on the board: the deal that shall stand right below, null for the last place; on top when absent. */
  aboveOfId: id.nullable().optional(),
  expectedVersion,
})

/**
 * Moves a deal to a stage of its pipeline, in either direction. Throws `bad-input` naming the stages, `not-allowed` when
 * the stage is reserved for other roles, `required-fields-missing` (fields), `checklist-open` (params.allowed) on the way
 * past a line that must be ticked, `reason-required` (params.allowed) for a lost stage without a reason, `changed-by-other`, `not-found`. Moving where it is already changes only its place.
 */
export async function moveDeal(
  core: Core,
  by: Actor,
  input: z.input<typeof moveDealInput>,
  tx?: Transaction,
): Promise<Deal> {
  const given = validate(moveDealInput, input)
  const run = async (tx: Transaction) => {
    const deal = found(
      await rows(core.models.Deal).findOne({ _id: given.dealId }, { session: tx.session }),
      'deal',
    )
    const pipeline = await getPipeline(core, deal.pipeline, tx)
    const stage = stageOf(pipeline, given.stage)
    authorise(by, 'deal.move', stage)
    await checkVersion(core, tx, deal, given.expectedVersion)
    return takeToStage(core, by, tx, deal, pipeline, stage, given)
  }
  return tx ? run(tx) : inTransaction(core, run)
}

type Way = Pick<z.output<typeof moveDealInput>, 'reason' | 'reasonText' | 'aboveOfId' | 'delegateToId'>

/**
 * The move itself, for those who have asked whether it is allowed: checks what the stage demands, then changes the deal
 * and does all that the stage does by itself, in the caller's transaction. The stage may be one of another pipeline.
 * Throws as `moveDeal` does.
 */
export async function takeToStage(
  core: Core,
  by: Actor,
  tx: Transaction,
  deal: Deal,
  pipeline: Pipeline,
  stage: Stage,
  given: Way,
): Promise<Deal> {
  const stays = pipeline.key === deal.pipeline
  if (stays && stage.key === deal.stage) {
    if (given.aboveOfId === undefined) return deal
    const rank = await rankAt(core, tx, deal._id, {
      pipeline: deal.pipeline,
      stage: deal.stage,
      aboveOfId: given.aboveOfId,
    })
    return save(core, by, tx, deal, { rank }, 'deal.changed')
  }
  const missing = missingFields(deal, stage.required)
  if (missing.length > 0) {
    throw new OtklikError('required-fields-missing', {
      fields: Object.fromEntries(missing.map((field) => [field, 'required'])),
    })
  }
  checkPassed(deal, pipeline, stage)
  const lostReason = stage.kind === 'lost' ? reasonFor(pipeline, stage, given) : null
  const handOver = await delegation(core, tx, deal, stage, given.delegateToId)
  const now = core.clock.now()
  const moved = await save(
    core,
    by,
    tx,
    deal,
    {
      ...handOver,
      pipeline: pipeline.key,
      stage: stage.key,
      stageSince: now,
      rank: await rankAt(core, tx, deal._id, {
        pipeline: pipeline.key,
        stage: stage.key,
        aboveOfId: given.aboveOfId,
      }),
      lostReason,
      closedAt: stage.kind === 'open' ? null : now,
      history: [
        ...deal.history,
        {
          from: deal.stage,
          to: stage.key,
          by: signature(by),
          at: now,
          ...(stays ? {} : { fromPipeline: deal.pipeline }),
          ...(lostReason
            ? { reason: lostReason.text || lostReason.code }
            : given.reason
              ? { reason: given.reason }
              : {}),
        },
      ],
    },
    'deal.moved',
  )
  await dropStageActivities(core, tx, moved)
  await planStageActivities(core, by, tx, moved, pipeline, stage)
  if (lostReason) await tellOfLoss(core, by, tx, moved, pipeline)
  if (stage.kind === 'won' && deal.clientId) await tellClient(core, by, tx, deal.clientId, 'win-deal')
  return moved
}

/** A stage of another role takes the deal to a person of it; with nobody there it stays where it is. */
async function delegation(
  core: Core,
  tx: Transaction,
  deal: Deal,
  stage: Stage,
  toId: string | undefined,
): Promise<Partial<Deal>> {
  if (toId !== undefined) await mustBeInTeam(core, tx, toId, 'delegateToId')
  const ownerId = toId ?? (stage.delegateTo ? await personFor(core, tx, deal, stage.delegateTo) : null)
  if (ownerId === null || ownerId === deal.ownerId) return {}
  return { ownerId, ...(await ownPlace(core, tx, ownerId)) }
}

async function save(
  core: Core,
  by: Actor,
  tx: Transaction,
  deal: Deal,
  set: Partial<Deal>,
  what: 'deal.moved' | 'deal.changed',
): Promise<Deal> {
  const next: Deal = { ...deal, ...set, version: deal.version + 1 }
  await rows(core.models.Deal).updateOne(
    { _id: deal._id },
    { $set: { ...set, version: next.version } },
    { session: tx.session },
  )
  if (what === 'deal.changed') {
    tx.publish(event(what, deal._id, next.version, { dealId: deal._id, byId: by.id }))
    return next
  }
  await audit(
    core,
    tx,
    by,
    'deal.move',
    { kind: 'deal', id: deal._id },
    {
      from: deal.stage,
      to: next.stage,
      ...(next.pipeline === deal.pipeline ? {} : { fromPipeline: deal.pipeline, toPipeline: next.pipeline }),
    },
  )
  tx.publish(
    event(what, deal._id, next.version, {
      dealId: deal._id,
      from: deal.stage,
      to: next.stage,
      byId: by.id,
      ...(next.lostReason ? { reason: next.lostReason.code } : {}),
    }),
  )
  if (next.ownerId !== null && next.ownerId !== deal.ownerId) {
    tx.publish(
      event('deal.delegated', deal._id, next.version, {
        dealId: deal._id,
        fromId: deal.ownerId,
        toId: next.ownerId,
        byId: by.id,
      }),
    )
  }
  return next
}

function reasonFor(
  pipeline: Pipeline,
  stage: Stage,
  given: { reason?: string | undefined; reasonText?: string | undefined },
): { code: string; text: string } {
  const said = given.reason ?? ''
  const known = pipeline.lossReasons.find((reason) => reason.key === (said === '' ? stage.reason : said))
  const reason = known ?? pipeline.lossReasons.find((each) => each.key === 'other')
  const text = given.reasonText || (known ? '' : said)
  if (!reason || (said === '' && !known) || (reason.needsText && text === '')) {
    const names = (locale: 'ru' | 'en') => pipeline.lossReasons.map((each) => each.name[locale]).join(', ')
    throw new OtklikError('reason-required', {
      params: {
        allowed: pipeline.lossReasons.map((each) => each.key).join(', '),
        allowed_ru: names('ru'),
        allowed_en: names('en'),
      },
      fields: known?.needsText ? { reasonText: 'required' } : { reason: 'required' },
    })
  }
  return { code: reason.key, text }
}
