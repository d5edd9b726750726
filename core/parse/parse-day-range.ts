import { DateTime } from 'luxon'
import { type DateContext, parseDate } from './parse-date.js'
import type { Parsed } from './parsed.js'

/** Days `YYYY-MM-DD`, both ends included. */
export interface DayRange {
  from: string
  to: string
}

/** What stands between two days; the words around have their spaces taken off. */
const between = /\s(?:по|до|to|until)\s|[-–—]/iu
const leading = /^(?:с|со|from)\s/iu

/** «с 1 по 14 июля», «28.12-08.01», «завтра»: days from and to. `no-range` for what names no day or ends before it begins. */
export function parseDayRange(text: string, context: DateContext): Parsed<DayRange, 'no-range'> {
  const refused = { ok: false, reason: 'no-range' } as const
  const { zone } = context
  const words = text.trim().replace(leading, '')
  const middle = between.exec(words)
  const left = middle ? words.slice(0, middle.index).trim() : words
  const right = middle ? words.slice(middle.index + middle[0].length).trim() : words
  const end = parseDate(right, context)
  if (!end.ok) return refused
  const to = DateTime.fromJSDate(end.value.at, { zone }).startOf('day')
  const bare = middle !== null && /^\d{1,2}$/.test(left)
  const begin = bare ? null : parseDate(left, context)
  if (begin && !begin.ok) return refused
  // «с 28 по 3 июля» began in the month before.
  const from = begin
    ? DateTime.fromJSDate(begin.value.at, { zone }).startOf('day')
    : dayBefore(to, Number(left))
  if (!from?.isValid || from > to || to.diff(from, 'days').days > 366) return refused
  return { ok: true, value: { from: from.toISODate() as string, to: to.toISODate() as string } }
}

function dayBefore(to: DateTime, day: number): DateTime | null {
  const month = day > to.day ? to.startOf('month').minus({ months: 1 }) : to.startOf('month')
  return day >= 1 && day <= (month.daysInMonth ?? 0) ? month.set({ day }) : null
}
