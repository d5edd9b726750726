import type { Core, Locale } from '../../../core/context.js'
import { type Explained, explainDecisions } from '../../../core/routing/explain-decision.js'
import type { RoutingDecision } from '../../../core/routing/routing-decision.model.js'
import { staffNames } from '../../../core/staff/queries.js'
import { named } from '../names.js'
import type { RoutingDecisionView, RoutingTryView } from './schema.js'

export async function presentChoices(
  core: Core,
  choices: readonly Explained[],
  locale: Locale,
): Promise<RoutingTryView[]> {
  const [explained, names] = await Promise.all([
    explainDecisions(core, choices, locale),
    staffNames(
      core,
      choices.flatMap(({ assigneeId, tellIds }) => [assigneeId, ...tellIds]),
    ),
  ])
  return choices.map((choice, index) => ({
    rule: choice.ruleId === null ? null : { id: choice.ruleId, name: choice.ruleName },
    reason: choice.reason,
    assignee: named(names, choice.assigneeId),
    told: choice.tellIds.map((id) => ({ id, name: names.get(id) ?? '' })),
    lines: explained[index] ?? [],
  }))
}

export async function presentDecisions(
  core: Core,
  decisions: readonly RoutingDecision[],
  locale: Locale,
): Promise<RoutingDecisionView[]> {
  const choices = await presentChoices(core, decisions, locale)
  return decisions.map((decision, index) => ({
    ...(choices[index] as RoutingTryView),
    id: decision._id,
    state: decision.state,
    passOnAt: decision.state === 'open' ? (decision.passOnAt?.toISOString() ?? null) : null,
    at: decision.at.toISOString(),
  }))
}
