import { DateTime } from 'luxon'

/**
 * A date as people read it, in their zone: «25 декабря 2026, 15:00», "25 December 2026". `parseDate` reads it back.
 * `zone` is an IANA name.
 */
export function formatDate(
  at: Date,
  options: { zone: string; locale: 'ru' | 'en'; hasTime: boolean },
): string {
  const local = DateTime.fromJSDate(at, { zone: options.zone }).setLocale(options.locale)
  return local.toFormat(options.hasTime ? 'd MMMM yyyy, HH:mm' : 'd MMMM yyyy')
}
