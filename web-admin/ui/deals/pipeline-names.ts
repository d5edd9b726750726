import type { PipelineView, StageView } from '../../api/contract'
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

export const stageColor = (stage: StageView): string =>
  /^#[0-9a-f]{3,8}$/i.test(stage.color) ? stage.color : `var(--mantine-color-${stage.color}-6)`
