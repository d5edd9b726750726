import { expect, test } from '@jest/globals'
import { formatMoment, formatMoney } from './format.js'

const now = new Date('2026-03-11T20:30:00Z')
const moment = (iso: string, locale: 'ru' | 'en' = 'ru') =>
  formatMoment(new Date(iso), now, 'Europe/Moscow', locale)

test('moments are said by the calendar of the zone, not by hours', () => {
  // 23:30 in Moscow: forty minutes later it is tomorrow there.
  expect(moment('2026-03-11T21:10:00Z')).toBe('завтра в 00:10')
  expect(moment('2026-03-11T20:10:00Z')).toBe('сегодня в 23:10')
  expect(moment('2026-03-10T20:59:00Z')).toBe('вчера в 23:59')
  expect(moment('2026-03-25T12:00:00Z')).toBe('25 марта в 15:00')
  expect(moment('2027-01-05T12:00:00Z')).toContain('2027')
  expect(moment('2026-03-12T12:00:00Z', 'en')).toBe('tomorrow at 15:00')
})

test('sums keep every kopeck', () => {
  const plain = (text: string) => text.replace(/\s/g, ' ')
  expect(plain(formatMoney(150_050, 'RUB', 'ru'))).toBe('1 500,50 ₽')
  expect(plain(formatMoney(900_719_925_474_099, 'RUB', 'ru'))).toBe('9 007 199 254 740,99 ₽')
  expect(formatMoney(20_000, 'USD', 'en')).toBe('$200')
})
