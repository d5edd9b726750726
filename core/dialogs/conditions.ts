import type { Answer, Answers } from './dialog-state.js'
import type { Condition } from './script.js'

/** Whether the answers given so far fulfil a condition. No condition is always fulfilled. */
export function holds(condition: Condition | undefined, answers: Answers): boolean {
  if (condition === undefined) return true
  if ('all' in condition) return condition.all.every((part) => holds(part, answers))
  if ('any' in condition) return condition.any.some((part) => holds(part, answers))
  if ('not' in condition) return !holds(condition.not, answers)
  const answer = answerTo(answers, condition.answer)
  if ('given' in condition) return (answer !== undefined && answer.value !== null) === condition.given
  if (answer === undefined || answer.value === null) return false
  const { value } = answer
  if ('is' in condition)
    return Array.isArray(value) ? value.includes(String(condition.is)) : value === condition.is
  if ('in' in condition) {
    return condition.in.some((one) => (Array.isArray(value) ? value.includes(String(one)) : value === one))
  }
  const size =
    typeof value === 'number'
      ? value
      : typeof value === 'object' && 'minor' in value
        ? value.minor / 100
        : NaN
  return size >= (condition.atLeast ?? -Infinity) && size <= (condition.atMost ?? Infinity)
}

/** The answer under a key; keys come from scripts, so the object's own ones only. */
export function answerTo(answers: Answers, key: string): Answer | undefined {
  return Object.hasOwn(answers, key) ? answers[key] : undefined
}

/** Keys that a condition looks at. */
export function keysIn(condition: Condition | undefined): string[] {
  if (condition === undefined) return []
  if ('all' in condition) return condition.all.flatMap(keysIn)
  if ('any' in condition) return condition.any.flatMap(keysIn)
  if ('not' in condition) return keysIn(condition.not)
  return [condition.answer]
}
