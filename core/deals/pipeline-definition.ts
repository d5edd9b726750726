import { z } from 'zod'
import { roles } from '../context.js'
import { id, line, note } from '../validate.js'
import { milestones } from './pipeline.model.js'
import { requirable } from './required-fields.js'

const key = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60)
const name = z.strictObject({ ru: line(120), en: line(120) })
const milestone = z.enum(milestones)
const role = z.enum(roles)

const activity = z.strictObject({
  key,
  kind: z.enum(['call', 'meeting', 'message', 'task']),
  title: name,
  days: z.number().int().min(0).max(365),
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  role: role.optional(),
  milestone: milestone.optional(),
})

const stage = z.strictObject({
  key,
  name,
  kind: z.enum(['open', 'won', 'lost']),
  color: z.string().regex(/^#[0-9a-f]{6}$/),
  required: z.array(z.enum(requirable)).optional(),
  roles: z.array(role).optional(),
  reason: key.optional(),
  checklist: z
    .array(z.strictObject({ key, name, blocks: z.boolean().optional() }))
    .max(30)
    .optional(),
  activities: z.array(activity).max(10).optional(),
  nextStep: z.boolean().optional(),
  delegateTo: role.optional(),
  notice: z.strictObject({ ru: note(1000).min(1), en: note(1000).min(1) }).optional(),
  enterOn: z.array(milestone).optional(),
})

const lossReason = z.strictObject({
  key,
  name,
  needsText: z.boolean().optional(),
  tell: z.strictObject({ role, staffId: id.optional() }).optional(),
})

/** A pipeline as it may be written down: unique keys, a stage to begin in, one to win in and one to lose in. */
export const pipelineDefinition = z
  .strictObject({
    key,
    name,
    isDefault: z.boolean(),
    position: z.number().int(),
    stages: z.array(stage).min(3).max(40),
    lossReasons: z.array(lossReason).max(40),
  })
  .superRefine((pipeline, context) => {
    const complain = (...path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message: 'wrong', path })
    const unique = (list: readonly { key: string }[], ...path: (string | number)[]) => {
      if (new Set(list.map((each) => each.key)).size !== list.length) complain(...path)
    }
    unique(pipeline.stages, 'stages')
    unique(pipeline.lossReasons, 'lossReasons')
    for (const kind of ['open', 'won', 'lost'])
      if (!pipeline.stages.some((each) => each.kind === kind)) complain('stages')
    const reasons = new Set(pipeline.lossReasons.map((each) => each.key))
    const awaited = new Set<string>()
    for (const [index, each] of pipeline.stages.entries()) {
      if (each.reason !== undefined && !reasons.has(each.reason)) complain('lossReasons')
      unique(each.checklist ?? [], 'stages', index, 'checklist')
      unique(each.activities ?? [], 'stages', index, 'activities')
      for (const what of each.enterOn ?? []) {
        // One event leads to one stage.
        if (awaited.has(what)) complain('stages', index, 'enterOn')
        awaited.add(what)
      }
    }
  })
export type PipelineDefinition = z.output<typeof pipelineDefinition>
