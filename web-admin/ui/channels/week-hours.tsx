import { useTranslation } from 'react-i18next'
import { DayHours } from '../settings/day-hours'
import type { Span } from '../settings/spans'

/** The hours of seven days, Monday first. */
export function WeekHours({ hours, onChange }: { hours: Span[][]; onChange: (hours: Span[][]) => void }) {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' })
  // 5 January 2026 was a Monday.
  const names = [5, 6, 7, 8, 9, 10, 11].map((day) => format.format(new Date(Date.UTC(2026, 0, day))))
  return (
    <div>
      {names.map((name, index) => (
        <DayHours
          key={name}
          name={name}
          spans={hours[index] ?? []}
          onChange={(spans) => onChange(hours.map((day, at) => (at === index ? spans : day)))}
        />
      ))}
    </div>
  )
}
