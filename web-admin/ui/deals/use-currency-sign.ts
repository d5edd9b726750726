import { useMemo } from 'react'
import { currentLocale } from '../locales/i18n'

/** ₽, $, € */
export function useCurrencySign(currency: string): string {
  const locale = currentLocale()
  return useMemo(() => {
    const format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
    })
    return format.formatToParts(0).find((part) => part.type === 'currency')?.value ?? currency
  }, [locale, currency])
}
