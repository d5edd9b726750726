import { z } from 'zod'
import { roles } from '../../../core/context.js'
import { milestones } from '../../../core/deals/pipeline.model.js'
import { pipelineDefinition } from '../../../core/deals/pipeline-definition.js'
import { id, key, version } from '../fields.js'

const inBoth = z.object({ ru: z.string(), en: z.string() })
const role = z.enum(roles)

export const checklistItemView = z.object({ key: z.string(), name: inBoth, blocks: z.boolean() })
export const stageActivityView = z.object({
  key: z.string(),
  kind: z.enum(['call', 'meeting', 'message', 'task']),
  title: inBoth,
  /** Working days after the deal entered. */
  days: z.number(),
  at: z.string(),
  role: role.nullable(),
  milestone: z.enum(milestones).nullable(),
})
export const stageView = z.object({
  key: z.string(),
  name: inBoth,
  kind: z.enum(['open', 'won', 'lost']),
  color: z.string(),
  /** Deal fields that must be filled before a deal enters. */
  required: z.array(z.string()),
  /** Who may move a deal in; empty: everybody who may move deals. */
  roles: z.array(role),
  /** Loss reason that the stage itself says. */
  reason: z.string().nullable(),
  checklist: z.array(checklistItemView),
  /** What is planned by itself when a deal enters. */
  activities: z.array(stageActivityView),
  /** The deal is never without a planned next step here. */
  nextStep: z.boolean(),
  delegateTo: role.nullable(),
  /** What the client is told when a deal enters. */
  notice: inBoth.nullable(),
  /** Milestones that bring a deal here by themselves. */
  enterOn: z.array(z.enum(milestones)),
})
export const lossReasonView = z.object({
  key: z.string(),
  name: inBoth,
  needsText: z.boolean(),
  /** A call is planned for this person, or somebody of this role. */
  tell: z.object({ role, staffId: z.string().nullable() }).nullable(),
})
export const pipelineView = z.object({
  id,
  key: z.string(),
  name: inBoth,
  stages: z.array(stageView),
  lossReasons: z.array(lossReasonView),
  isDefault: z.boolean(),
  position: z.number(),
  version: z.number(),
})
export const pipelinesView = z.object({ items: z.array(pipelineView) })
export const pipelineParams = z.strictObject({ key })
/** The whole pipeline; its key stands in the path. */
export const pipelineBody = z.strictObject({
  ...pipelineDefinition.shape,
  key: key.optional(),
  /** Stages that are taken out -> the stage their deals go to. */
  moveTo: z.record(z.string().max(60), z.string().max(60)).optional(),
  expectedVersion: version.optional(),
})

export type StageView = z.infer<typeof stageView>
export type StageActivityView = z.infer<typeof stageActivityView>
export type LossReasonView = z.infer<typeof lossReasonView>
export type PipelineView = z.infer<typeof pipelineView>
export type PipelineBody = z.input<typeof pipelineBody>
