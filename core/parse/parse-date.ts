import { GB } from 'chrono-node/en'
import { casual as russian } from 'chrono-node/ru'
import { DateTime } from 'luxon'
import {
  type DayPhrase,
  type DayReading,
  dayPhrases,
  monthPhrase,
  startWithWordsBefore,
} from './day-phrases.js'
import { type Parsed, tidy } from './parsed.js'
import { type TimeReading, timePhrases } from './time-phrases.js'
import { wallClock } from './wall-clock.js'

export interface DateContext {
  now: Date
  /** IANA name of the zone in which the person speaks, such as Europe/Moscow. */
  zone: string
}

export interface ParsedDate {
  /** The instant meant; without a time of day, the start of that day in the zone. */
  at: Date
  hasTime: boolean
  /** The text without the date: «завтра в 15:00 перезвонить» leaves «перезвонить». */
  rest: string
}

export type DateReason = 'no-date' | 'impossible-date'

interface Span {
  start: number
  end: number
}

/** Where a date may stand: later in a long text it is not looked for, the words stay in `rest`. */
const MAX_LOOK = 300

/**
 * A date or a time out of what a person wrote, in Russian («послезавтра», «в пятницу в 10», «через 2 часа», «25.12»,
 * «до конца месяца», «к новому году») or English. The first date in the text counts. A date without a year and a time
 * without a day move forward to the next such moment; what was named in full stays as it is, past or not. Numbers are
 * day first. «31.02» and «25:00» give `impossible-date`.
 *
 * Our own phrases come first, as chrono's Russian does not know half of them and takes any bare «месяца» for a date;
 * chrono then reads what is left (ordinals in words, most of English).
 */
export function parseDate(text: string, { now, zone }: DateContext): Parsed<ParsedDate, DateReason> {
  const clean = tidy(text).replace(/\s+/g, ' ')
  const head = sameLengthLower(clean.slice(0, MAX_LOOK))
  const moment = DateTime.fromJSDate(now, { zone })
  if (!moment.isValid) return { ok: false, reason: 'no-date' }
  const today = moment.startOf('day')

  const day = firstDay(head, dayPhrases, today, moment) ?? firstDay(head, [monthPhrase], today, moment)
  if (day?.reading === 'impossible') {
    const time = firstTime(blank(head, []), undefined)
    // «в 10.30» is no date but a time.
    return time && typeof time.reading === 'object' && overlaps(time.span, day.span)
      ? timeOnly(time.reading, moment, restOf(clean, [time.span]))
      : { ok: false, reason: 'impossible-date' }
  }
  if (day) {
    const { reading } = day
    if ('instant' in reading) return read(reading.instant, true, restOf(clean, [day.span]))
    const time = firstTime(blank(head, [day.span]), day.span)
    if (time?.reading === 'impossible') return { ok: false, reason: 'impossible-date' }
    if (!time) return read(reading.day, false, restOf(clean, [day.span]))
    const at = wallClock(reading.day, time.reading, zone)
    return at
      ? read(at, true, restOf(clean, [day.span, time.span]))
      : { ok: false, reason: 'impossible-date' }
  }

  const guess = byChrono(head, moment)
  const time = firstTime(head, undefined)
  if (time && (!guess || (time.span.start <= guess.span.start && time.span.end >= guess.span.end))) {
    if (time.reading === 'impossible') return { ok: false, reason: 'impossible-date' }
    return timeOnly(time.reading, moment, restOf(clean, [time.span]))
  }
  if (!guess) return { ok: false, reason: 'no-date' }
  return read(guess.at, guess.hasTime, restOf(clean, [guess.span]))
}

function read(at: DateTime, hasTime: boolean, rest: string): Parsed<ParsedDate, DateReason> {
  if (!at.isValid) return { ok: false, reason: 'impossible-date' }
  return { ok: true, value: { at: at.toJSDate(), hasTime, rest } }
}

function timeOnly(time: TimeReading, moment: DateTime, rest: string): Parsed<ParsedDate, DateReason> {
  const zone = moment.zoneName ?? 'UTC'
  const today = wallClock(moment, time, zone)
  const at = today && today > moment ? today : wallClock(moment.plus({ days: 1 }), time, zone)
  return at ? read(at, true, rest) : { ok: false, reason: 'impossible-date' }
}

function firstDay(
  text: string,
  phrases: DayPhrase[],
  today: DateTime,
  now: DateTime,
): { span: Span; reading: Exclude<DayReading, undefined> } | undefined {
  let best: { span: Span; reading: Exclude<DayReading, undefined> } | undefined
  for (const { pattern, read: readDay } of phrases) {
    const match = pattern.exec(text)
    if (!match) continue
    const span = { start: startWithWordsBefore(text, match.index), end: match.index + match[0].length }
    const sooner =
      !best || span.start < best.span.start || (span.start === best.span.start && span.end > best.span.end)
    if (!sooner) continue
    const reading = readDay(match.groups ?? {}, today, now)
    if (reading !== undefined) best = { span, reading }
  }
  return best
}

/** The time of day in the text: one beside the day if there is one, else the first that is surely a time. */
function firstTime(
  text: string,
  day: Span | undefined,
): { span: Span; reading: TimeReading | 'impossible' } | undefined {
  const found: Array<{ span: Span; reading: TimeReading | 'impossible'; beside: boolean }> = []
  for (const { pattern, loose, read: readTime } of timePhrases) {
    for (const match of text.matchAll(pattern)) {
      const span = { start: startWithWordsBefore(text, match.index), end: match.index + match[0].length }
      const beside = isBeside(text, span, day)
      if (loose && !beside) continue
      const reading = readTime(match.groups ?? {})
      if (reading === undefined || found.some((other) => overlaps(other.span, span))) continue
      found.push({ span, reading, beside })
    }
  }
  return found.sort((a, b) => Number(b.beside) - Number(a.beside) || a.span.start - b.span.start)[0]
}

function isBeside(text: string, span: Span, day: Span | undefined): boolean {
  if (!day) return /^\s*$/.test(text.slice(0, span.start)) && /^(?:\s|[,.!?]|$)/.test(text.slice(span.end))
  const between = span.start >= day.end ? text.slice(day.end, span.start) : text.slice(span.end, day.start)
  return /^[\s,]*$/.test(between)
}

/** Places in the lower-case text are places in the text itself. */
function sameLengthLower(text: string): string {
  const lower = text.toLowerCase()
  return (lower.length === text.length ? lower : text).replace(/ё/g, 'е')
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

/** The same length with the spans hidden, so that a day is not read once more as a time. */
function blank(text: string, spans: Span[]): string {
  return spans.reduce(
    (rest, { start, end }) => rest.slice(0, start) + '\u0000'.repeat(end - start) + rest.slice(end),
    text,
  )
}

function restOf(text: string, spans: Span[]): string {
  const without = [...spans]
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text)
  return without
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.!?])/g, '$1')
    .replace(/^[\s,.;:–—-]+|[\s,;:–—-]+$/g, '')
}

/** chrono takes bare words and durations for dates: «месяца», «1.5 часа», "5 minutes". */
function doubtful(found: string): boolean {
  if (/^\p{L}+$/u.test(found)) return true
  const duration =
    /(?:^|[\d\s])(?:год|лет|месяц|недел|дн|ден|час|минут|секунд|квартал|year|month|week|day|hour|min|sec)/iu
  return (
    duration.test(found) &&
    !/(?:назад|прошл|следующ|будущ|эт(?:о|у|ой)|ago|next|last|this)(?!\p{L})|назад/iu.test(found)
  )
}

function byChrono(
  text: string,
  moment: DateTime,
): { at: DateTime; hasTime: boolean; span: Span } | undefined {
  const reference = { instant: moment.toJSDate(), timezone: moment.offset }
  const reader = /[а-я]/i.test(text) ? russian : GB
  const found = reader.parse(text, reference, { forwardDate: true }).find((result) => !doubtful(result.text))
  if (!found) return undefined
  const span = { start: startWithWordsBefore(text, found.index), end: found.index + found.text.length }
  const zone = moment.zoneName ?? 'UTC'
  if (found.start.isCertain('timezoneOffset')) {
    return {
      at: DateTime.fromJSDate(found.start.date(), { zone }),
      hasTime: found.start.isCertain('hour'),
      span,
    }
  }
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute') => found.start.get(name) ?? 0
  const hasTime =
    found.start.isCertain('hour') ||
    /утр|дн[её]м|вечер|ноч|morning|afternoon|evening|night|noon/i.test(found.text)
  const time = hasTime ? { hour: part('hour'), minute: part('minute') } : { hour: 0, minute: 0 }
  const at = wallClock({ year: part('year'), month: part('month'), day: part('day') }, time, zone)
  return at ? { at, hasTime, span } : undefined
}
