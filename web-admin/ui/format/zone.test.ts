import { describe, expect, it } from '@jest/globals'
import { dayOf, instantOf, shiftDay, wallText, weekdayOf } from './zone'

describe('wall clock of a zone', () => {
  it.each([
    ['2026-11-23 10:00', 'Europe/Moscow', '2026-11-23T07:00:00.000Z'],
    ['2026-11-23', 'Asia/Vladivostok', '2026-11-22T14:00:00.000Z'],
    ['2026-07-01T12:30:15', 'Europe/Berlin', '2026-07-01T10:30:15.000Z'],
    ['2026-12-01 12:30:15', 'Europe/Berlin', '2026-12-01T11:30:15.000Z'],
  ])('%s in %s is %s', (wall, zone, instant) => {
    expect(instantOf(wall, zone).toISOString()).toBe(instant)
  })

  it('goes there and back on both nights of a clock change', () => {
    // Berlin: 02:00 -> 03:00 on 29 March, 03:00 -> 02:00 on 25 October 2026.
    for (const wall of [
      '2026-03-29 01:59:00',
      '2026-03-29 03:00:00',
      '2026-10-25 01:59:00',
      '2026-10-25 03:00:00',
    ]) {
      expect(wallText(instantOf(wall, 'Europe/Berlin'), 'Europe/Berlin')).toBe(wall)
    }
  })

  it('moves a time that is skipped on by the gap, and takes the first of a repeated one', () => {
    expect(wallText(instantOf('2026-03-29 02:30:00', 'Europe/Berlin'), 'Europe/Berlin')).toBe(
      '2026-03-29 03:30:00',
    )
    expect(instantOf('2026-10-25 02:30:00', 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })

  it('names the day by the zone and not by UTC', () => {
    expect(dayOf(new Date('2026-11-23T21:30:00Z'), 'Europe/Moscow')).toBe('2026-11-24')
    expect(dayOf(new Date('2026-11-23T01:30:00Z'), 'America/New_York')).toBe('2026-11-22')
  })

  it('counts days over months and knows weekdays', () => {
    expect(shiftDay('2026-12-31', 1)).toBe('2027-01-01')
    expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28')
    expect(weekdayOf('2026-11-23')).toBe(1)
    expect(weekdayOf('2026-11-29')).toBe(7)
  })
})
