import { currentLocale } from '../locales/i18n'

/** `1985-03-08` or `--03-08` (the year unknown) as people say it. */
export function birthdayText(birthday: string): string {
  const known = /^(\d{4}|-)-(\d{2})-(\d{2})$/.exec(birthday)
  if (!known) return birthday
  const [, year, month, day] = known
  const withYear = year !== '-'
  const date = new Date(`${withYear ? year : '2000'}-${month}-${day}T00:00:00Z`)
  const tag = currentLocale() === 'en' ? 'en-GB' : 'ru-RU'
  return new Intl.DateTimeFormat(tag, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(withYear ? { year: 'numeric' } : {}),
  }).format(date)
}
