import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { dayKind } from './production-calendar.js'
import {
  closedSince,
  defaultSchedule,
  type Hours,
  hoursOf,
  isOpen,
  nextOpening,
  spansOf,
} from './working-hours.js'

const moscow = hoursOf(defaultSchedule, 'Europe/Moscow')
const at = (iso: string) => new Date(iso)

describe('the Russian production calendar', () => {
  test.each([
    ['2026-01-09', 'day-off'],
    ['2026-01-12', 'workday'],
    ['2026-03-09', 'day-off'],
    ['2026-04-30', 'short'],
    ['2026-05-11', 'day-off'],
    ['2026-11-03', 'short'],
    ['2026-12-31', 'day-off'],
    ['2025-11-01', 'short'],
    ['2025-05-02', 'day-off'],
    ['2026-03-11', 'workday'],
    ['2026-03-14', 'day-off'],
  ])('%s is %s', (day, kind) => {
    expect(dayKind(day)).toBe(kind)
  })

  test('a year without a decree follows article 112: a holiday on a weekend gives the next working day off', () => {
    // 12 June 2033 is a Sunday.
    expect(dayKind('2033-06-13')).toBe('day-off')
    expect(dayKind('2033-06-14')).toBe('workday')
  })
})

describe('working hours', () => {
  test.each([
    ['a weekday noon', '2026-03-11T09:00:00Z', true],
    ['the first minute', '2026-03-11T06:00:00Z', true],
    ['the minute before', '2026-03-11T05:59:59Z', false],
    ['the end is closed', '2026-03-11T15:00:00Z', false],
    ['23:10 in Moscow', '2026-03-11T20:10:00Z', false],
    ['a Saturday', '2026-03-14T09:00:00Z', false],
    ['a holiday on a Monday', '2026-03-09T09:00:00Z', false],
    ['the last hour of a short day', '2026-04-30T14:30:00Z', false],
    ['a short day before its last hour', '2026-04-30T13:30:00Z', true],
    ['a Saturday that the decree made a short workday', '2025-11-01T13:00:00Z', true],
  ])('%s', (_name, instant, open) => {
    expect(isOpen(moscow, at(instant))).toBe(open)
  })

  test('the next opening jumps over a weekend and a holiday', () => {
    expect(nextOpening(moscow, at('2026-03-06T16:00:00Z'))).toEqual(at('2026-03-10T06:00:00Z'))
  })

  test('a closed period has one name from its first to its last minute', () => {
    const names = ['2026-03-11T15:00:00Z', '2026-03-11T20:10:00Z', '2026-03-12T05:59:00Z'].map((i) =>
      closedSince(moscow, at(i)),
    )
    expect(names).toEqual(names.map(() => at('2026-03-11T15:00:00Z')))
  })

  test('a vacation closes the person, not the company', () => {
    const person = hoursOf(defaultSchedule, 'Europe/Moscow', {
      hours: null,
      vacations: [{ from: '2026-03-09', to: '2026-03-15' }],
    })
    expect(isOpen(person, at('2026-03-11T09:00:00Z'))).toBe(false)
    expect(nextOpening(person, at('2026-03-11T09:00:00Z'))).toEqual(at('2026-03-16T06:00:00Z'))
  })

  test('never opening gives no date', () => {
    const closed: Hours = { ...moscow, hours: [[], [], [], [], [], [], []] }
    expect(nextOpening(closed, at('2026-03-11T09:00:00Z'))).toBeNull()
  })

  test('nights of the clock change: the wall clock rules', () => {
    const berlin: Hours = {
      ...moscow,
      productionCalendar: false,
      zone: 'Europe/Berlin',
      hours: Array(7).fill(['01:00-10:00']),
    }
    // 29 March 2026: 02:00 becomes 03:00, so 01:00-10:00 lasts eight hours; 25 October 2026: ten.
    const hours = (day: string) =>
      spansOf(berlin, day).map(({ from, to }) => (to.getTime() - from.getTime()) / 3_600_000)
    expect(hours('2026-03-29')).toEqual([8])
    expect(hours('2026-10-25')).toEqual([10])
    expect(spansOf(berlin, '2026-03-29')[0]?.to).toEqual(at('2026-03-29T08:00:00Z'))
  })

  test('law: whenever it is closed, the next opening is later and open, and the period began not later than now', () => {
    const zones = fc.constantFrom('Europe/Moscow', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu')
    const instants = fc.date({
      min: at('2025-01-01T00:00:00Z'),
      max: at('2028-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(zones, instants, (zone, now) => {
        const hours = { ...moscow, zone }
        const since = closedSince(hours, now)
        const next = nextOpening(hours, now) as Date
        if (since === null) return next.getTime() === now.getTime()
        return (
          since <= now && next > now && isOpen(hours, next) && !isOpen(hours, new Date(next.getTime() - 1))
        )
      }),
      { numRuns: 300 },
    )
  })
})
