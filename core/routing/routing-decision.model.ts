import { houseSchema, json } from '../schema.js'
import type { Absence } from './availability.js'
import type { RoutingReason } from './decide-routing.js'
import type { RuleTrial } from './match-rule.js'
import type { RoutingStrategy } from './routing-rule.js'

/** Who got an inquiry and why, as it was when it was decided: shown beside the inquiry and behind "why me?". */
export interface RoutingDecision {
  _id: string
  inquiryId: string
  conversationId: string | null
  /** What asked for it: `opened`, `asked`, `pass:<decision>`… One decision a cause, however often the event comes. */
  cause: string
  ruleId: string | null
  ruleName: string
  strategy: RoutingStrategy
  reason: RoutingReason
  /** Null: free for those who were told. */
  assigneeId: string | null
  /** Empty: everybody who sells. */
  tellIds: string[]
  departmentId: string | null
  trials: RuleTrial[]
  skipped: { staffId: string; why: Absence }[]
  /** Open conversations of the chosen person at that moment. */
  load: number | null
  /** Those who had it before and did not answer. */
  tried: string[]
  /** `open`: waits for an answer until `passOnAt`; `passed`: went on; `settled`: somebody answered or nothing follows. */
  state: 'open' | 'passed' | 'settled'
  passOnAfter: number | null
  passOnAt: Date | null
  at: Date
}

export const routingDecisionSchema = houseSchema<RoutingDecision>('routing_decisions', {
  inquiryId: { type: String, required: true },
  conversationId: { type: String, default: null },
  cause: { type: String, required: true },
  ruleId: { type: String, default: null },
  ruleName: { type: String, default: '' },
  strategy: { type: String, required: true },
  reason: { type: String, required: true },
  assigneeId: { type: String, default: null },
  tellIds: { type: [String], default: [] },
  departmentId: { type: String, default: null },
  trials: { type: json, default: [] },
  skipped: { type: json, default: [] },
  load: { type: Number, default: null },
  tried: { type: [String], default: [] },
  state: { type: String, required: true },
  passOnAfter: { type: Number, default: null },
  passOnAt: { type: Date, default: null },
  at: { type: Date, required: true },
})
routingDecisionSchema.index({ inquiryId: 1, cause: 1 }, { unique: true })
routingDecisionSchema.index({ inquiryId: 1, at: -1, _id: -1 })
routingDecisionSchema.index({ passOnAt: 1 }, { partialFilterExpression: { state: 'open' } })

/** Whose turn it was when, by rule: the person with the lowest number is next. */
export interface RoutingTurns {
  /** Id of the rule. */
  _id: string
  next: number
  turns: Record<string, number>
}

export const routingTurnsSchema = houseSchema<RoutingTurns>('routing_turns', {
  next: { type: Number, default: 0 },
  turns: { type: json, default: {} },
})
