/**
 * Wall clock of the company's zone. Everything here takes the zone by its IANA name and instants as `Date`; days are
 * `YYYY-MM-DD`. The browser's own zone plays no part: a manager in Novosibirsk sees the company's hours.
 */

export interface WallTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function partsFormatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(zone, made)
  return made
}

export function wallTime(at: Date, zone: string): WallTime {
  const parts = Object.fromEntries(
    partsFormatter(zone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return { year, month, day, hour, minute, second }
}

const two = (value: number): string => String(value).padStart(2, '0')

export function dayOf(at: Date, zone: string): string {
  const wall = wallTime(at, zone)
  return `${wall.year}-${two(wall.month)}-${two(wall.day)}`
}

/** `YYYY-MM-DD HH:mm:ss`, what the date fields work with. */
export function wallText(at: Date, zone: string): string {
  const wall = wallTime(at, zone)
  return `${dayOf(at, zone)} ${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}`
}

function offsetAt(at: Date, zone: string): number {
  const wall = wallTime(at, zone)
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)
  return asUtc - Math.floor(at.getTime() / 1000) * 1000
}

/**
 * The instant of a wall time `YYYY-MM-DD[ HH:mm[:ss]]` (a `T` is fine too). A time that a clock change skips moves on
 * by the gap; of a repeated one the first is taken.
 */
export function instantOf(wall: string, zone: string): Date {
  const [date = '', time = '00:00:00'] = wall.split(/[ T]/)
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number)
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second)
  const before = offsetAt(new Date(asUtc - 86_400_000), zone)
  const first = new Date(asUtc - before)
  if (offsetAt(first, zone) === before) return first
  return new Date(asUtc - offsetAt(new Date(asUtc - offsetAt(first, zone)), zone))
}

/** The day `days` after it. */
export function shiftDay(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** 1 is Monday, 7 Sunday. */
export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
}
