import { DateTime } from 'luxon'
import type { Core, Locale } from '../../core/context.js'
import { formatDay, formatTime } from '../../core/format.js'
import type { LaterChoice } from './press.js'
import { say } from './texts.js'

/** The hour of a day that was named without one, in the company's zone. */
const morning = { hour: 10, minute: 0, second: 0, millisecond: 0 }

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** The moment a "later" button means. */
export function laterAt(core: Core, choice: LaterChoice): Date {
  const now = DateTime.fromJSDate(core.clock.now(), { zone: core.company.zone })
  switch (choice) {
    case 'hour':
      return now.plus({ hours: 1 }).toJSDate()
    case 'three-hours':
      return now.plus({ hours: 3 }).toJSDate()
    case 'tomorrow':
      return now.plus({ days: 1 }).set(morning).toJSDate()
    case 'monday':
      return now
        .plus({ days: 8 - now.weekday })
        .set(morning)
        .toJSDate()
  }
}

/** A day without an hour means its morning, and today without an hour means in an hour. */
export function withHour(core: Core, at: Date, hasTime: boolean): Date {
  if (hasTime) return at
  const { zone } = core.company
  const now = DateTime.fromJSDate(core.clock.now(), { zone })
  const moment = DateTime.fromJSDate(at, { zone }).set(morning)
  return moment <= now && moment.hasSame(now, 'day') ? now.plus({ hours: 1 }).toJSDate() : moment.toJSDate()
}

/** A moment said in full, so that a misunderstanding shows: «завтра, 24 ноября, в 15:00». */
export function sayMoment(core: Core, at: Date, locale: Locale): string {
  const { zone } = core.company
  const now = core.clock.now()
  const days = Math.round(
    DateTime.fromJSDate(at, { zone })
      .startOf('day')
      .diff(DateTime.fromJSDate(now, { zone }).startOf('day'), 'days').days,
  )
  const day = formatDay(at, now, zone, locale)
  const time = formatTime(at, zone)
  if (days === 0) return say(locale, 'moment.today', { day, time })
  if (days === 1) return say(locale, 'moment.tomorrow', { day, time })
  const name = weekdays[DateTime.fromJSDate(at, { zone }).weekday - 1] ?? 'monday'
  const weekday = say(locale, `moment.weekdays.${name}`)
  return say(locale, 'moment.other', { weekday, day, time })
}
