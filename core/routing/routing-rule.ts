import { z } from 'zod'
import { roles } from '../context.js'
import { inquiryChannels } from '../inquiries/open-inquiry.js'
import { id, line } from '../validate.js'

const list = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(50)

/** One thing a rule asks of an inquiry. A rule matches when all of its conditions hold; one without any always does. */
export const routingCondition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('channel'), channels: list(z.enum(inquiryChannels)) }),
  z.strictObject({ kind: z.literal('account'), accountIds: list(line(100)) }),
  /** The source contains one of these words, whatever their case. */
  z.strictObject({ kind: z.literal('source'), sources: list(line(100)) }),
  /** What the client told the script. Sizes compare as numbers: `300 штук` is at least 100. */
  z.strictObject({
    kind: z.literal('answer'),
    question: line(60),
    is: z.enum(['given', 'equal', 'contains', 'at-least', 'at-most']),
    value: z.string().trim().max(200).default(''),
  }),
  /** The company works now, or does not. */
  z.strictObject({ kind: z.literal('hours'), open: z.boolean() }),
  /** Somebody of the target who is there has fewer open conversations than this. */
  z.strictObject({ kind: z.literal('load'), below: z.number().int().min(1).max(1000) }),
  /** Whether the client has somebody who leads them. */
  z.strictObject({ kind: z.literal('owner'), is: z.enum(['any', 'none', 'there', 'away']) }),
])
export type RoutingCondition = z.output<typeof routingCondition>

export const routingTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('department'), departmentId: id }),
  z.strictObject({ kind: z.literal('person'), staffId: id }),
  z.strictObject({ kind: z.literal('roles'), roles: list(z.enum(roles)) }),
])
export type RoutingTarget = z.output<typeof routingTarget>

/**
 * `evenly`: whose turn is the longest ago. `least-loaded`: who has the fewest open conversations. `everybody`: all are
 * told, whoever takes it first has it.
 */
export const routingStrategies = ['evenly', 'least-loaded', 'everybody'] as const
export type RoutingStrategy = (typeof routingStrategies)[number]

export const routingRule = z.strictObject({
  id: z.string().regex(/^[\w-]{1,40}$/),
  name: line(120),
  enabled: z.boolean().default(true),
  when: z.array(routingCondition).max(20).default([]),
  target: routingTarget,
  /** First whoever leads the client, wherever they belong, when they are there. */
  ownerFirst: z.boolean().default(true),
  strategy: z.enum(routingStrategies).default('evenly'),
  /** Working minutes without an answer after which it goes on to the next; null: never. */
  passOnAfter: z.number().int().min(1).max(10_000).nullable().default(null),
})
export type RoutingRule = z.output<typeof routingRule>

export const routingRules = z.strictObject({
  /** In the order they are tried; the first that matches decides. */
  rules: z
    .array(routingRule)
    .max(100)
    .superRefine((rules, context) => {
      const seen = new Set<string>()
      for (const [index, rule] of rules.entries()) {
        if (seen.has(rule.id)) context.addIssue({ code: 'custom', message: 'taken', path: [index, 'id'] })
        seen.add(rule.id)
      }
    }),
  /** Open conversations at which a person gets no more; a person's own limit wins. Null: no limit. */
  loadLimit: z.number().int().min(1).max(1000).nullable(),
})
export type RoutingRules = z.output<typeof routingRules>
