import type { Locale } from '../context.js'
import type { WeeklyHours } from '../staff/staff.model.js'
import { createTexts } from '../texts.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

const { text } = createTexts(ru, en)
const days = ['days.mon', 'days.tue', 'days.wed', 'days.thu', 'days.fri', 'days.sat', 'days.sun'] as const

/** A week in a line, days of the same hours together: «Пн–Пт 9:00–18:00, Сб 11:00–15:00». Days off are left out. */
export function sayHours(week: WeeklyHours, locale: Locale): string {
  const parts: { from: number; to: number; hours: string }[] = []
  for (const [day, spans] of week.entries()) {
    const hours = spans.map(saySpan).join(', ')
    const last = parts.at(-1)
    if (last && last.hours === hours) last.to = day
    else parts.push({ from: day, to: day, hours })
  }
  const name = (day: number) => text(locale, days[day] ?? 'days.mon')
  return parts
    .filter(({ hours }) => hours !== '')
    .map(({ from, to, hours }) => `${name(from)}${to > from ? `–${name(to)}` : ''} ${hours}`)
    .join(', ')
}

/** `09:00-18:00` as `9:00–18:00`. */
function saySpan(span: string): string {
  return span
    .split('-')
    .map((clock) => clock.replace(/^0/, ''))
    .join('–')
}
