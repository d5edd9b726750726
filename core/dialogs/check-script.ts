import { buttons, MAX_BUTTON_ID } from './button-ids.js'
import { keysIn } from './conditions.js'
import { type LocalizedText, placesIn } from './localized.js'
import {
  type AnswerSpec,
  type AskStep,
  answerKeyOf,
  type Condition,
  type Script,
  type ScriptStep,
} from './script.js'

export type ScriptProblemCode =
  | 'duplicate-step-id'
  | 'duplicate-option-id'
  | 'unknown-entry'
  | 'unknown-target'
  | 'unreachable-step'
  | 'loop-without-question'
  | 'choice-id-too-long'
  | 'missing-ru'
  | 'missing-en'
  | 'missing-label'
  | 'unknown-answer'
  | 'unknown-option'
  | 'wrong-answer-type'
  | 'mixed-answer-types'
  | 'bad-pattern'
  | 'slow-pattern'
  | 'bad-range'

export interface ScriptProblem {
  code: ScriptProblemCode
  /** Where in the script: `['steps', 3, 'next']`. */
  path: Array<string | number>
  /** The name or value that is wrong. */
  detail: string
}

type Path = ScriptProblem['path']
type Report = (code: ScriptProblemCode, path: Path, detail: string) => void

/**
 * What no single step can know of itself: targets exist, every step can be reached, no circle without a question,
 * conditions and texts name answers that there are, texts in Russian and in English. An empty list means the script
 * may run.
 */
export function checkScript(script: Script): ScriptProblem[] {
  const problems: ScriptProblem[] = []
  const report: Report = (code, path, detail) => problems.push({ code, path, detail })
  checkIds(script, report)
  checkGraph(script, report)
  checkAnswers(script, report)
  script.steps.forEach((step, index) => {
    if (step.kind === 'ask') checkSpec(step, ['steps', index], report)
  })
  checkTexts(script, [], report)
  return problems
}

function checkIds(script: Script, report: Report): void {
  const seen = new Set<string>()
  script.steps.forEach((step, index) => {
    if (seen.has(step.id)) report('duplicate-step-id', ['steps', index, 'id'], step.id)
    seen.add(step.id)
    if (step.kind !== 'ask' || !('options' in step.answer)) return
    const options = new Set<string>()
    step.answer.options.forEach((option, at) => {
      const path = ['steps', index, 'answer', 'options', at, 'id']
      if (options.has(option.id)) report('duplicate-option-id', path, option.id)
      options.add(option.id)
      const id = buttons.option(step.id, option.id)
      if (id.length > MAX_BUTTON_ID) report('choice-id-too-long', path, id)
    })
  })
}

interface Edge {
  to: string
  path: Path
}

function checkGraph(script: Script, report: Report): void {
  const ids = new Set(script.steps.map((step) => step.id))
  const edges = new Map<string, Edge[]>()
  script.steps.forEach((step, index) => {
    const found = edgesOf(script, step, index)
    for (const { to, path } of found) if (!ids.has(to)) report('unknown-target', path, to)
    edges.set(
      step.id,
      found.filter(({ to }) => ids.has(to)),
    )
  })
  const entry = script.entry ?? script.steps[0]?.id ?? ''
  if (!ids.has(entry)) {
    report('unknown-entry', ['entry'], entry)
    return
  }
  const reached = reachable(entry, edges)
  script.steps.forEach((step, index) => {
    if (!reached.has(step.id)) report('unreachable-step', ['steps', index], step.id)
  })
  for (const id of circles(script, edges)) {
    report('loop-without-question', ['steps', script.steps.findIndex((step) => step.id === id)], id)
  }
}

function edgesOf(script: Script, step: ScriptStep, index: number): Edge[] {
  const following = script.steps[index + 1]?.id
  const next: Edge[] =
    'next' in step && step.next !== undefined
      ? [{ to: step.next, path: ['steps', index, 'next'] }]
      : following === undefined
        ? []
        : [{ to: following, path: ['steps', index] }]
  if (step.kind === 'branch') {
    const cases = step.cases.map((one, at) => ({ to: one.next, path: ['steps', index, 'cases', at, 'next'] }))
    return [...cases, ...next]
  }
  return (step.kind === 'end' || step.kind === 'handover') && step.when === undefined ? [] : next
}

function reachable(entry: string, edges: Map<string, Edge[]>): Set<string> {
  const reached = new Set<string>()
  const open = [entry]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    open.push(...(edges.get(id) ?? []).map(({ to }) => to))
  }
  return reached
}

/** Steps that lead back to themselves without a question that is always asked. */
function circles(script: Script, edges: Map<string, Edge[]>): string[] {
  const silent = new Set(
    script.steps.filter((step) => step.kind !== 'ask' || step.when !== undefined).map(({ id }) => id),
  )
  const quiet = new Map(
    [...edges]
      .filter(([id]) => silent.has(id))
      .map(([id, targets]) => [id, targets.filter(({ to }) => silent.has(to))] as const),
  )
  return [...silent].filter((id) => (quiet.get(id) ?? []).some(({ to }) => reachable(to, quiet).has(id)))
}

function checkAnswers(script: Script, report: Report): void {
  const asks = new Map<string, AskStep[]>()
  script.steps.forEach((step, index) => {
    if (step.kind !== 'ask') return
    const key = answerKeyOf(step)
    const same = asks.get(key) ?? []
    if (same[0] && same[0].answer.type !== step.answer.type)
      report('mixed-answer-types', ['steps', index], key)
    asks.set(key, [...same, step])
  })
  const known = new Set(asks.keys())
  script.steps.forEach((step) => {
    if (step.kind === 'ask' && 'options' in step.answer) {
      for (const { into } of step.answer.options) if (into !== undefined) known.add(into)
    }
  })

  const need = (key: string, path: Path, ...types: Array<AnswerSpec['type']>) => {
    if (!known.has(key)) return report('unknown-answer', path, key)
    const asked = asks.get(key)
    if (types.length > 0 && asked && !asked.every((ask) => types.includes(ask.answer.type))) {
      report('wrong-answer-type', path, key)
    }
  }
  const condition = (one: Condition | undefined, path: Path) => {
    for (const key of keysIn(one)) need(key, path)
    for (const { key, value } of valuesIn(one)) {
      const asked = asks.get(key) ?? []
      if (asked.length > 0 && asked.every((ask) => 'options' in ask.answer && !hasOption(ask, value))) {
        report('unknown-option', path, `${key}: ${value}`)
      }
    }
  }

  script.steps.forEach((step, index) => {
    condition(step.when, ['steps', index, 'when'])
    if (step.kind === 'branch') {
      step.cases.forEach((one, at) => {
        condition(one.if, ['steps', index, 'cases', at, 'if'])
      })
    }
    if (step.kind === 'ask') {
      if (step.summary && step.label === undefined) report('missing-label', ['steps', index], step.id)
      if ('options' in step.answer) {
        step.answer.options.forEach((option, at) => {
          const path = ['steps', index, 'answer', 'options', at]
          condition(option.when, [...path, 'when'])
          if (option.into !== undefined) need(option.into, [...path, 'into'], 'text')
        })
      }
    }
    if ('text' in step) for (const key of placesOf(step.text)) need(key, ['steps', index, 'text'])
  })

  const { result } = script
  if (result.clientName) need(result.clientName, ['result', 'clientName'], 'text')
  if (result.phone) need(result.phone, ['result', 'phone'], 'phone', 'contact')
  if (result.email) need(result.email, ['result', 'email'], 'email')
  if (result.companyName) need(result.companyName, ['result', 'companyName'], 'text')
  if (result.dueAt) need(result.dueAt, ['result', 'dueAt'], 'date')
  if (result.amount) need(result.amount, ['result', 'amount'], 'money')
  if (result.consent) need(result.consent, ['result', 'consent'], 'consent')
  for (const key of placesOf(result.dealTitle)) need(key, ['result', 'dealTitle'])
  result.items?.forEach((item, index) => {
    const path = ['result', 'items', index]
    for (const key of placesOf(item.title)) need(key, [...path, 'title'])
    if (item.quantity) need(item.quantity, [...path, 'quantity'], 'number')
    item.details?.forEach((key, at) => {
      need(key, [...path, 'details', at])
    })
    condition(item.when, [...path, 'when'])
  })
}

function hasOption(ask: AskStep, value: string | number): boolean {
  return 'options' in ask.answer && ask.answer.options.some((option) => option.id === String(value))
}

function valuesIn(condition: Condition | undefined): Array<{ key: string; value: string | number }> {
  if (condition === undefined) return []
  if ('all' in condition) return condition.all.flatMap(valuesIn)
  if ('any' in condition) return condition.any.flatMap(valuesIn)
  if ('not' in condition) return valuesIn(condition.not)
  const key = condition.answer
  if ('is' in condition) return [{ key, value: condition.is }]
  return 'in' in condition ? condition.in.map((value) => ({ key, value })) : []
}

function placesOf(text: LocalizedText | undefined): string[] {
  if (text === undefined) return []
  return typeof text === 'string' ? placesIn(text) : [...placesIn(text.ru ?? ''), ...placesIn(text.en ?? '')]
}

function checkSpec({ answer }: AskStep, path: Path, report: Report): void {
  const range = (min: number | undefined, max: number | undefined) => {
    if (min !== undefined && max !== undefined && min > max)
      report('bad-range', [...path, 'answer'], `${min} > ${max}`)
  }
  if (answer.type === 'text') {
    range(answer.minLength, answer.maxLength)
    if (answer.pattern !== undefined) checkPattern(answer.pattern, [...path, 'answer', 'pattern'], report)
  }
  if (answer.type === 'number' || answer.type === 'money') range(answer.min, answer.max)
  if (answer.type === 'multiple') {
    range(answer.min, answer.max)
    range(answer.min, answer.options.length)
  }
}

/** A repeat of a repeat takes time that doubles with every letter of the answer. */
const NESTED_REPEAT = /[+*}]\)*\)[+*{]/

function checkPattern(pattern: string, path: Path, report: Report): void {
  try {
    new RegExp(`^(?:${pattern})$`, 'u')
  } catch {
    report('bad-pattern', path, pattern)
    return
  }
  if (NESTED_REPEAT.test(pattern)) report('slow-pattern', path, pattern)
}

const TEXT_KEYS = new Set([
  ...[
    'title',
    'text',
    'label',
    'retry',
    'unit',
    'requestContact',
    'statement',
    'agree',
    'decline',
    'dealTitle',
  ],
])

/** Every text in both languages; one text for both only where it has no Russian letters. */
function checkTexts(value: unknown, path: Path, report: Report): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      checkTexts(item, [...path, index], report)
    })
    return
  }
  if (value === null || typeof value !== 'object') return
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key]
    if (!TEXT_KEYS.has(key)) {
      checkTexts(inner, at, report)
    } else if (typeof inner === 'string') {
      if (/[а-яё]/i.test(inner)) report('missing-en', at, inner.slice(0, 40))
    } else if (inner !== null && typeof inner === 'object') {
      const languages = Object.keys(inner as object)
      if (!languages.includes('ru')) report('missing-ru', at, key)
      if (!languages.includes('en')) report('missing-en', at, key)
    }
  }
}
