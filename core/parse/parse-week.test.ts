import { describe, expect, test } from '@jest/globals'
import { parseDayRange } from './parse-day-range.js'
import { parseWeek } from './parse-week.js'

const context = { now: new Date('2026-03-11T09:00:00Z'), zone: 'Europe/Moscow' }
const off: string[] = []

describe('hours of a week', () => {
  const cases: [string, string[][]][] = [
    ['пн-пт 10-19, сб 11:00-15:00', [...Array<string[]>(5).fill(['10:00-19:00']), ['11:00-15:00'], off]],
    ['будни с 9 до 13 и с 14 до 18', [...Array<string[]>(5).fill(['09:00-13:00', '14:00-18:00']), off, off]],
    ['Вт, чт 12.30–20', [off, ['12:30-20:00'], off, ['12:30-20:00'], off, off, off]],
    ['mon-wed 9-13, 14-18', [...Array<string[]>(3).fill(['09:00-13:00', '14:00-18:00']), off, off, off, off]],
    ['ежедневно 00:00-24:00', Array<string[]>(7).fill(['00:00-24:00'])],
  ]
  test.each(cases)('%s', (text, week) => {
    expect(parseWeek(text)).toEqual({ ok: true, value: week })
  })
  test.each(['', 'как обычно', 'пн-пт', '10-19', 'пн 19-10', 'пн 10-15 и 14-18', 'пн 25-26'])(
    'refuses %j',
    (text) => {
      expect(parseWeek(text).ok).toBe(false)
    },
  )
})

describe('days from and to', () => {
  const cases: [string, string, string][] = [
    ['с 1 по 14 июля', '2026-07-01', '2026-07-14'],
    ['16-20 марта', '2026-03-16', '2026-03-20'],
    ['с 28 по 3 апреля', '2026-03-28', '2026-04-03'],
    ['28 декабря по 8 января', '2026-12-28', '2027-01-08'],
    ['завтра', '2026-03-12', '2026-03-12'],
    ['с 01.04 до 05.04', '2026-04-01', '2026-04-05'],
  ]
  test.each(cases)('%s', (text, from, to) => {
    expect(parseDayRange(text, context)).toEqual({ ok: true, value: { from, to } })
  })
  test.each(['', 'когда-нибудь', 'с 20 марта по 12 марта 2026', 'с 40 по 50 июля'])('refuses %j', (text) => {
    expect(parseDayRange(text, context).ok).toBe(false)
  })
})
