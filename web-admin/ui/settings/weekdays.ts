import { useTranslation } from 'react-i18next'

/** Names of the days, Monday first, in the person's language. */
export function useWeekdays(): string[] {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' })
  // 5 January 2026 was a Monday.
  return [5, 6, 7, 8, 9, 10, 11].map((day) => format.format(new Date(Date.UTC(2026, 0, day))))
}
