import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import type { Transaction } from '../transaction.js'
import type { Pipeline, Stage } from './pipeline.model.js'

/** Every pipeline, in the order of the panel. */
export function listPipelines(core: Core): Promise<Pipeline[]> {
  return rows(core.models.Pipeline)
    .find({}, { sort: { position: 1 }, limit: 100 })
    .toArray()
}

/** Throws `not-found`. */
export async function getPipeline(core: Core, key: string, tx?: Transaction): Promise<Pipeline> {
  return found(await rows(core.models.Pipeline).findOne({ key }, { session: tx?.session }), 'pipeline')
}

/** Where deals go that name no pipeline. */
export async function defaultPipeline(core: Core, tx?: Transaction): Promise<Pipeline> {
  const pipelines = rows(core.models.Pipeline)
  const session = tx?.session
  return found(
    (await pipelines.findOne({ isDefault: true }, { session })) ??
      (await pipelines.findOne({}, { session, sort: { position: 1 } })),
    'pipeline',
  )
}

/** Where a deal begins. */
export function firstStage(pipeline: Pipeline): Stage {
  return found(
    pipeline.stages.find((stage) => stage.kind === 'open'),
    'stage',
  )
}

/** The stage of that key. Throws `bad-input` naming the stages there are. */
export function stageOf(pipeline: Pipeline, key: string): Stage {
  const stage = pipeline.stages.find((each) => each.key === key)
  if (stage) return stage
  const keys = pipeline.stages.map((each) => each.key)
  throw new OtklikError('bad-input', {
    params: { pipeline: pipeline.key, allowed: keys.join(', ') },
    fields: { stage: `one-of:${keys.join(' | ')}` },
  })
}

/** The stage a person means by a word: its key, its name, or the only one whose name begins so. Undefined when not clear. */
export function findStage(pipeline: Pipeline, text: string): Stage | undefined {
  const said = normal(text)
  if (said === '') return undefined
  const names = (stage: Stage) => [stage.key, normal(stage.name.ru), normal(stage.name.en)]
  const exact = pipeline.stages.find((stage) => names(stage).includes(said))
  if (exact) return exact
  const close = pipeline.stages.filter((stage) => names(stage).some((name) => name.startsWith(said)))
  return close.length === 1 ? close[0] : undefined
}

/** Stages before it, its own place from 0, and how many open ones there are: "3 of 6". */
export function stageProgress(pipeline: Pipeline, key: string): { index: number; of: number } {
  const open = pipeline.stages.filter((stage) => stage.kind === 'open')
  return { index: open.findIndex((stage) => stage.key === key), of: open.length }
}

function normal(text: string): string {
  return text.trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ')
}
