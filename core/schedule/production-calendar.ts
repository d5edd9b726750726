import { readFileSync } from 'node:fs'
import { DateTime } from 'luxon'
import { parse } from 'yaml'
import { z } from 'zod'

/** What a calendar date is to those who work by the production calendar. */
export type DayKind = 'workday' | 'short' | 'day-off'

const isoDay = z
  .union([z.string(), z.date().transform((d) => d.toISOString().slice(0, 10))])
  .pipe(z.iso.date())
const yearSchema = z.object({ daysOff: z.array(isoDay), workdays: z.array(isoDay), short: z.array(isoDay) })

const decreed = z
  .record(z.string(), yearSchema)
  .parse(parse(readFileSync(new URL('./ru-calendar.yaml', import.meta.url), 'utf8')))

const years = new Map<number, { daysOff: Set<string>; workdays: Set<string>; short: Set<string> }>()

/**
 * The kind of a day (`YYYY-MM-DD`) in Russia. A workday may fall on a weekend and a day off on a weekday, as the decree
 * of the year says; the day before a public holiday is an hour shorter. Source: Labour Code, articles 95 and 112.
 */
export function dayKind(day: string): DayKind {
  const year = calendarOf(Number(day.slice(0, 4)))
  if (year.daysOff.has(day)) return 'day-off'
  if (!year.workdays.has(day) && isWeekend(day)) return 'day-off'
  return year.short.has(day) ? 'short' : 'workday'
}

/** Whether the government's transfers of this year are known to this version. */
export function isDecreed(year: number): boolean {
  return String(year) in decreed
}

function calendarOf(year: number) {
  let calendar = years.get(year)
  if (!calendar) {
    const data = decreed[String(year)] ?? byLabourCode(year)
    calendar = {
      daysOff: new Set(data.daysOff),
      workdays: new Set(data.workdays),
      short: new Set(data.short),
    }
    years.set(year, calendar)
  }
  return calendar
}

/** Holidays of article 112, month-day. Those of January are moved by decree only. */
const january = ['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08']
const others = ['02-23', '03-08', '05-01', '05-09', '06-12', '11-04']

function byLabourCode(year: number): z.infer<typeof yearSchema> {
  const daysOff = new Set([...january, ...others].map((day) => `${year}-${day}`))
  for (const day of others.map((d) => `${year}-${d}`)) {
    if (!isWeekend(day)) continue
    // A holiday on a weekend gives the next working day off.
    let next = nextDay(day)
    while (isWeekend(next) || daysOff.has(next)) next = nextDay(next)
    daysOff.add(next)
  }
  const short = [`${year}-12-31`, ...others.map((d) => previousDay(`${year}-${d}`))]
  return {
    daysOff: [...daysOff],
    workdays: [],
    short: short.filter((day) => !isWeekend(day) && !daysOff.has(day)),
  }
}

function isWeekend(day: string): boolean {
  return DateTime.fromISO(day, { zone: 'utc' }).weekday > 5
}

function nextDay(day: string): string {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days: 1 }).toISODate() as string
}

function previousDay(day: string): string {
  return DateTime.fromISO(day, { zone: 'utc' }).minus({ days: 1 }).toISODate() as string
}
