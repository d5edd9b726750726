import type { DateTime } from 'luxon'
import { COUNT, countOf, MONTH, monthNumber, WEEKDAY, weekdayNumber } from './date-names.js'

/** A day (midnight in its zone), an exact instant, or a date that no calendar has. Undefined: not a date after all. */
export type DayReading = { day: DateTime } | { instant: DateTime } | 'impossible' | undefined

export interface DayPhrase {
  /** Over lower-case text with ё as е and single spaces. */
  pattern: RegExp
  /** `today` is midnight and `now` this moment, both in the zone that dates are read in. */
  read(groups: Record<string, string | undefined>, today: DateTime, now: DateTime): DayReading
}

/** Words that stand before a date and belong to it: they leave with it. */
const BEFORE =
  /(?<!\p{L})(?:(?:не\s(?:позже|позднее)|ближе\sк|примерно|где-то|срок|by|until|before|due|not later than)\s)?(?:(?:в|во|к|ко|до|на|с|со|после|on|by|until|before|at)\s)?$/u

/** Where a phrase that stands at `start` begins with the words before it. */
export function startWithWordsBefore(text: string, start: number): number {
  return start - (BEFORE.exec(text.slice(Math.max(0, start - 30), start))?.[0].length ?? 0)
}

function phrase(source: string, read: DayPhrase['read']): DayPhrase {
  return { pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'u'), read }
}

const YEAR =
  "(?:\\s*,?\\s*(?<year>(?:19|20|21)\\d\\d|'?\\d\\d(?!\\s*(?::|шт|час)|\\d))(?:\\s*(?:г\\.?|года?|году))?)?"
const AGAIN =
  '(?<which>эт(?:у|от|о|ой|им|ого|ом)|ближайш(?:ий|ую|ее|ем)|следующ(?:ий|ую|ее|ей|его|ем)|прошл(?:ый|ую|ое|ой|ого|ом)|this|next|last)'

/** Ways to name a day, the more telling first; where two match at the same place the longer wins. */
export const dayPhrases: DayPhrase[] = [
  phrase('(?<day>\\d{1,2})\\s(?<month>\\d{1,2})\\s(?<year>20\\d\\d)', numeric),
  phrase('(?<year>(?:19|20|21)\\d\\d)[-./](?<month>\\d{1,2})[-./](?<day>\\d{1,2})', numeric),
  phrase(
    '(?<day>\\d{1,2})(?<mark>\\s?[./-]\\s?)(?<month>\\d{1,2})\\k<mark>(?<year>(?:19|20|21)?\\d\\d)(?:\\s*(?:г\\.?|года?))?',
    numeric,
  ),
  phrase(
    '(?<!\\d[.,:/])(?:\\d{1,2}[./]\\d{1,2}\\s*[-–—]\\s*)?(?<day>\\d{1,2})[./](?<month>\\d{1,2})(?![.,:/-]\\d|\\s?(?:кг|см|мм|м|тыс|млн|%|шт|руб|час|мин|дн|нед|мес))',
    numeric,
  ),
  phrase(
    `(?:\\d{1,2}(?:-?го)?\\s*(?:по|[-–—])\\s*)?(?<day>\\d{1,2})(?:-?(?:го|ого|е|ое|му|ому|st|nd|rd|th))?\\s*(?:of\\s+)?(?<name>${MONTH})\\.?${YEAR}`,
    named,
  ),
  phrase(
    `(?<name>${MONTH})\\.?\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?(?!\\s*(?::|шт|час|руб|[.,]?\\d))${YEAR}`,
    named,
  ),
  phrase('(?<day>\\d{1,2})(?:\\s+числа|-?(?:го|ого|му|ому)(?:\\s+числ[ау])?)', (groups, today) =>
    dayOfMonth(Number(groups.day), today),
  ),

  phrase('сегодня(?:шний\\s+день)?|today', (_, today) => ({ day: today })),
  phrase('послезавтра|the day after tomorrow', (_, today) => ({ day: today.plus({ days: 2 }) })),
  phrase('завтра(?:шн(?:ий|его|ему)\\s+(?:день|дня|дню))?|tomorrow', (_, today) => ({
    day: today.plus({ days: 1 }),
  })),
  phrase('позавчера', (_, today) => ({ day: today.minus({ days: 2 }) })),
  phrase('вчера|yesterday', (_, today) => ({ day: today.minus({ days: 1 }) })),

  phrase(
    `(?:(?<week>этой|следующей|будущей)\\s+недел[еи],?\\s+(?:во?\\s+)?)?(?:${AGAIN}\\s+)?(?<name>${WEEKDAY})\\.?(?:\\s+(?<after>следующей|будущей|этой)\\s+недели)?`,
    weekday,
  ),
  phrase(
    `${AGAIN}\\s+(?<unit>недел[юяие]|месяц(?:а|е)?|квартал(?:а|е)?|год(?:а|у)?|week|month|year)`,
    unitAround,
  ),
  phrase(
    '(?:(?<part>начал[оеуа]|середин[аеуы]|кон(?:ец|ца|це|цу)|the\\s+(?:end|middle|beginning)\\s+of|end\\s+of)\\s+)(?:(?:the\\s+)?(?<which>этого|этой|следующего|следующей|будущего|будущей|this|next)\\s+)?(?:the\\s+)?(?<unit>дня|недели|месяца|квартала|года|day|week|month|quarter|year)',
    partOfUnit,
  ),
  phrase(
    `(?<part>начал[оеуа]|середин[аеуы]|кон(?:ец|ца|це|цу)|(?:the\\s+)?(?:end|middle|beginning)\\s+of)\\s+(?<name>${MONTH})${YEAR}`,
    partOfMonth,
  ),
  phrase('выходны(?:е|х|м)|the weekend', (_, today) => ({ day: today.set({ weekday: 6 }) })),
  phrase("нов(?:ый|ому|ого)\\s+год(?:а|у)?|н\\.?г\\.?|new\\s+year(?:'?s)?(?:\\s+eve)?", (_, today) => ({
    day: today.set({ month: 12, day: 31 }),
  })),
  phrase('рождеств(?:о|а|у)', (_, today) => yearly(today, 1, 7)),
  phrase('christmas', (_, today) => yearly(today, 12, 25)),
  phrase('майски(?:е|х|м)(?:\\s+праздник(?:и|ов|ам))?', (_, today) => yearly(today, 5, 1)),

  phrase(
    `(?:через|спустя|в\\s+течени[ие]|in|within|after)\\s+(?:(?<count>${COUNT})(?:\\s?[-–—]\\s?(?<upto>${COUNT}))?\\s*)?(?<unit>${unitNames()})(?:\\s+(?:и\\s+)?(?<count2>${COUNT})\\s*(?<unit2>минут[уы]?|мин|дн(?:я|ей)|день|minutes?))?`,
    later,
  ),
  phrase(
    `(?<unit>часа|часов|минут|дня|дней|недели|недель|месяца|месяцев)\\s+через\\s+(?<count>${COUNT})`,
    later,
  ),
  {
    // The whole answer is how long it may take: «две недели».
    pattern: new RegExp(
      `^\\s*(?:за\\s+)?(?<count>${COUNT})(?:\\s?[-–—]\\s?(?<upto>${COUNT}))?\\s*(?<unit>${unitNames()})[.!\\s]*$`,
      'u',
    ),
    read: later,
  },
  phrase('через\\s+(?:пол)(?<unit>часа|года|месяца|дня)', (groups, today, now) =>
    later({ ...groups, count: '0.5' }, today, now),
  ),
  phrase('через\\s+час[\\s-]+(?:другой|полтора)', (_, today, now) =>
    later({ unit: 'часа', count: '1.5' }, today, now),
  ),
]

/** A bare month: «к декабрю», "in May". Weaker than the rest, so tried only where nothing else is a date. */
export const monthPhrase: DayPhrase = {
  pattern: new RegExp(
    `(?<![\\p{L}\\p{N}])(?:в|к|до|на|in|by|until)\\s+(?<name>${MONTH})${YEAR}(?![\\p{L}\\p{N}])`,
    'u',
  ),
  read(groups, today) {
    const month = monthNumber(lower(groups.name))
    if (month === 0) return undefined
    if (month === today.month && !groups.year) return { day: today.endOf('month').startOf('day') }
    return named({ ...groups, day: '1' }, today)
  },
}

function unitNames(): string {
  return 'час(?:а|ов|ик)?|минут(?:у|ы|ок)?|мин|секунд(?:у|ы)?|день|дн(?:я|ей)|денек|сут(?:ки|ок)|недел(?:ю|и|ь|ьку)|месяц(?:а|ев)?|год(?:а)?|лет|hours?|minutes?|mins?|days?|weeks?|months?|years?'
}

function numeric(groups: Record<string, string | undefined>, today: DateTime): DayReading {
  return calendar(groups.year, Number(groups.month), Number(groups.day), today)
}

function named(groups: Record<string, string | undefined>, today: DateTime): DayReading {
  const month = monthNumber(lower(groups.name))
  return month === 0 ? undefined : calendar(groups.year, month, Number(groups.day), today)
}

/** A date without a year is the next one; with a year it is what it says, past or not. */
function calendar(year: string | undefined, month: number, day: number, today: DateTime): DayReading {
  if (year !== undefined) {
    const found = today.set({ year: fullYear(year.replace("'", ''), today.year), month: 1, day: 1 })
    return onDay(found, month, day) ?? 'impossible'
  }
  return yearly(today, month, day)
}

function yearly(today: DateTime, month: number, day: number): DayReading {
  const thisYear = onDay(today, month, day)
  if (thisYear && thisYear.day >= today) return thisYear
  return onDay(today.plus({ years: 1 }), month, day) ?? 'impossible'
}

function onDay(inYear: DateTime, month: number, day: number): { day: DateTime } | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined
  const first = inYear.set({ month, day: 1 })
  return first.daysInMonth && day <= first.daysInMonth ? { day: first.set({ day }) } : undefined
}

/** "26" is 2026; "85" is 1985, as nobody orders sixty years ahead. */
function fullYear(year: string, current: number): number {
  if (year.length === 4) return Number(year)
  const near = 2000 + Number(year)
  return near > current + 20 ? near - 100 : near
}

function dayOfMonth(day: number, today: DateTime): DayReading {
  if (day < 1 || day > 31) return 'impossible'
  for (let ahead = 0; ahead <= 2; ahead++) {
    const found = onDay(
      today.set({ day: 1 }).plus({ months: ahead }),
      today.set({ day: 1 }).plus({ months: ahead }).month,
      day,
    )
    if (found && found.day >= today) return found
  }
  return 'impossible'
}

function weekday(groups: Record<string, string | undefined>, today: DateTime): DayReading {
  const number = weekdayNumber(lower(groups.name))
  if (number === 0) return undefined
  const inWeek = today.set({ weekday: number as 1 | 2 | 3 | 4 | 5 | 6 | 7 })
  const which = lower(groups.which)
  const after = lower(groups.after ?? groups.week)
  if (/^(?:прошл|last)/.test(which)) return { day: inWeek < today ? inWeek : inWeek.minus({ weeks: 1 }) }
  if (/^(?:следующ|next)/.test(which) || /^(?:следующ|будущ)/.test(after))
    return { day: inWeek.plus({ weeks: 1 }) }
  // On a Friday "в пятницу" is the next one: of today people say "сегодня" or "в эту пятницу".
  const forward = /^(?:эт|this)/.test(which) ? inWeek >= today : inWeek > today
  return { day: forward ? inWeek : inWeek.plus({ weeks: 1 }) }
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year'

function unitOf(word: string): Unit {
  if (/^(?:недел|week)/.test(word)) return 'week'
  if (/^(?:месяц|month)/.test(word)) return 'month'
  if (/^(?:квартал|quarter)/.test(word)) return 'quarter'
  return /^(?:год|year)/.test(word) ? 'year' : 'day'
}

/** «на следующей неделе» is its Monday, «на этой неделе» its Friday: the working day that the plan is safe with. */
function unitAround(groups: Record<string, string | undefined>, today: DateTime): DayReading {
  const unit = unitOf(lower(groups.unit))
  const which = lower(groups.which)
  if (/^(?:следующ|next)/.test(which)) return { day: today.plus({ [unit]: 1 }).startOf(unit) }
  if (/^(?:прошл|last)/.test(which)) return { day: today.minus({ [unit]: 1 }).startOf(unit) }
  return { day: lastDay(today, unit) }
}

function partOfUnit(groups: Record<string, string | undefined>, today: DateTime): DayReading {
  const unit = unitOf(lower(groups.unit))
  const inside = /^(?:следующ|будущ|next)/.test(lower(groups.which)) ? today.plus({ [unit]: 1 }) : today
  const part = lower(groups.part)
  if (/кон|end/.test(part)) return { day: lastDay(inside, unit, today) }
  const first = inside.startOf(unit)
  if (/начал|begin/.test(part)) return { day: first }
  const middle = { day: 0, week: 2, month: 14, quarter: 45, year: 181 }[unit]
  return { day: first.plus({ days: middle }) }
}

/** A week ends on Friday for people at work, on Sunday for those who ask on a weekend. */
function lastDay(inside: DateTime, unit: Unit, today: DateTime = inside): DateTime {
  if (unit !== 'week') return inside.endOf(unit).startOf('day')
  const friday = inside.set({ weekday: 5 })
  return friday < today ? inside.set({ weekday: 7 }) : friday
}

function partOfMonth(groups: Record<string, string | undefined>, today: DateTime): DayReading {
  const month = monthNumber(lower(groups.name))
  if (month === 0) return undefined
  const part = lower(groups.part)
  const year = groups.year ?? String(month < today.month ? today.year + 1 : today.year)
  const first = calendar(year, month, 1, today)
  if (first === undefined || first === 'impossible' || !('day' in first)) return first
  if (/кон|end/.test(part)) return { day: first.day.endOf('month').startOf('day') }
  return { day: /серед|middle/.test(part) ? first.day.set({ day: 15 }) : first.day }
}

/** Hours and minutes are counted in real time from now, also over a change of clocks; days keep to the calendar. */
function later(groups: Record<string, string | undefined>, today: DateTime, now: DateTime): DayReading {
  const unit = lower(groups.unit)
  // Of "2-3 дня" the later end: a promise that is surely kept.
  const count = countOf(lower(groups.upto) || lower(groups.count) || undefined)
  if (count > 10_000) return undefined
  const more = groups.count2 ? countOf(lower(groups.count2)) : 0
  if (/^(?:час|hour)/.test(unit)) return { instant: now.plus({ minutes: Math.round(count * 60) + more }) }
  if (/^(?:мин|min)/.test(unit)) return { instant: now.plus({ minutes: count }) }
  if (/^секунд/.test(unit)) return { instant: now.plus({ seconds: count }) }
  const half = count % 1 !== 0
  const whole = Math.floor(count)
  if (/^(?:недел|week)/.test(unit)) return { day: today.plus({ days: Math.round(count * 7) }) }
  if (/^(?:месяц|month)/.test(unit)) return { day: today.plus({ months: whole, days: half ? 15 : 0 }) }
  if (/^(?:год|лет|year)/.test(unit)) return { day: today.plus({ years: whole, months: half ? 6 : 0 }) }
  // «через полдня»: half a day of work is four hours.
  if (count < 1) return { instant: now.plus({ hours: 4 }) }
  return { day: today.plus({ days: Math.ceil(count) }) }
}

function lower(text: string | undefined): string {
  return text?.toLowerCase() ?? ''
}
