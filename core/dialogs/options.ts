import { holds } from './conditions.js'
import { plain } from './controls.js'
import type { Answers } from './dialog-state.js'
import type { Candidate } from './parse-choice.js'
import type { AskStep, Option } from './script.js'

/** Options of a choice that are offered with these answers given; none for other questions. */
export function optionsOf(ask: AskStep, answers: Answers): Option[] {
  const { answer } = ask
  if (answer.type !== 'choice' && answer.type !== 'multiple') return []
  return answer.options.filter((option) => option.when === undefined || holds(option.when, answers))
}

const named = new WeakMap<Option, Candidate>()

/** An option with its names in every language, ready to be compared with what a person wrote. */
export function candidateOf(option: Option): Candidate {
  let candidate = named.get(option)
  if (!candidate) {
    const { label } = option
    const labels = typeof label === 'string' ? [label] : [label.ru ?? '', label.en ?? '']
    candidate = { id: option.id, names: labels.map(plain).filter((name) => name !== '') }
    named.set(option, candidate)
  }
  return candidate
}
