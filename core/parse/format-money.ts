import type { Money } from './parse-money.js'

const formats = new Map<string, Intl.NumberFormat>()

/** A sum as people of that language read it: «1 500,50 ₽», "$200". Kopecks appear only where there are any. */
export function formatMoney(money: Money, locale: 'ru' | 'en'): string {
  const digits = money.minor % 100 === 0 ? 0 : 2
  const key = `${locale} ${money.currency} ${digits}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: money.currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    formats.set(key, format)
  }
  // A decimal string, not `minor / 100`: the double nearest to a large sum may be a kopeck off.
  const sign = money.minor < 0 ? '-' : ''
  const minor = Math.abs(money.minor)
  const exact = `${sign}${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}` as `${number}`
  return format.format(exact)
}
