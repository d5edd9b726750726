import i18next from 'i18next'
import type { Money } from '../../api/contract'
import { dayOf, shiftDay } from './zone'

/** Dates, times and sums in the person's language and the company's zone. */
export interface Format {
  /** 14:05 */
  time(at: string): string
  /** 3 марта, or 3 марта 2025 г. of another year. */
  day(at: string): string
  /** сегодня 14:05, завтра 10:00, 3 марта 14:05 */
  moment(at: string): string
  /** 3 марта 2026 г., 14:05 */
  full(at: string): string
  /** Short, for lists: 14:05, вчера, 3 мар. */
  brief(at: string): string
  /** Short day for dates without an hour: сегодня, завтра, 3 мар. */
  briefDay(at: string): string
  /** 5 мин, 2 ч, 3 дн: how long since. */
  since(at: string): string
  /** Сегодня, Вчера, 3 марта: line between days. */
  dayLine(at: string): string
  money(amount: Money): string
  number(value: number): string
  size(bytes: number): string
}

export function makeFormat(locale: string, zone: string, now: () => Date): Format {
  const tag = locale === 'en' ? 'en-GB' : 'ru-RU'
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone: zone, ...options })
  const timeOnly = dates({ hour: '2-digit', minute: '2-digit' })
  const dayMonth = dates({ day: 'numeric', month: 'long' })
  const dayMonthYear = dates({ day: 'numeric', month: 'long', year: 'numeric' })
  const shortDay = dates({ day: 'numeric', month: 'short' })
  const shortDayYear = dates({ day: 'numeric', month: 'numeric', year: '2-digit' })
  const fullMoment = dates({
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 })
  const monies = new Map<string, Intl.NumberFormat>()

  const dayName = (at: string): 'today' | 'yesterday' | 'tomorrow' | null => {
    const today = dayOf(now(), zone)
    const that = dayOf(new Date(at), zone)
    if (that === today) return 'today'
    if (that === shiftDay(today, -1)) return 'yesterday'
    return that === shiftDay(today, 1) ? 'tomorrow' : null
  }
  const sameYear = (at: string) => dayOf(new Date(at), zone).slice(0, 4) === dayOf(now(), zone).slice(0, 4)
  const day = (at: string) => (sameYear(at) ? dayMonth : dayMonthYear).format(new Date(at))
  const time = (at: string) => timeOnly.format(new Date(at))
  const unit = (value: number, name: 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)

  return {
    time,
    day,
    moment(at) {
      const name = dayName(at)
      return name ? `${i18next.t(`common.${name}`).toLowerCase()}, ${time(at)}` : `${day(at)}, ${time(at)}`
    },
    full: (at) => fullMoment.format(new Date(at)),
    brief(at) {
      const name = dayName(at)
      if (name === 'today') return time(at)
      if (name === 'yesterday') return i18next.t('common.yesterday').toLowerCase()
      return (sameYear(at) ? shortDay : shortDayYear).format(new Date(at)).replace(/\.$/, '')
    },
    briefDay(at) {
      const name = dayName(at)
      if (name) return i18next.t(`common.${name}`).toLowerCase()
      return (sameYear(at) ? shortDay : shortDayYear).format(new Date(at)).replace(/\.$/, '')
    },
    since(at) {
      const minutes = Math.max(0, Math.floor((now().getTime() - new Date(at).getTime()) / 60_000))
      if (minutes < 1) return i18next.t('common.justNow')
      if (minutes < 60) return unit(minutes, 'minute')
      if (minutes < 48 * 60) return unit(Math.floor(minutes / 60), 'hour')
      return unit(Math.floor(minutes / 1440), 'day')
    },
    dayLine(at) {
      const name = dayName(at)
      return name ? i18next.t(`common.${name}`) : day(at)
    },
    money(amount) {
      const digits = Number.isInteger(amount.value) ? 0 : 2
      const key = `${amount.currency}${digits}`
      let money = monies.get(key)
      if (!money) {
        money = new Intl.NumberFormat(tag, {
          style: 'currency',
          currency: amount.currency,
          currencyDisplay: 'narrowSymbol',
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        })
        monies.set(key, money)
      }
      return money.format(amount.value)
    },
    number: (value) => whole.format(value),
    size(bytes) {
      if (bytes < 1024) return i18next.t('size.b', { value: bytes })
      if (bytes < 1024 * 1024) return i18next.t('size.kb', { value: whole.format(Math.round(bytes / 1024)) })
      return i18next.t('size.mb', { value: whole.format(Math.round(bytes / 104857.6) / 10) })
    },
  }
}
