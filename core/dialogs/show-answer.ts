import type { Locale } from '../context.js'
import { formatDate } from '../parse/format-date.js'
import { formatMoney } from '../parse/format-money.js'
import { formatPhone } from '../parse/format-phone.js'
import { answerTo } from './conditions.js'
import type { Answer, Answers } from './dialog-state.js'
import { fill, type LocalizedText, localize } from './localized.js'
import { type AskStep, answerKeyOf, type Script } from './script.js'
import { mapOf } from './script-map.js'
import { textsIn } from './texts.js'

export interface ShowContext {
  locale: Locale
  /** IANA zone in which dates are shown. */
  zone: string
}

/** An answer as people read it: labels instead of ids, sums and dates in their language. A skipped one is empty. */
export function showAnswer(ask: AskStep, answer: Answer, { locale, zone }: ShowContext): string {
  const { value } = answer
  const spec = ask.answer
  if (value === null) return ''
  if (typeof value === 'number') {
    const unit = spec.type === 'number' ? localize(spec.unit, locale) : ''
    return `${numberIn(locale).format(value)} ${unit}`.trim()
  }
  if (typeof value === 'string' || Array.isArray(value)) {
    if (spec.type === 'phone' || spec.type === 'contact') return formatPhone(String(value))
    if (spec.type !== 'choice' && spec.type !== 'multiple') return String(value)
    const ids = Array.isArray(value) ? value : [value]
    return ids.map((id) => labelOf(ask, id, locale)).join(', ')
  }
  if ('minor' in value) return formatMoney(value, locale)
  if ('hasTime' in value) return formatDate(new Date(value.at), { zone, locale, hasTime: value.hasTime })
  if ('given' in value) return textsIn(locale).shows.consent
  return [...value.files.map((file) => file.name), ...value.links].join(', ')
}

function labelOf(ask: AskStep, id: string, locale: Locale): string {
  const options = 'options' in ask.answer ? ask.answer.options : []
  return localize(options.find((option) => option.id === id)?.label, locale) || id
}

const numbers = new Map<Locale, Intl.NumberFormat>()

function numberIn(locale: Locale): Intl.NumberFormat {
  let format = numbers.get(locale)
  if (!format) {
    format = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
    numbers.set(locale, format)
  }
  return format
}

/** The question that an answer under a key came from; several questions may share a key. */
export function askedBy(script: Script, answer: Answer, key: string): AskStep | undefined {
  const map = mapOf(script)
  const step = map.step(answer.step)
  return step?.kind === 'ask' && answerKeyOf(step) === key ? step : map.askFor(key)
}

/** Answers in texts are cut to this: a summary of many long ones must stay a message. */
const MAX_SHOWN = 300

/** A text of the script with the answers in its `{key}` places. */
export function fillText(
  text: LocalizedText | undefined,
  script: Script,
  answers: Answers,
  context: ShowContext,
): string {
  const plain = localize(text, context.locale)
  return fill(plain, (key) => {
    const answer = answerTo(answers, key)
    if (!answer) return undefined
    const ask = askedBy(script, answer, key)
    return clip(ask ? showAnswer(ask, answer, context) : answer.raw)
  })
}

export function clip(text: string, length = MAX_SHOWN): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`
}
