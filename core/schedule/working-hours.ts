import { LRUCache } from 'lru-cache'
import { DateTime } from 'luxon'
import { z } from 'zod'
import type { WeeklyHours } from '../staff/staff.model.js'
import { dayKind } from './production-calendar.js'

const span = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, 'span')
  .refine((value) => minutesOf(value.slice(0, 5)) < minutesOf(value.slice(6)), 'span-order')
const day = z.array(span).max(4)
/** Monday first; `["09:00-13:00", "14:00-18:00"]` is a day with a lunch break, `[]` a day off. */
export const weeklyHours = z.array(day).length(7)

/** When the company answers. Kept in `settings` under `schedule`. */
export const companySchedule = z.object({
  hours: weeklyHours,
  /** Follow the Russian production calendar: holidays, moved days, short days. */
  productionCalendar: z.boolean(),
  /** Own exceptions, `YYYY-MM-DD`; they win over the calendar. */
  daysOff: z.array(z.iso.date()).max(400),
  workdays: z.array(z.iso.date()).max(400),
})
export type CompanySchedule = z.infer<typeof companySchedule>

const weekday = ['09:00-18:00']
export const defaultSchedule: CompanySchedule = {
  hours: [weekday, weekday, weekday, weekday, weekday, [], []],
  productionCalendar: true,
  daysOff: [],
  workdays: [],
}

/** Whose hours: the company's, or a person's own with their vacations. */
export interface Hours extends CompanySchedule {
  /** IANA zone the hours are written in. */
  zone: string
  vacations: { from: string; to: string }[]
}

/** Nobody plans further ahead than this; no opening within it means "closed for good". */
const horizonDays = 60
/** Which weekday's hours a working Saturday or Sunday has: those of a Friday, the usual end of a week. */
const movedWorkday = 4

/** The hours of a person who keeps their own, else those of the channel account, else the company's. */
export function hoursOf(
  company: CompanySchedule,
  zone: string,
  person?: { hours: WeeklyHours | null; vacations: { from: string; to: string }[] } | null,
  account?: { workingHours: WeeklyHours | null } | null,
): Hours {
  const hours = person?.hours ?? account?.workingHours ?? company.hours
  return { ...company, hours, vacations: person?.vacations ?? [], zone }
}

/** Working spans of a calendar day in `hours.zone`, as instants, in order. Nights of the clock change come out right. */
export function spansOf(hours: Hours, isoDay: string): { from: Date; to: Date }[] {
  if (hours.vacations.some(({ from, to }) => from <= isoDay && isoDay <= to)) return []
  if (hours.daysOff.includes(isoDay)) return []
  const date = DateTime.fromISO(isoDay, { zone: hours.zone })
  const own = hours.hours[date.weekday - 1] ?? []
  const forced = hours.workdays.includes(isoDay)
  const kind = hours.productionCalendar && !forced ? dayKind(isoDay) : 'workday'
  const weekend = date.weekday > 5
  // The calendar closes weekdays and opens weekends; it does not close a weekend the company chose to work on.
  if (kind === 'day-off' && !(weekend && own.length > 0)) return []
  const moved = own.length === 0 && weekend && (forced || (hours.productionCalendar && kind !== 'day-off'))
  const spans = (moved ? (hours.hours[movedWorkday] ?? []) : own).map((text) => ({
    from: at(date, text.slice(0, 5)),
    to: at(date, text.slice(6)),
  }))
  return kind === 'short' ? shortenByHour(spans) : spans
}

/** Whether it is working time. The end of a span is closed. */
export function isOpen(hours: Hours, instant: Date): boolean {
  return stretchAt(hours, instant).open
}

/** The next moment work begins after `instant`; `instant` itself while open; null when nothing opens within 60 days. */
export function nextOpening(hours: Hours, instant: Date): Date | null {
  const { open, to } = stretchAt(hours, instant)
  return open ? instant : to
}

/** When the closed period around `instant` began: its name, for "once per closed period". Null while open. */
export function closedSince(hours: Hours, instant: Date): Date | null {
  const { open, from } = stretchAt(hours, instant)
  return open ? null : from
}

/** Time without a change: at work, or closed. */
interface Stretch {
  open: boolean
  from: Date
  /** Null: nothing opens within 60 days. */
  to: Date | null
}

/** The last one of each hours. Every message asks, the answer stays for hours, and calendars are slow to work out. */
const lastStretches = new LRUCache<string, Stretch>({ max: 500 })

function stretchAt(hours: Hours, instant: Date): Stretch {
  const key = JSON.stringify(hours)
  const last = lastStretches.get(key)
  if (last?.to && last.from <= instant && instant < last.to) return last
  const stretch = findStretch(hours, instant)
  lastStretches.set(key, stretch)
  return stretch
}

function findStretch(hours: Hours, instant: Date): Stretch {
  const today = DateTime.fromJSDate(instant, { zone: hours.zone })
  const spansIn = (days: number) => spansOf(hours, today.plus({ days }).toISODate() as string)
  const span = spansIn(0).find(({ from, to }) => from <= instant && instant < to)
  if (span) return { open: true, ...span }
  const search = (step: 1 | -1, find: (spans: { from: Date; to: Date }[]) => Date | undefined) => {
    for (let days = 0; days <= horizonDays; days++) {
      const found = find(spansIn(days * step))
      if (found) return found
    }
    return null
  }
  return {
    open: false,
    from:
      search(-1, (spans) => spans.findLast(({ to }) => to <= instant)?.to) ??
      today.minus({ days: horizonDays }).startOf('day').toJSDate(),
    to: search(1, (spans) => spans.find(({ from }) => from > instant)?.from),
  }
}

/** The moment at which `minutes` of work have passed since `instant`; null when not so many are ahead within 60 days. */
export function addWorkingMinutes(hours: Hours, instant: Date, minutes: number): Date | null {
  let left = minutes * 60_000
  const start = DateTime.fromJSDate(instant, { zone: hours.zone })
  for (let days = 0; days <= horizonDays; days++) {
    for (const { from, to } of spansOf(hours, start.plus({ days }).toISODate() as string)) {
      const begins = Math.max(from.getTime(), instant.getTime())
      const length = to.getTime() - begins
      if (length <= 0) continue
      if (length >= left) return new Date(begins + left)
      left -= length
    }
  }
  return null
}

function at(date: DateTime, clock: string): Date {
  const minutes = minutesOf(clock)
  // By the wall clock, not by adding hours: the day of a clock change has 23 or 25 of them.
  return date
    .startOf('day')
    .set({ hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 })
    .plus({ days: minutes === 1440 ? 1 : 0 })
    .toJSDate()
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
}

function shortenByHour(spans: { from: Date; to: Date }[]): { from: Date; to: Date }[] {
  const last = spans.at(-1)
  if (!last) return spans
  const to = new Date(last.to.getTime() - 3_600_000)
  return to > last.from ? [...spans.slice(0, -1), { from: last.from, to }] : spans.slice(0, -1)
}
