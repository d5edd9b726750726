import type { Activity } from './activity.model.js'

/** How a call or a meeting ended. */
export interface Outcome {
  key: string
  /** Kinds it is a result of. */
  of: readonly Activity['kind'][]
  /** The date of the next contact must be set with it. */
  asksNext: boolean
  /** The client was really spoken to. */
  reached: boolean
  /** What usually comes next. */
  next?: Activity['kind']
}

/**
 * The form of a call and of a meeting as data: whoever has not decided is called again on a date that is set at once
 * (the owners' rule: without it the work does not go on).
 */
export const outcomes: readonly Outcome[] = [
  { key: 'talked', of: ['call'], asksNext: false, reached: true },
  { key: 'interested', of: ['call', 'meeting'], asksNext: true, reached: true, next: 'call' },
  { key: 'meeting-agreed', of: ['call'], asksNext: true, reached: true, next: 'meeting' },
  { key: 'proposal-wanted', of: ['call', 'meeting'], asksNext: true, reached: true, next: 'task' },
  { key: 'call-back', of: ['call', 'meeting'], asksNext: true, reached: true, next: 'call' },
  { key: 'no-answer', of: ['call'], asksNext: true, reached: false, next: 'call' },
  { key: 'wrong-number', of: ['call'], asksNext: false, reached: false },
  { key: 'held', of: ['meeting'], asksNext: false, reached: true },
  { key: 'postponed', of: ['meeting'], asksNext: true, reached: false, next: 'meeting' },
  { key: 'no-show', of: ['meeting'], asksNext: false, reached: false },
  { key: 'refused', of: ['call', 'meeting'], asksNext: false, reached: true },
]

export const outcomeKeys = outcomes.map((outcome) => outcome.key)

export function outcomesOf(kind: Activity['kind']): readonly Outcome[] {
  return outcomes.filter((outcome) => outcome.of.includes(kind))
}
