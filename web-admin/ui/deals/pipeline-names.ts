import type { DealView, PipelineView, StageView } from '../../api/contract'
import { usePipelines } from '../api/reference'
import { currentLocale } from '../locales/i18n'

/** The name in the panel's language. */
export const nameOf = (named: { name: { ru: string; en: string } } | undefined, fallback = ''): string =>
  named ? named.name[currentLocale()] || named.name.ru : fallback

export function usePipeline(key: string | undefined): PipelineView | undefined {
  const pipelines = usePipelines()
  if (key !== undefined) return pipelines.find((each) => each.key === key)
  return pipelines.find((each) => each.isDefault) ?? pipelines[0]
}

/** Finds the name of a stage by its key; the key itself where the stage is gone. */
export function useStageNames(): (pipeline: string | undefined, stage: string) => string {
  const pipelines = usePipelines()
  return (pipeline, stage) => {
    const stages =
      pipeline === undefined
        ? pipelines.flatMap((each) => each.stages)
        : (pipelines.find((each) => each.key === pipeline)?.stages ?? [])
    return nameOf(
      stages.find((each) => each.key === stage),
      stage,
    )
  }
}

/** Names both ends of a move; where the deal changed its pipeline, with the names of the pipelines. */
export function useMoveNames(): (move: Move & { from: string }) => { from: string; to: string } {
  const pipelines = usePipelines()
  const stageName = useStageNames()
  return ({ from, to, fromPipeline, toPipeline }) => {
    const place = (pipeline: string, stage: string) =>
      fromPipeline === toPipeline
        ? stageName(pipeline, stage)
        : `${nameOf(
            pipelines.find((each) => each.key === pipeline),
            pipeline,
          )}: ${stageName(pipeline, stage)}`
    return { from: place(fromPipeline, from), to: place(toPipeline, to) }
  }
}
type Move = Pick<DealView['history'][number], 'to' | 'fromPipeline' | 'toPipeline'>

export const stageColor = (stage: StageView): string =>
  /^#[0-9a-f]{3,8}$/i.test(stage.color) ? stage.color : `var(--mantine-color-${stage.color}-6)`
