import { answerTo, holds } from './conditions.js'
import type { Answers } from './dialog-state.js'
import { optionsOf } from './options.js'
import { type AskStep, answerKeyOf, type Script, type ScriptStep } from './script.js'
import { mapOf } from './script-map.js'

type Kind<K extends ScriptStep['kind']> = Extract<ScriptStep, { kind: K }>

export type Walk = {
  /** Said on the way, since the last question that was passed. */
  says: Array<Kind<'say'>>
  /** Questions passed, from the beginning, in order. */
  path: string[]
  answers: Answers
} & (
  | { at: 'ask'; step: AskStep }
  | { at: 'end'; step: Kind<'end'> | null }
  | { at: 'handover'; step: Kind<'handover'> }
  /** A target that is not there, or a circle without a question. */
  | { at: 'broken' }
)

/** More steps than this between two questions is a circle. */
const MAX_STEPS = 1000

/**
 * Goes from a step to the first question that has no answer yet, or to the end. A question that is passed for the
 * second time (the script leads back to it) is asked again, and what was answered since is forgotten.
 */
export function walk(script: Script, from: string | undefined, path: string[], answers: Answers): Walk {
  const map = mapOf(script)
  const passed = [...path]
  let says: Array<Kind<'say'>> = []
  let id = from
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    if (id === undefined) return { at: 'end', step: null, says, path: passed, answers }
    const step = map.step(id)
    if (!step) return { at: 'broken', says, path: passed, answers }
    if (!holds(step.when, answers)) {
      id = map.next(step)
      continue
    }
    switch (step.kind) {
      case 'say':
        says.push(step)
        id = map.next(step)
        break
      case 'branch':
        id = step.cases.find((one) => holds(one.if, answers))?.next ?? map.next(step)
        break
      case 'ask': {
        const again = passed.indexOf(step.id)
        if (again >= 0) {
          const kept = forget(answers, passed.slice(again))
          return { at: 'ask', step, says, path: passed.slice(0, again), answers: kept }
        }
        if (!isAnswered(step, answers)) return { at: 'ask', step, says, path: passed, answers }
        passed.push(step.id)
        says = []
        id = map.next(step)
        break
      }
      case 'handover':
        return { at: 'handover', step, says, path: passed, answers }
      case 'end':
        return { at: 'end', step, says, path: passed, answers }
    }
  }
  return { at: 'broken', says, path: passed, answers }
}

/** The question has an answer of its own that still holds: its options may have changed since. */
export function isAnswered(ask: AskStep, answers: Answers): boolean {
  const answer = answerTo(answers, answerKeyOf(ask))
  if (answer?.step !== ask.id) return false
  const { value } = answer
  if (value === null) return ask.optional
  if (ask.answer.type !== 'choice' && ask.answer.type !== 'multiple') return true
  const offered = optionsOf(ask, answers)
  const chosen = Array.isArray(value) ? value : [value]
  return chosen.every((id) => offered.some((option) => option.id === id))
}

/** The answers without those that these steps gave. */
export function forget(answers: Answers, steps: readonly string[]): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => !steps.includes(answer.step)))
}

/** The answers that these steps gave: those on a path that was left do not count. */
export function keepOnly(answers: Answers, steps: readonly string[]): Answers {
  const entries = Object.entries(answers)
  const kept = entries.filter(([, answer]) => steps.includes(answer.step))
  return kept.length === entries.length ? answers : Object.fromEntries(kept)
}
