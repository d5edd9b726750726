import { DateTime } from 'luxon'
import type { Locale } from './context.js'
import { translate } from './i18n.js'
import { formatMoney as formatSum } from './parse/format-money.js'
import type { Currency } from './parse/parse-money.js'

export { formatPhone } from './parse/format-phone.js'

/** A sum in minor units as people read it: `formatMoney(150050, 'RUB', 'ru')` is «1 500,50 ₽». Exact to the kopeck. */
export function formatMoney(minor: number, currency: string, locale: Locale): string {
  return formatSum({ minor, currency: currency as Currency }, locale)
}

/** A day in a zone: «5 марта», with the year when it is not that of `now`. */
export function formatDay(date: Date, now: Date, zone: string, locale: Locale): string {
  const day = DateTime.fromJSDate(date, { zone }).setLocale(locale)
  const thisYear = DateTime.fromJSDate(now, { zone }).year === day.year
  return day.toLocaleString({ day: 'numeric', month: 'long', ...(thisYear ? {} : { year: 'numeric' }) })
}

/** Hours and minutes in a zone, `15:00` in both languages. */
export function formatTime(date: Date, zone: string): string {
  return DateTime.fromJSDate(date, { zone }).toFormat('HH:mm')
}

/** A moment as people say it: «сегодня в 15:00», «завтра в 10:00», «5 марта в 15:00». */
export function formatMoment(date: Date, now: Date, zone: string, locale: Locale): string {
  const days = Math.round(
    DateTime.fromJSDate(date, { zone })
      .startOf('day')
      .diff(DateTime.fromJSDate(now, { zone }).startOf('day'), 'days').days,
  )
  const near = nearDays[days]
  const day = near ? translate(locale, near) : formatDay(date, now, zone, locale)
  return translate(locale, 'time.at', { day, time: formatTime(date, zone) })
}

const nearDays: Record<number, 'time.today' | 'time.tomorrow' | 'time.yesterday'> = {
  [-1]: 'time.yesterday',
  0: 'time.today',
  1: 'time.tomorrow',
}
