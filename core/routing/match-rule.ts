import { absenceOf, type Circumstances, dutyAbsence, type RoutingPerson } from './availability.js'
import type { RoutingCondition, RoutingRule, RoutingTarget } from './routing-rule.js'

/** What is known of an inquiry when it is routed. */
export interface RoutingFacts {
  channel: string
  accountId: string
  source: string
  answers: Record<string, { text: string; value?: unknown }>
  /** Whoever leads the client; null: nobody, or the client is not known. */
  ownerId: string | null
  /** The company works now. */
  open: boolean
}

/** What came of trying one rule. */
export interface RuleTrial {
  ruleId: string
  name: string
  matched: boolean
  /** The first condition that did not hold: what it wanted and what was there. */
  failed?: { kind: RoutingCondition['kind'] } & Failure
}

interface Failure {
  wanted: string
  was: string
  /** Of an answer: which one, and how it was compared. */
  question?: string
  is?: string
}

/** Everybody a target means, whether they are there or not. */
export function membersOf(target: RoutingTarget, people: readonly RoutingPerson[]): RoutingPerson[] {
  switch (target.kind) {
    case 'department':
      return people.filter((person) => person.departmentId === target.departmentId)
    case 'person':
      return people.filter((person) => person.id === target.staffId)
    case 'roles':
      return people.filter((person) => target.roles.includes(person.role))
  }
}

/** Holds a rule against the facts. Rules that are switched off never match and are not told of. */
export function tryRule(
  rule: RoutingRule,
  facts: RoutingFacts,
  people: readonly RoutingPerson[],
  at: Circumstances,
): RuleTrial {
  for (const condition of rule.when) {
    const failed = failureOf(condition, rule, facts, people, at)
    if (failed) {
      return {
        ruleId: rule.id,
        name: rule.name,
        matched: false,
        failed: { kind: condition.kind, ...failed },
      }
    }
  }
  return { ruleId: rule.id, name: rule.name, matched: true }
}

/** Null when the condition holds. */
function failureOf(
  condition: RoutingCondition,
  rule: RoutingRule,
  facts: RoutingFacts,
  people: readonly RoutingPerson[],
  at: Circumstances,
): Failure | null {
  switch (condition.kind) {
    case 'channel':
      return oneOf(condition.channels, facts.channel)
    case 'account':
      return oneOf(condition.accountIds, facts.accountId)
    case 'source': {
      const source = facts.source.toLocaleLowerCase('ru')
      const fits = condition.sources.some((word) => source.includes(word.toLocaleLowerCase('ru')))
      return fits ? null : { wanted: condition.sources.join(', '), was: facts.source }
    }
    case 'answer':
      return answerFailure(condition, facts.answers[condition.question])
    case 'hours':
      return condition.open === facts.open
        ? null
        : { wanted: condition.open ? 'open' : 'closed', was: facts.open ? 'open' : 'closed' }
    case 'load': {
      const there = membersOf(rule.target, people).filter((person) => absenceOf(person, at) === null)
      const least = Math.min(...there.map((person) => person.load))
      return least < condition.below
        ? null
        : { wanted: String(condition.below), was: Number.isFinite(least) ? String(least) : '' }
    }
    case 'owner': {
      const owner = people.find((person) => person.id === facts.ownerId)
      const was = !owner ? 'none' : dutyAbsence(owner, at) === null ? 'there' : 'away'
      const fits = condition.is === 'any' ? was !== 'none' : condition.is === was
      return fits ? null : { wanted: condition.is, was }
    }
  }
}

function oneOf(wanted: readonly string[], was: string): Failure | null {
  return wanted.includes(was) ? null : { wanted: wanted.join(', '), was }
}

function answerFailure(
  condition: Extract<RoutingCondition, { kind: 'answer' }>,
  answer: { text: string; value?: unknown } | undefined,
): Failure | null {
  const was = answer?.text ?? ''
  const failure = { wanted: condition.value, was, question: condition.question, is: condition.is }
  if (!answer || was.trim() === '') return failure
  const said = was.trim().toLocaleLowerCase('ru')
  const value = condition.value.toLocaleLowerCase('ru')
  switch (condition.is) {
    case 'given':
      return null
    case 'equal':
      return said === value || String(answer.value).toLocaleLowerCase('ru') === value ? null : failure
    case 'contains':
      return said.includes(value) ? null : failure
    default: {
      const [size, wanted] = [sizeOf(answer.value) ?? sizeOf(was), sizeOf(condition.value)]
      if (size === null || wanted === null) return failure
      return (condition.is === 'at-least' ? size >= wanted : size <= wanted) ? null : failure
    }
  }
}

/** The number in an answer: `300 штук` is 300, `1 500,5` is 1500.5; an amount of money is its whole units. */
function sizeOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'object' && value !== null) {
    for (const field of ['value', 'amount', 'min']) {
      const inner = (value as Record<string, unknown>)[field]
      if (typeof inner === 'number') return inner
    }
    return null
  }
  if (typeof value !== 'string') return null
  const digits = /\d[\d\s\u00a0]*(?:[.,]\d+)?/.exec(value)?.[0]
  return digits === undefined ? null : Number(digits.replace(/[\s\u00a0]/g, '').replace(',', '.'))
}
