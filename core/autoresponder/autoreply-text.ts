import { DateTime } from 'luxon'
import type { Locale } from '../context.js'
import { createTexts } from '../texts.js'
import type { AutoreplyChoice } from './decide-autoreply.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

const { text } = createTexts(ru, en)

const weekdays = [
  'weekday.monday',
  'weekday.tuesday',
  'weekday.wednesday',
  'weekday.thursday',
  'weekday.friday',
  'weekday.saturday',
  'weekday.sunday',
] as const

/** "завтра, 24 ноября, в 9:00": a coming moment as people say it, in the given zone. */
export function sayWhen(locale: Locale, at: Date, now: Date, zone: string): string {
  const when = DateTime.fromJSDate(at, { zone }).setLocale(locale)
  const today = DateTime.fromJSDate(now, { zone })
  const days = when.startOf('day').diff(today.startOf('day'), 'days').days
  const params = {
    time: when.toFormat('H:mm'),
    date: when.toLocaleString({ day: 'numeric', month: 'long' }),
    weekday: text(locale, weekdays[when.weekday - 1] ?? 'weekday.monday'),
  }
  if (Math.round(days) === 0) return text(locale, 'when.today', params)
  return text(locale, Math.round(days) === 1 ? 'when.tomorrow' : 'when.later', params)
}

/** What the client is told: when people are back and, where the conversation is somebody's, who answers. */
export function autoreplyText(
  locale: Locale,
  choice: AutoreplyChoice,
  context: {
    now: Date
    zone: string
    assigneeName: string | null
    own: string | null
    substituteName?: string | null
  },
): string {
  const { assigneeName, own } = context
  const when = choice.backAt ? sayWhen(locale, choice.backAt, context.now, context.zone) : ''
  const params = { when, name: assigneeName ?? '' }
  // The company's own wording may name both; it is plain text with two placeholders.
  if (own && choice.backAt)
    return own
      .replaceAll('{{when}}', when)
      .replaceAll('{{name}}', assigneeName ?? '')
      .trim()
  const urgent = context.substituteName
    ? ` ${text(locale, 'away.substitute', { name: context.substituteName })}`
    : ''
  if (choice.reason === 'on-break' || urgent)
    return text(locale, choice.backAt ? 'away.person' : 'away.unknown', params) + urgent
  if (!choice.backAt) return text(locale, 'closed.unknown')
  return text(locale, assigneeName ? 'closed.person' : 'closed.company', params)
}
