import {
  type Absence,
  absenceOf,
  type Circumstances,
  dutyAbsence,
  personalAbsence,
  type RoutingPerson,
} from './availability.js'
import { membersOf, type RoutingFacts, type RuleTrial, tryRule } from './match-rule.js'
import type { RoutingRule, RoutingStrategy } from './routing-rule.js'

/** Everything a decision depends on; nothing else does, so it can be explained, tried out and tested. */
export interface RoutingInput extends Circumstances {
  facts: RoutingFacts
  rules: readonly RoutingRule[]
  /** Everybody in the team. */
  people: readonly RoutingPerson[]
  departments: readonly { id: string; headId: string | null }[]
  /** Whose turn it was when, by rule and person: the higher, the later. */
  turns: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** The person who has it from before. */
  assigneeId: string | null
  /** Those who had it and did not answer: they are passed over, and the rule that chose them goes on. */
  tried: readonly string[]
  /** The rule that goes on; absent at the first decision. */
  goesOnBy?: string | null
}

export type RoutingReason =
  | 'theirs'
  | 'owner'
  | 'turn'
  | 'least-loaded'
  | 'only-one'
  | 'everybody'
  | 'no-rule'
  | 'department-head'
  | 'head'
  | 'nobody-left'

export interface RoutingChoice {
  /** The rule that matched; null when none did or there are none. */
  ruleId: string | null
  strategy: RoutingStrategy
  reason: RoutingReason
  /** Who gets it; null: it is free for those in `tellIds`. */
  assigneeId: string | null
  /** Who is told. Empty: everybody who sells. */
  tellIds: string[]
  departmentId: string | null
  trials: RuleTrial[]
  skipped: { staffId: string; why: Absence }[]
  passOnAfter: number | null
}

/**
 * Who gets an inquiry. Always somebody: where nobody of the target is there it goes to the head of the department, else
 * of the company, on duty if any is; only a head may be chosen while off duty. Pure.
 */
export function decideRouting(input: RoutingInput): RoutingChoice {
  const trials: RuleTrial[] = []
  let rule: RoutingRule | undefined
  if (input.goesOnBy === undefined) {
    for (const each of input.rules) {
      if (!each.enabled) continue
      const trial = tryRule(each, input.facts, input.people, input)
      trials.push(trial)
      if (trial.matched) {
        rule = each
        break
      }
    }
  } else rule = input.rules.find((each) => each.id === input.goesOnBy)
  const choice = chooseBy(input, rule)
  return {
    ...choice,
    // A head may be chosen after all after having been passed over as a member.
    skipped: choice.skipped.filter(({ staffId }) => !choice.tellIds.includes(staffId)),
    trials,
    ruleId: rule?.id ?? null,
    departmentId: departmentOf(input, rule, choice),
  }
}

type Chosen = Omit<RoutingChoice, 'trials' | 'ruleId' | 'departmentId'>

function chooseBy(input: RoutingInput, rule: RoutingRule | undefined): Chosen {
  const skipped: RoutingChoice['skipped'] = []
  const person = (id: string | null) => input.people.find((each) => each.id === id)
  const isFree = (each: RoutingPerson, why = absenceOf(each, input)): boolean => {
    const reason = input.tried.includes(each.id) ? 'tried' : why
    if (reason && !skipped.some((one) => one.staffId === each.id))
      skipped.push({ staffId: each.id, why: reason })
    return reason === null
  }
  const passOnAfter = rule?.passOnAfter ?? null
  const given = (assigneeId: string, reason: RoutingReason, strategy: RoutingStrategy): Chosen => ({
    strategy,
    reason,
    assigneeId,
    tellIds: [assigneeId],
    skipped,
    passOnAfter,
  })

  const strategy = rule?.strategy ?? 'everybody'
  const holder = person(input.assigneeId)
  // Whoever had the client before goes on with them, however many others they have.
  if (holder && isFree(holder, rule ? dutyAbsence(holder, input) : null))
    return given(holder.id, 'theirs', strategy)
  const owner = person(input.facts.ownerId)
  if (owner && (rule?.ownerFirst ?? true) && isFree(owner, dutyAbsence(owner, input)))
    return given(owner.id, 'owner', strategy)

  if (!rule && input.tried.length === 0) {
    const there = input.people.filter((each) => greets(each) && isFree(each, personalAbsence(each, input)))
    if (there.length > 0) {
      return { strategy, reason: 'no-rule', assigneeId: null, tellIds: [], skipped, passOnAfter: null }
    }
  }
  const members = rule ? membersOf(rule.target, input.people) : []
  const free = members.filter((each) => isFree(each))
  const [first] = free
  if (rule && first) {
    // Those who were all told at once and did not take it are not told again: it goes to the head.
    if (strategy === 'everybody' && input.tried.length === 0) {
      const tellIds = free.map((each) => each.id)
      return { strategy, reason: 'everybody', assigneeId: null, tellIds, skipped, passOnAfter }
    }
    if (strategy !== 'everybody') {
      const next = nextOf(free, strategy, input.turns[rule.id] ?? {})
      const reason = members.length === 1 ? 'only-one' : strategy === 'evenly' ? 'turn' : 'least-loaded'
      return given(next.id, reason, strategy)
    }
  }
  return toHead(input, rule, given, isFree)
}

/** Nobody of the target is there: the head of its department, else of the company. */
function toHead(
  input: RoutingInput,
  rule: RoutingRule | undefined,
  given: (assigneeId: string, reason: RoutingReason, strategy: RoutingStrategy) => Chosen,
  isFree: (person: RoutingPerson, why?: Absence | null) => boolean,
): Chosen {
  const strategy = rule?.strategy ?? 'everybody'
  const departmentId = rule?.target.kind === 'department' ? rule.target.departmentId : null
  const headId = input.departments.find((each) => each.id === departmentId)?.headId
  const department = input.people.filter((each) => each.id === headId)
  const company = [
    ...input.people.filter((each) => each.role === 'head'),
    ...input.people.filter((each) => each.role === 'admin'),
  ]
  // Heads take what is left whatever their load: one on duty, else one who is not away, else any.
  for (const absent of [dutyAbsence, personalAbsence, wrongRole]) {
    for (const [heads, reason] of [
      [department, 'department-head'],
      [company, 'head'],
    ] as const) {
      const head = heads.find((each) => isFree(each, absent(each, input)))
      if (head) return given(head.id, reason, strategy)
    }
  }
  // Everybody was asked already: it stays with a head, and nobody is asked again.
  const last = company[0]?.id ?? input.tried.at(-1) ?? input.people[0]?.id ?? ''
  return { ...given(last, 'nobody-left', strategy), passOnAfter: null }
}

/** A marketer cannot answer clients, not even as the head of a department. */
const wrongRole = ({ role }: RoutingPerson): Absence | null => (role === 'marketer' ? 'role' : null)

/** The one whose turn is the longest ago, or with the fewest conversations; who joined first decides between equals. */
function nextOf(
  free: readonly RoutingPerson[],
  strategy: RoutingStrategy,
  turns: Readonly<Record<string, number>>,
): RoutingPerson {
  const rank = (person: RoutingPerson): [number, number, string] => [
    strategy === 'least-loaded' ? person.load : 0,
    turns[person.id] ?? 0,
    person.id,
  ]
  return [...free].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)]
    return x[0] - y[0] || x[1] - y[1] || (x[2] < y[2] ? -1 : 1)
  })[0] as RoutingPerson
}

/** Those whom everybody means while no rule says it. */
export const greets = ({ role }: Pick<RoutingPerson, 'role'>): boolean =>
  role === 'sales' || role === 'head' || role === 'admin'

function departmentOf(
  input: RoutingInput,
  rule: RoutingRule | undefined,
  { assigneeId }: Chosen,
): string | null {
  if (rule?.target.kind === 'department') return rule.target.departmentId
  return input.people.find((each) => each.id === assigneeId)?.departmentId ?? null
}
