import type { Core, Locale } from '../context.js'
import { label } from '../i18n.js'
import { staffNames } from '../staff/queries.js'
import { createTexts } from '../texts.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'
import type { RuleTrial } from './match-rule.js'
import type { RoutingDecision } from './routing-decision.model.js'

const { text, find } = createTexts(ru, en)

/** As much of a decision as its explanation needs: a stored one, or one that was only tried. */
export type Explained = Pick<
  RoutingDecision,
  | 'ruleId'
  | 'ruleName'
  | 'reason'
  | 'assigneeId'
  | 'tellIds'
  | 'trials'
  | 'skipped'
  | 'load'
  | 'tried'
  | 'passOnAfter'
>

/** Why they got it, a sentence a line: the rule, the reason, who was passed over, what did not match. */
export async function explainDecisions(
  core: Core,
  decisions: readonly Explained[],
  locale: Locale,
): Promise<string[][]> {
  const names = await staffNames(
    core,
    decisions.flatMap(({ assigneeId, tellIds, skipped, tried }) => [
      assigneeId,
      ...tellIds,
      ...tried,
      ...skipped.map(({ staffId }) => staffId),
    ]),
  )
  return decisions.map((decision) => explain(decision, names, locale))
}

function explain(decision: Explained, names: ReadonlyMap<string, string>, locale: Locale): string[] {
  const nameOf = (id: string | null) => (id && names.get(id)) || '—'
  const listed = (ids: readonly string[]) => ids.map(nameOf).join(', ')
  const { tried, tellIds, assigneeId, trials, skipped, passOnAfter } = decision
  const lines: string[] = []
  const minutes = passOnAfter ?? 0
  if (tried.length > 0) lines.push(text(locale, 'goesOn', { names: listed(tried), minutes }))
  else if (decision.ruleId) lines.push(text(locale, 'ruleMatched', { rule: decision.ruleName }))
  else lines.push(text(locale, trials.length === 0 ? 'noRules' : 'noneMatched'))
  const told = tellIds.length > 0 ? listed(tellIds) : ''
  lines.push(
    text(locale, `reasons.${decision.reason}`, {
      name: nameOf(assigneeId),
      names: told,
      load: decision.load ?? 0,
    }),
  )
  if (assigneeId === null) lines.push(text(locale, 'free'))
  const others = skipped.filter(({ staffId }) => !tried.includes(staffId))
  if (others.length > 0) {
    const list = others.map(({ staffId, why }) => `${nameOf(staffId)} (${text(locale, `absences.${why}`)})`)
    lines.push(text(locale, 'skipped', { names: list.join(', ') }))
  }
  for (const trial of trials) if (trial.failed) lines.push(explainFailure(trial, trial.failed, locale))
  if (passOnAfter !== null && tried.length === 0) lines.push(text(locale, 'passOn', { minutes }))
  return lines
}

function explainFailure(
  { name }: RuleTrial,
  failed: NonNullable<RuleTrial['failed']>,
  locale: Locale,
): string {
  const worded = (value: string) => {
    switch (failed.kind) {
      case 'channel':
        return value
          .split(', ')
          .map((each) => label(locale, 'channels', each))
          .join(', ')
      case 'hours':
        return find(locale, `hours.${value}`, value)
      case 'owner':
        return find(locale, `owners.${value}`, value)
      case 'load':
        return value || text(locale, 'nobody')
      default:
        return value || text(locale, 'nothing')
    }
  }
  const why = text(locale, `failures.${failed.kind}`, {
    wanted: worded(failed.wanted),
    was: worded(failed.was),
    question: failed.question ?? '',
    is: failed.is ? find(locale, `comparisons.${failed.is}`, failed.is) : '',
    value: failed.wanted,
  })
  return text(locale, 'ruleFailed', { rule: name, why })
}
