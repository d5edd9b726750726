import type { DateTime } from 'luxon'
import { type Content, filesOf, plainText } from '../content.js'
import type { Locale } from '../context.js'
import { formatDate } from '../parse/format-date.js'
import { formatMoney } from '../parse/format-money.js'
import { parseDate } from '../parse/parse-date.js'
import { parseEmail } from '../parse/parse-email.js'
import { parseLength } from '../parse/parse-length.js'
import { parseMoney } from '../parse/parse-money.js'
import { parseNumber } from '../parse/parse-number.js'
import { parsePhone } from '../parse/parse-phone.js'
import { means, plain } from './controls.js'
import { dateBound } from './date-bound.js'
import type { Answers, AnswerValue } from './dialog-state.js'
import { localize } from './localized.js'
import { candidateOf, optionsOf } from './options.js'
import { matchChoice, splitChoices } from './parse-choice.js'
import { parseName } from './parse-name.js'
import type { AnswerSpec, AskStep, Option } from './script.js'
import type { Retry } from './texts.js'

export interface ReadContext {
  now: Date
  zone: string
  locale: Locale
  answers: Answers
  /** Options picked before in this multiple choice. */
  picked: string[]
  /** The option whose button was pressed, known to belong to this question. */
  pressed?: string | undefined
}

/** What a message is to the question that waits. */
export type Reading =
  | {
      kind: 'answer'
      raw: string
      value: AnswerValue
      verified?: true
      into?: { key: string; words: string }
    }
  | { kind: 'picked'; picked: string[] }
  | { kind: 'declined'; raw: string }
  | { kind: 'retry'; retry: Retry }

type Spec<Type extends AnswerSpec['type']> = Extract<AnswerSpec, { type: Type }>

/** Reads a message as the answer to a question: the value, or why it does not fit. Never throws. */
export function readAnswer(ask: AskStep, content: Content, context: ReadContext): Reading {
  const spec = ask.answer
  switch (spec.type) {
    case 'choice':
      return readChoice(ask, content, context)
    case 'multiple':
      return readMultiple(ask, spec, content, context)
    case 'consent':
      return readConsent(spec, content, context)
    case 'file':
      return readFile(spec, content)
    case 'phone':
    case 'contact':
      return readPhone(content)
    default: {
      const words = wordsOf(content)
      if (words === '') return retry({ reason: 'words-expected' })
      return readWords(spec, words, context)
    }
  }
}

function readWords(
  spec: Spec<'text' | 'number' | 'money' | 'date' | 'email'>,
  words: string,
  context: ReadContext,
): Reading {
  switch (spec.type) {
    case 'text':
      return readText(spec, words)
    case 'number':
      return readNumber(spec, words, context)
    case 'money':
      return readMoney(spec, words, context)
    case 'date':
      return readDate(spec, words, context)
    case 'email': {
      const email = parseEmail(words)
      return email.ok ? given(words, email.value) : retry({ reason: `email.${email.reason}` })
    }
  }
}

/** What was said is kept to this: the state stays small whatever is pasted into the chat. */
const MAX_RAW = 1000
/** A choice is named in fewer letters than this. */
const MAX_CHOICE = 500

function given(words: string, value: AnswerValue): Reading {
  return { kind: 'answer', raw: words.slice(0, MAX_RAW), value }
}

function retry(why: Retry): Reading {
  return { kind: 'retry', retry: why }
}

/** What a person said in words; a shared contact or a set of buttons says nothing of its own. */
function wordsOf(content: Content): string {
  if (content.type === 'contact' || content.type === 'choices' || content.type === 'sticker') return ''
  return plainText(content).trim()
}

function readText(spec: Spec<'text'>, words: string): Reading {
  const value = spec.name ? parseName(words) : words
  if (value === undefined) return retry({ reason: 'text.not-a-name' })
  if (value.length < spec.minLength) return retry({ reason: 'text.too-short' })
  if (value.length > spec.maxLength)
    return retry({ reason: 'text.too-long', params: { max: spec.maxLength } })
  if (spec.pattern !== undefined && !patternOf(spec.pattern).test(value))
    return retry({ reason: 'text.pattern' })
  return given(words, value)
}

const patterns = new Map<string, RegExp>()

/** Compiled once; `checkScript` has seen that it compiles. */
function patternOf(source: string): RegExp {
  let pattern = patterns.get(source)
  if (!pattern) {
    pattern = new RegExp(`^(?:${source})$`, 'u')
    if (patterns.size > 1000) patterns.clear()
    patterns.set(source, pattern)
  }
  return pattern
}

function readNumber(spec: Spec<'number'>, words: string, { locale }: ReadContext): Reading {
  const number = spec.length ? parseLength(words, spec.length) : parseNumber(words)
  if (!number.ok) return retry({ reason: `number.${number.reason}` })
  const { value } = number
  const shown = (limit: number) => `${limit.toLocaleString(locale)} ${localize(spec.unit, locale)}`.trim()
  if (spec.whole && !Number.isInteger(value)) return retry({ reason: 'number.not-whole' })
  if (spec.min !== undefined && value < spec.min)
    return retry({ reason: 'number.below', params: { min: shown(spec.min) } })
  if (spec.max !== undefined && value > spec.max)
    return retry({ reason: 'number.above', params: { max: shown(spec.max) } })
  return given(words, value)
}

function readMoney(spec: Spec<'money'>, words: string, { locale }: ReadContext): Reading {
  const money = parseMoney(words, spec.currency)
  if (!money.ok) return retry({ reason: `money.${money.reason}` })
  const { value } = money
  const shown = (limit: number) =>
    formatMoney({ minor: Math.round(limit * 100), currency: spec.currency }, locale)
  // Bounds are in the script's currency; a sum in another one is for people to judge.
  if (value.currency === spec.currency) {
    if (spec.min !== undefined && value.minor < spec.min * 100)
      return retry({ reason: 'money.below', params: { min: shown(spec.min) } })
    if (spec.max !== undefined && value.minor > spec.max * 100)
      return retry({ reason: 'money.above', params: { max: shown(spec.max) } })
  }
  return given(words, value)
}

function readDate(spec: Spec<'date'>, words: string, { now, zone, locale }: ReadContext): Reading {
  const date = parseDate(words, { now, zone })
  if (!date.ok) return retry({ reason: `date.${date.reason}` })
  const { at, hasTime } = date.value
  if (spec.withTime && !hasTime) return retry({ reason: 'date.time-needed' })
  const shown = (bound: DateTime) => formatDate(bound.toJSDate(), { zone, locale, hasTime: false })
  if (spec.min !== undefined) {
    const min = dateBound(spec.min, now, zone)
    // A day without a time may be the very day of the bound; a time must not lie behind us even today.
    const early = hasTime ? at < min.toJSDate() : at < min.startOf('day').toJSDate()
    const past = spec.min === 'today' || spec.min === 'now'
    if (early || (past && hasTime && at < now)) {
      return retry(past ? { reason: 'date.past' } : { reason: 'date.too-early', params: { min: shown(min) } })
    }
  }
  if (spec.max !== undefined) {
    const max = dateBound(spec.max, now, zone)
    if (at > max.endOf('day').toJSDate())
      return retry({ reason: 'date.too-late', params: { max: shown(max) } })
  }
  return given(words, { at: at.toISOString(), hasTime })
}

function readPhone(content: Content): Reading {
  const said = content.type === 'contact' ? content.phone : wordsOf(content)
  const international = content.type === 'contact' && /^\d{11,15}$/.test(said) ? `+${said}` : said
  // Telegram gives contacts without the plus.
  const phone = parsePhone(international)
  if (!phone.ok)
    return retry({ reason: phone.reason === 'no-phone' ? 'phone.no-phone' : `phone.${phone.reason}` })
  const own = content.type === 'contact' && content.own
  return {
    kind: 'answer',
    raw: said.slice(0, MAX_RAW),
    value: phone.value,
    ...(own ? { verified: true as const } : {}),
  }
}

function readFile(spec: Spec<'file'>, content: Content): Reading {
  const files = filesOf(content)
  const words = wordsOf(content)
  if (content.type === 'sticker') return retry({ reason: 'file.expected' })
  const links = spec.links ? (words.match(/https?:\/\/[^\s<>"]{3,2000}/giu) ?? []).slice(0, 10) : []
  if (files.length === 0) {
    return links.length > 0 ? given(words, { files: [], links }) : retry({ reason: 'file.expected' })
  }
  const kind = content.type === 'album' ? 'image' : content.type
  if (spec.accept && !spec.accept.some((accepted) => accepted === kind)) return retry({ reason: 'file.kind' })
  return given(words || files.map((file) => file.name).join(', '), { files, links })
}

function readConsent(
  spec: Spec<'consent'>,
  content: Content,
  { now, locale, pressed }: ReadContext,
): Reading {
  const raw = wordsOf(content)
  const said = plain(raw)
  if (pressed === 'agree' || (pressed === undefined && means(said, 'agree', 'yes', 'confirm'))) {
    return given(raw, { given: true, text: localize(spec.statement, locale), at: now.toISOString() })
  }
  if (pressed === 'decline' || (pressed === undefined && means(said, 'decline', 'no')))
    return { kind: 'declined', raw }
  return retry({ reason: 'consent.needed' })
}

function readChoice(ask: AskStep, content: Content, context: ReadContext): Reading {
  const options = optionsOf(ask, context.answers)
  const raw = wordsOf(content).slice(0, MAX_CHOICE)
  if (context.pressed !== undefined) {
    return options.some((option) => option.id === context.pressed)
      ? given(raw, context.pressed)
      : retry({ reason: 'choice.none' })
  }
  const match = matchChoice(options.map(candidateOf), plain(raw))
  if (match === 'unclear') return retry({ reason: 'choice.unclear' })
  if (match !== 'none') return given(raw, match.id)
  const open = options.find((option) => option.into !== undefined)
  if (!open?.into || !/\p{L}/u.test(raw)) return retry({ reason: 'choice.none' })
  return { kind: 'answer', raw, value: open.id, into: { key: open.into, words: raw } }
}

function readMultiple(ask: AskStep, spec: Spec<'multiple'>, content: Content, context: ReadContext): Reading {
  const options = optionsOf(ask, context.answers)
  const raw = wordsOf(content).slice(0, MAX_CHOICE)
  if (context.pressed !== undefined)
    return pick(spec, options, context.picked, context.pressed.split(','), raw)
  const said = plain(raw)
  if (said === '') return retry({ reason: 'multiple.none' })
  if (means(said, 'done') && context.picked.length > 0)
    return pick(spec, options, context.picked, ['!done'], raw)
  const candidates = options.map(candidateOf)
  const parts = splitChoices(raw)
  const whole = parts.length < 2 || candidates.some(({ names }) => names.includes(said))
  const matches = (whole ? [said] : parts).map((part) => {
    const option = /^\d{1,2}$/.test(part) ? options[Number(part) - 1] : undefined
    return option ? { id: option.id } : matchChoice(candidates, part)
  })
  const ids = matches.flatMap((match) => (typeof match === 'object' ? [match.id] : []))
  if (ids.length === 0) return retry({ reason: 'multiple.none' })
  if (ids.length < matches.length) return retry({ reason: 'multiple.unclear' })
  return checked(spec, options, [...new Set([...context.picked, ...ids])], raw)
}

/** Buttons: one press adds or takes away one option; several ids at once (check boxes) are the whole answer. */
function pick(
  spec: Spec<'multiple'>,
  options: Option[],
  before: string[],
  pressed: string[],
  raw: string,
): Reading {
  const [first] = pressed
  if (first === '!done') return checked(spec, options, before, raw)
  if (!pressed.every((id) => options.some((option) => option.id === id)))
    return retry({ reason: 'multiple.none' })
  if (pressed.length > 1) return checked(spec, options, [...new Set(pressed)], raw)
  const option = options.find(({ id }) => id === first)
  if (!option) return retry({ reason: 'multiple.none' })
  if (option.exclusive) return checked(spec, options, [option.id], raw)
  const picked = before.includes(option.id) ? before.filter((id) => id !== option.id) : [...before, option.id]
  if (picked.length > before.length && picked.length === (spec.max ?? options.length)) {
    return checked(spec, options, picked, raw)
  }
  return { kind: 'picked', picked }
}

function checked(spec: Spec<'multiple'>, options: Option[], ids: string[], raw: string): Reading {
  const offered = options.filter((option) => ids.includes(option.id))
  const alone = offered.find((option) => option.exclusive)
  const value = alone ? [alone.id] : offered.map((option) => option.id)
  if (!alone && value.length < spec.min)
    return retry({ reason: 'multiple.too-few', params: { min: spec.min } })
  if (spec.max !== undefined && value.length > spec.max)
    return retry({ reason: 'multiple.too-many', params: { max: spec.max } })
  return given(raw, value)
}
