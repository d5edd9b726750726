import type { Pipeline } from '../../../core/deals/pipeline.model.js'
import type { PipelineView } from './schema.js'

export function presentPipeline(pipeline: Pipeline): PipelineView {
  return {
    id: pipeline._id,
    key: pipeline.key,
    name: pipeline.name,
    stages: pipeline.stages.map(({ key, name, kind, color, required = [] }) => ({
      key,
      name,
      kind,
      color,
      required: [...required],
    })),
    lossReasons: pipeline.lossReasons.map(({ key, name, needsText = false }) => ({ key, name, needsText })),
    isDefault: pipeline.isDefault,
  }
}
