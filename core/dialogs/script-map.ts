import { type AskStep, answerKeyOf, type Script, type ScriptStep } from './script.js'

/** A script laid out for walking. */
export interface ScriptMap {
  entry: string
  step(id: string): ScriptStep | undefined
  /** The step after this one unless it says otherwise; undefined behind the last. */
  next(step: ScriptStep): string | undefined
  /** The question whose answer is kept under a key; the first of them. */
  askFor(key: string): AskStep | undefined
}

const maps = new WeakMap<Script, ScriptMap>()

/** Laid out once per script object. */
export function mapOf(script: Script): ScriptMap {
  let map = maps.get(script)
  if (!map) {
    map = layOut(script)
    maps.set(script, map)
  }
  return map
}

function layOut(script: Script): ScriptMap {
  const steps = new Map(script.steps.map((step) => [step.id, step]))
  const following = new Map(script.steps.map((step, index) => [step.id, script.steps[index + 1]?.id]))
  const asks = new Map<string, AskStep>()
  for (const step of script.steps) {
    if (step.kind === 'ask' && !asks.has(answerKeyOf(step))) asks.set(answerKeyOf(step), step)
  }
  return {
    entry: script.entry ?? script.steps[0]?.id ?? '',
    step: (id) => steps.get(id),
    next: (step) => ('next' in step ? step.next : undefined) ?? following.get(step.id),
    askFor: (key) => asks.get(key),
  }
}
