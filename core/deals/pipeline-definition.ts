import { z } from 'zod'
import { roles } from '../context.js'
import { line } from '../validate.js'
import { requirable } from './required-fields.js'

const key = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60)
const name = z.strictObject({ ru: line(120), en: line(120) })

const stage = z.strictObject({
  key,
  name,
  kind: z.enum(['open', 'won', 'lost']),
  color: z.string().regex(/^#[0-9a-f]{6}$/),
  required: z.array(z.enum(requirable)).optional(),
  roles: z.array(z.enum(roles)).optional(),
  reason: key.optional(),
})

/** A pipeline as it may be written down: unique keys, a stage to begin in, one to win in and one to lose in. */
export const pipelineDefinition = z
  .strictObject({
    key,
    name,
    isDefault: z.boolean(),
    position: z.number().int(),
    stages: z.array(stage).min(3).max(40),
    lossReasons: z.array(z.strictObject({ key, name, needsText: z.boolean().optional() })).max(40),
  })
  .superRefine((pipeline, context) => {
    const complain = (path: string) => context.addIssue({ code: 'custom', message: 'wrong', path: [path] })
    if (new Set(pipeline.stages.map((each) => each.key)).size !== pipeline.stages.length) complain('stages')
    for (const kind of ['open', 'won', 'lost'])
      if (!pipeline.stages.some((each) => each.kind === kind)) complain('stages')
    const reasons = new Set(pipeline.lossReasons.map((each) => each.key))
    if (reasons.size !== pipeline.lossReasons.length) complain('lossReasons')
    if (pipeline.stages.some((each) => each.reason !== undefined && !reasons.has(each.reason)))
      complain('lossReasons')
  })
export type PipelineDefinition = z.output<typeof pipelineDefinition>
