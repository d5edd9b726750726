import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { retryDuplicate } from '../retry.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import { rememberRemoved } from './ensure-pipelines.js'
import type { Pipeline } from './pipeline.model.js'
import { pipelineDefinition } from './pipeline-definition.js'

const stageKey = z.string().min(1).max(60)

export const savePipelineInput = z.strictObject({
  definition: z.unknown(),
  /** Stages that are taken out -> the stage their deals go to. */
  moveTo: z.record(stageKey, stageKey).optional(),
  expectedVersion,
})

/**
 * Makes a pipeline or changes one, whole. Deals of a stage that is taken out go to the stage `moveTo` names, with the move
 * in their history. Exactly one pipeline is the default. Throws `bad-input` (fields by path) for a definition that does not
 * hold, `stage-in-use` (params.stage, params.count) for a stage with deals and nowhere to go, `changed-by-other`.
 */
export async function savePipeline(
  core: Core,
  by: Actor,
  input: z.input<typeof savePipelineInput>,
  tx?: Transaction,
): Promise<Pipeline> {
  authorise(by, 'pipeline.manage')
  const given = validate(savePipelineInput, input)
  const definition = validate(pipelineDefinition, given.definition)
  const run = async (tx: Transaction) => {
    const { session } = tx
    const pipelines = rows(core.models.Pipeline)
    const before = await pipelines.findOne({ key: definition.key }, { session })
    if (before) {
      await checkVersion(core, tx, before, given.expectedVersion)
      await moveOut(core, by, tx, before, definition.stages, given.moveTo ?? {})
    }
    if (definition.isDefault) {
      await pipelines.updateMany(
        { isDefault: true, key: { $ne: definition.key } },
        { $set: { isDefault: false } },
        { session },
      )
    } else if (before?.isDefault) definition.isDefault = true
    const next: Pipeline = {
      ...(definition as Omit<Pipeline, '_id' | 'version'>),
      _id: before?._id ?? newId(),
      version: (before?.version ?? 1) + 1,
    }
    await pipelines.replaceOne({ _id: next._id }, next, { session, upsert: true, ignoreUndefined: true })
    await audit(core, tx, by, before ? 'pipeline.update' : 'pipeline.create', {
      kind: 'pipeline',
      id: next._id,
    })
    return next
  }
  return tx ? run(tx) : retryDuplicate(() => inTransaction(core, run))
}

async function moveOut(
  core: Core,
  by: Actor,
  tx: Transaction,
  before: Pipeline,
  stages: readonly { key: string; kind: string }[],
  moveTo: Record<string, string>,
): Promise<void> {
  const deals = rows(core.models.Deal)
  const { session } = tx
  const kept = new Map(stages.map((stage) => [stage.key, stage.kind]))
  for (const gone of before.stages.filter((stage) => kept.get(stage.key) !== stage.kind)) {
    const where = { pipeline: before.key, stage: gone.key }
    const count = await deals.countDocuments(where, { session })
    if (count === 0) continue
    const target = moveTo[gone.key]
    // A deal may not be won or lost by an edit of the settings.
    if (target === undefined || kept.get(target) !== gone.kind) {
      throw new OtklikError('stage-in-use', {
        params: { stage: gone.key, count, allowed_ru: gone.name.ru, allowed_en: gone.name.en },
        fields: { [`moveTo.${gone.key}`]: 'required' },
      })
    }
    const now = core.clock.now()
    await deals.updateMany(
      where,
      {
        $set: { stage: target, stageSince: now },
        $push: {
          history: {
            from: gone.key,
            to: target,
            by: { kind: by.kind, id: by.id, name: by.name },
            at: now,
            reason: 'pipeline',
          },
        },
        $inc: { version: 1 },
      },
      { session },
    )
  }
}

/** Removes a pipeline nobody has deals in. Throws `stage-in-use`, `not-found`, `illegal-transition` for the default one. */
export async function removePipeline(core: Core, by: Actor, key: string, tx?: Transaction): Promise<void> {
  authorise(by, 'pipeline.manage')
  const run = async (tx: Transaction) => {
    const { session } = tx
    const pipelines = rows(core.models.Pipeline)
    const pipeline = found(await pipelines.findOne({ key }, { session }), 'pipeline')
    const count = await rows(core.models.Deal).countDocuments({ pipeline: key }, { session })
    if (count > 0) {
      throw new OtklikError('stage-in-use', {
        params: { count, allowed_ru: pipeline.name.ru, allowed_en: pipeline.name.en },
      })
    }
    if (pipeline.isDefault) throw new OtklikError('bad-input', { fields: { isDefault: 'wrong' } })
    await pipelines.deleteOne({ _id: pipeline._id }, { session })
    await audit(core, tx, by, 'pipeline.remove', { kind: 'pipeline', id: pipeline._id }, { key })
  }
  await (tx ? run(tx) : inTransaction(core, run))
  await rememberRemoved(core, key)
}
