import { z } from 'zod'
import { routingRule, routingRules } from '../../../core/routing/routing-rule.js'
import { givenInstant, id, instant, key, named, version, words } from '../fields.js'
import { inquiryChannel } from '../inquiries/schema.js'

export const routingBody = z.strictObject({ ...routingRules.shape, expectedVersion: version.optional() })
export const routingView = z.object({
  rules: z.array(routingRule),
  loadLimit: z.number().nullable(),
  version: z.number(),
})

export const tryBody = z.strictObject({
  ...routingRules.shape,
  channel: inquiryChannel,
  accountId: z.union([key, z.literal('')]).optional(),
  source: words(100).optional(),
  answers: z.record(z.string().max(60), words(4_000)).optional(),
  clientId: id.nullable().optional(),
  at: givenInstant.optional(),
})

const choice = {
  /** The rule that matched; null: none did. */
  rule: z.object({ id: z.string(), name: z.string() }).nullable(),
  reason: z.string(),
  /** Null: free for those who were told. */
  assignee: named.nullable(),
  /** Empty: everybody who sells. */
  told: z.array(named),
  /** Why, a sentence a line, in the caller's language. */
  lines: z.array(z.string()),
}
export const tryView = z.object(choice)
export const decisionView = z.object({
  id,
  ...choice,
  state: z.enum(['open', 'passed', 'settled']),
  /** When it goes on if nobody answers. */
  passOnAt: instant.nullable(),
  at: instant,
})
export const decisionList = z.object({ items: z.array(decisionView) })

export type RoutingView = z.infer<typeof routingView>
export type RoutingBody = z.input<typeof routingBody>
export type RoutingRuleView = z.infer<typeof routingRule>
export type RoutingTryBody = z.input<typeof tryBody>
export type RoutingTryView = z.infer<typeof tryView>
export type RoutingDecisionView = z.infer<typeof decisionView>
