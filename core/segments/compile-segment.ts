import { DateTime } from 'luxon'
import { OtklikError } from '../errors.js'
import { type Operator, operatorsOf, type SegmentGroup, type SegmentRule } from './segment-definition.js'
import type { SegmentField } from './segment-fields.js'

export interface SegmentContext {
  fields: readonly SegmentField[]
  now: Date
  zone: string
  /** Whom `me` means. */
  byId: string
}

type Filter = Record<string, unknown>
type Value = string | number | boolean

/**
 * A segment as a filter of the database. Fields come from the catalogue, operators from the list of their kind, values are
 * checked to be plain and of that kind. Throws `bad-input` naming the rule (`rules.1.value`).
 */
export function compileSegment(group: SegmentGroup, context: SegmentContext, at = ''): Filter {
  const parts = group.rules.map((rule, index) => {
    const path = `${at}rules.${index}`
    return 'rules' in rule ? compileSegment(rule, context, `${path}.`) : compileRule(rule, context, path)
  })
  return group.match === 'all' ? { $and: parts } : { $or: parts }
}

function compileRule(rule: SegmentRule, context: SegmentContext, at: string): Filter {
  const field = context.fields.find((each) => each.key === rule.field)
  if (!field) throw wrong(`${at}.field`, 'no-such')
  const allowed: readonly Operator[] = operatorsOf[field.kind]
  if (!allowed.includes(rule.operator)) throw wrong(`${at}.operator`, `one-of:${allowed.join(' | ')}`)
  const values = givenValues(rule).map((value) => readValue(field, rule.operator, value, context, at))
  return { [field.path]: condition(field, rule.operator, values, context, at) }
}

const withoutValue: readonly Operator[] = ['filled', 'empty', 'yes', 'no']

function givenValues({ operator, value }: SegmentRule): readonly Value[] {
  if (value === undefined || withoutValue.includes(operator)) return []
  return Array.isArray(value) ? value : [value]
}

function condition(
  field: SegmentField,
  operator: Operator,
  values: readonly Value[],
  { now, zone }: SegmentContext,
  at: string,
): unknown {
  const [value] = values
  const one = <T extends Value>(): T => {
    if (value === undefined) throw wrong(`${at}.value`, 'required')
    return value as T
  }
  // Counts that nobody made yet are nought; everything else that is not there is empty.
  const isCount = field.path.startsWith('facts.') && (field.kind === 'number' || field.kind === 'money')
  const nothing = isCount ? [null, 0] : [null, '']
  const day = 24 * 3600_000
  switch (operator) {
    case 'is':
      return values.length > 1 ? { $in: values } : one()
    case 'is-not':
      one()
      return { $nin: values }
    case 'begins':
      return new RegExp(`^${escaped(one<string>())}`)
    case 'filled':
      return { $nin: nothing }
    case 'empty':
      return { $in: nothing }
    case 'at-least':
      return { $gte: one() }
    case 'at-most':
      return { $lte: one() }
    case 'yes':
      return true
    case 'no':
      return { $ne: true }
    case 'within-days':
      return { $gte: new Date(now.getTime() - one<number>() * day), $lte: now }
    // Also those with whom it never happened.
    case 'before-days':
      return { $not: { $gte: new Date(now.getTime() - one<number>() * day) } }
    case 'next-days':
      return field.kind === 'yearday'
        ? { $in: yeardays(now, zone, one<number>()) }
        : { $gte: now, $lte: new Date(now.getTime() + one<number>() * day) }
    case 'after':
      return { $gte: field.kind === 'day' ? one() : startOf(one<string>(), zone, at) }
    case 'before':
      return { $lt: field.kind === 'day' ? one() : startOf(one<string>(), zone, at) }
  }
}

function readValue(
  field: SegmentField,
  operator: Operator,
  value: Value,
  { byId }: SegmentContext,
  at: string,
): Value {
  const path = `${at}.value`
  if (operator.endsWith('-days')) {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 3660) {
      throw wrong(path, 'wrong-type')
    }
    return value
  }
  switch (field.kind) {
    case 'number':
      if (typeof value !== 'number') throw wrong(path, 'wrong-type')
      return value
    case 'money':
      if (typeof value !== 'number') throw wrong(path, 'wrong-type')
      return Math.round(value * 100)
    case 'moment':
    case 'day':
      if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) throw wrong(path, 'wrong-date')
      return value
    case 'person':
      if (typeof value !== 'string') throw wrong(path, 'wrong-type')
      return value === 'me' ? byId : value
    case 'choice':
      if (typeof value !== 'string' || (field.options && !field.options.includes(value))) {
        throw wrong(path, `one-of:${(field.options ?? []).join(' | ')}`)
      }
      return value
    default:
      if (typeof value !== 'string') throw wrong(path, 'wrong-type')
      return value
  }
}

function startOf(date: string, zone: string, at: string): Date {
  const parsed = DateTime.fromISO(date, { zone })
  if (!parsed.isValid) throw wrong(`${at}.value`, 'wrong-date')
  return parsed.toJSDate()
}

/** `MM-DD` of today and the days after it. */
function yeardays(now: Date, zone: string, days: number): string[] {
  const today = DateTime.fromJSDate(now, { zone })
  return Array.from({ length: Math.min(days, 366) + 1 }, (_, index) =>
    today.plus({ days: index }).toFormat('MM-dd'),
  )
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}

function wrong(path: string, code: string): OtklikError {
  return new OtklikError('bad-input', { fields: { [path]: code } })
}
