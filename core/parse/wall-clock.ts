import { DateTime } from 'luxon'

/**
 * The instant at which clocks in `zone` show this. A time that clocks skip in spring moves forward by the gap
 * (02:30 becomes 03:30), of a time they show twice in autumn the first is taken. Undefined where there is no such day.
 */
export function wallClock(
  day: { year: number; month: number; day: number },
  time: { hour: number; minute: number },
  zone: string,
): DateTime | undefined {
  const found = DateTime.fromObject({ year: day.year, month: day.month, day: day.day, ...time }, { zone })
  if (!found.isValid) return undefined
  return DateTime.min(...found.getPossibleOffsets()) ?? found
}
