import type { Pipeline } from '../../../core/deals/pipeline.model.js'
import type { PipelineView } from './schema.js'

export function presentPipeline(pipeline: Pipeline): PipelineView {
  return {
    id: pipeline._id,
    key: pipeline.key,
    name: pipeline.name,
    stages: pipeline.stages.map((stage) => ({
      key: stage.key,
      name: stage.name,
      kind: stage.kind,
      color: stage.color,
      required: [...(stage.required ?? [])],
      roles: [...(stage.roles ?? [])],
      reason: stage.reason ?? null,
      checklist: (stage.checklist ?? []).map(({ key, name, blocks = false }) => ({ key, name, blocks })),
      activities: (stage.activities ?? []).map((activity) => ({
        ...activity,
        role: activity.role ?? null,
        milestone: activity.milestone ?? null,
      })),
      nextStep: stage.nextStep ?? false,
      delegateTo: stage.delegateTo ?? null,
      notice: stage.notice ?? null,
      enterOn: [...(stage.enterOn ?? [])],
    })),
    lossReasons: pipeline.lossReasons.map(({ key, name, needsText = false, tell }) => ({
      key,
      name,
      needsText,
      tell: tell ? { role: tell.role, staffId: tell.staffId ?? null } : null,
    })),
    isDefault: pipeline.isDefault,
    position: pipeline.position,
    version: pipeline.version,
  }
}
