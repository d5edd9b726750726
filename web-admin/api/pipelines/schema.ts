import { z } from 'zod'
import { id } from '../fields.js'

const inBoth = z.object({ ru: z.string(), en: z.string() })

export const stageView = z.object({
  key: z.string(),
  name: inBoth,
  kind: z.enum(['open', 'won', 'lost']),
  color: z.string(),
  /** Deal fields that must be filled before a deal enters. */
  required: z.array(z.string()),
})
export const lossReasonView = z.object({ key: z.string(), name: inBoth, needsText: z.boolean() })
export const pipelineView = z.object({
  id,
  key: z.string(),
  name: inBoth,
  stages: z.array(stageView),
  lossReasons: z.array(lossReasonView),
  isDefault: z.boolean(),
})
export const pipelinesView = z.object({ items: z.array(pipelineView) })

export type StageView = z.infer<typeof stageView>
export type LossReasonView = z.infer<typeof lossReasonView>
export type PipelineView = z.infer<typeof pipelineView>
