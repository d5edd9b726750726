import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { formatDate } from './format-date.js'
import { parseDate } from './parse-date.js'

/** Wednesday, noon in Moscow. */
const NOW = '2026-11-18T12:00'
const MOSCOW = 'Europe/Moscow'

function readAt(text: string, now = NOW, zone = MOSCOW): string {
  const read = parseDate(text, { now: DateTime.fromISO(now, { zone }).toJSDate(), zone })
  if (!read.ok) return read.reason
  const local = DateTime.fromJSDate(read.value.at, { zone })
  return local.toFormat(read.value.hasTime ? "yyyy-MM-dd'T'HH:mm" : 'yyyy-MM-dd')
}

describe('days', () => {
  test.each([
    ['сегодня', '2026-11-18'],
    ['завтра', '2026-11-19'],
    ['Послезавтра', '2026-11-20'],
    ['вчера', '2026-11-17'],
    ['в пятницу', '2026-11-20'],
    ['к пятнице', '2026-11-20'],
    ['пт', '2026-11-20'],
    ['в понедельник', '2026-11-23'],
    ['в среду', '2026-11-25'],
    ['в эту среду', '2026-11-18'],
    ['в следующий вторник', '2026-11-24'],
    ['во вторник следующей недели', '2026-11-24'],
    ['на следующей неделе в среду', '2026-11-25'],
    ['в прошлый вторник', '2026-11-17'],
    ['через неделю', '2026-11-25'],
    ['через две недели', '2026-12-02'],
    ['через 2-3 недели', '2026-12-09'],
    ['через месяц', '2026-12-18'],
    ['через полгода', '2027-05-18'],
    ['в течение 2 недель', '2026-12-02'],
    ['дня через три', '2026-11-21'],
    ['две недели', '2026-12-02'],
    ['3 дня', '2026-11-21'],
    ['3 дня назад', '2026-11-15'],
    ['25.12', '2026-12-25'],
    ['25.12.26', '2026-12-25'],
    ['25.12.2026', '2026-12-25'],
    ['25/12/2026', '2026-12-25'],
    ['25 12 2026', '2026-12-25'],
    ['2026-12-25', '2026-12-25'],
    ['до 24.12-26.12', '2026-12-26'],
    ['25 декабря', '2026-12-25'],
    ['до 25 дек.', '2026-12-25'],
    ['двадцать пятого декабря', '2026-12-25'],
    ['10-12 декабря', '2026-12-12'],
    ['с 10 по 12 декабря', '2026-12-12'],
    ['15 марта 2027', '2027-03-15'],
    ['15 марта 2027 года', '2027-03-15'],
    ['12 мая 1985', '1985-05-12'],
    ['12.05.85', '1985-05-12'],
    ['17 ноября', '2027-11-17'],
    ['18 ноября', '2026-11-18'],
    ['15 числа', '2026-12-15'],
    ['до 20-го', '2026-11-20'],
    ['до конца недели', '2026-11-20'],
    ['до конца месяца', '2026-11-30'],
    ['до конца квартала', '2026-12-31'],
    ['до конца года', '2026-12-31'],
    ['в конце следующей недели', '2026-11-27'],
    ['в начале декабря', '2026-12-01'],
    ['в середине декабря', '2026-12-15'],
    ['в конце января', '2027-01-31'],
    ['к декабрю', '2026-12-01'],
    ['в ноябре', '2026-11-30'],
    ['на этой неделе', '2026-11-20'],
    ['на следующей неделе', '2026-11-23'],
    ['в следующем месяце', '2026-12-01'],
    ['на выходных', '2026-11-21'],
    ['к новому году', '2026-12-31'],
    ['к 8 марта', '2027-03-08'],
    ['до майских', '2027-05-01'],
    ['не позже пятницы', '2026-11-20'],
    ['нужно 500 штук к пятнице', '2026-11-20'],
    ['tomorrow', '2026-11-19'],
    ['in 3 days', '2026-11-21'],
    ['by friday', '2026-11-20'],
    ['25th of December', '2026-12-25'],
    ['December 25, 2026', '2026-12-25'],
    ['by the end of the month', '2026-11-30'],
    ['next week', '2026-11-23'],
    ['five days ago', '2026-11-13'],
  ])('%s is %s', (text, expected) => expect(readAt(text)).toBe(expected))
})

describe('times', () => {
  test.each([
    ['через 2 часа', '2026-11-18T14:00'],
    ['через полчаса', '2026-11-18T12:30'],
    ['через полтора часа', '2026-11-18T13:30'],
    ['через час 20 минут', '2026-11-18T13:20'],
    ['часа через два', '2026-11-18T14:00'],
    ['через 15 мин', '2026-11-18T12:15'],
    ['15:00', '2026-11-18T15:00'],
    ['в 10', '2026-11-19T10:00'],
    ['в 10.30', '2026-11-19T10:30'],
    ['в 9 утра', '2026-11-19T09:00'],
    ['в 7 вечера', '2026-11-18T19:00'],
    ['в час дня', '2026-11-18T13:00'],
    ['в 3 часа', '2026-11-18T15:00'],
    ['в 3 часа ночи', '2026-11-19T03:00'],
    ['утром', '2026-11-19T09:00'],
    ['полшестого', '2026-11-18T17:30'],
    ['завтра в 15:00', '2026-11-19T15:00'],
    ['завтра к 15 часам', '2026-11-19T15:00'],
    ['завтра в 3', '2026-11-19T15:00'],
    ['завтра в 3 дня', '2026-11-19T15:00'],
    ['завтра в 8', '2026-11-19T08:00'],
    ['завтра в половине шестого', '2026-11-19T17:30'],
    ['в понедельник в 10', '2026-11-23T10:00'],
    ['в пятницу утром', '2026-11-20T09:00'],
    ['сегодня вечером', '2026-11-18T18:00'],
    ['сегодня в 10', '2026-11-18T10:00'],
    ['15 марта 2027 года в 10:15', '2027-03-15T10:15'],
    ['25.12 к 12', '2026-12-25T12:00'],
    ['tomorrow at 3pm', '2026-11-19T15:00'],
    ['monday 10am', '2026-11-23T10:00'],
    ['in 2 hours', '2026-11-18T14:00'],
  ])('%s is %s', (text, expected) => expect(readAt(text)).toBe(expected))
})

describe('no date', () => {
  test.each([
    ['', 'no-date'],
    ['привет', 'no-date'],
    ['отправить КП', 'no-date'],
    ['ремонт на 1.5 часа дольше', 'no-date'],
    ['цена 12.50 руб', 'no-date'],
    ['may I call you', 'no-date'],
    ['31.02', 'impossible-date'],
    ['31.02.2027', 'impossible-date'],
    ['30 февраля', 'impossible-date'],
    ['29.02', 'impossible-date'],
    ['32 декабря', 'impossible-date'],
    ['завтра в 25:00', 'impossible-date'],
    ['Feb 31', 'impossible-date'],
  ])('%s: %s', (text, expected) => expect(readAt(text)).toBe(expected))

  test('29 February is a date when the next one is near', () => {
    expect(readAt('29 февраля', '2027-06-01T12:00')).toBe('2028-02-29')
  })
})

describe('what is left of the text', () => {
  test.each([
    ['завтра в 15:00 перезвонить', 'перезвонить'],
    ['перезвонить Ивану завтра в 15:00', 'перезвонить Ивану'],
    ['завтра перезвонить в 15:00', 'перезвонить'],
    ['через 2 часа отправить 500 кружек', 'отправить 500 кружек'],
    ['завтра отправить макет к 25.12', 'отправить макет к 25.12'],
    ['завтра, 15:00, Ёлка и Пётр', 'Ёлка и Пётр'],
    ['до 25 декабря - выслать счёт', 'выслать счёт'],
    ['tomorrow at 3pm call back', 'call back'],
    ['позвонить двадцать пятого декабря', 'позвонить'],
    ['в пятницу', ''],
  ])('%s leaves "%s"', (text, rest) => {
    const read = parseDate(text, { now: new Date('2026-11-18T09:00:00Z'), zone: MOSCOW })
    expect(read.ok && read.value.rest).toBe(rest)
  })

  test('a long text keeps its tail', () => {
    const tail = 'слово '.repeat(100).trim()
    const read = parseDate(`завтра ${tail}`, { now: new Date('2026-11-18T09:00:00Z'), zone: MOSCOW })
    expect(read.ok && read.value.rest).toBe(tail)
  })
})

describe('zones and changes of clocks', () => {
  test('a day begins where the person is', () => {
    const now = new Date('2026-11-18T22:30:00Z')
    const at = (zone: string) => {
      const read = parseDate('завтра', { now, zone })
      return read.ok && read.value.at.toISOString()
    }
    expect(at('Europe/Moscow')).toBe('2026-11-19T21:00:00.000Z')
    expect(at('Europe/Berlin')).toBe('2026-11-18T23:00:00.000Z')
    expect(at('Asia/Vladivostok')).toBe('2026-11-19T14:00:00.000Z')
  })

  test('Berlin in spring: the skipped 02:30 becomes 03:30; hours are real, days are calendar days', () => {
    const berlin = (text: string) => readAt(text, '2027-03-27T12:00', 'Europe/Berlin')
    expect(berlin('завтра в 2:30')).toBe('2027-03-28T03:30')
    expect(berlin('через 24 часа')).toBe('2027-03-28T13:00')
    expect(berlin('завтра в 12:00')).toBe('2027-03-28T12:00')
    expect(berlin('через 2 дня в 12:00')).toBe('2027-03-29T12:00')
  })

  test('Berlin in autumn: of the two 02:30 the first; hours are real', () => {
    const now = DateTime.fromISO('2027-10-30T12:00', { zone: 'Europe/Berlin' }).toJSDate()
    const read = parseDate('завтра в 02:30', { now, zone: 'Europe/Berlin' })
    expect(read.ok && read.value.at.toISOString()).toBe('2027-10-31T00:30:00.000Z')
    expect(readAt('через 24 часа', '2027-10-30T12:00', 'Europe/Berlin')).toBe('2027-10-31T11:00')
  })

  test('Moscow does not change clocks', () => {
    expect(readAt('завтра в 02:30', '2027-03-27T12:00')).toBe('2027-03-28T02:30')
    expect(readAt('через 24 часа', '2027-03-27T12:00')).toBe('2027-03-28T12:00')
  })

  test('an unknown zone gives no date instead of a wrong one', () => {
    expect(parseDate('завтра', { now: new Date(), zone: 'Mars/Base' })).toEqual({
      ok: false,
      reason: 'no-date',
    })
  })
})

describe('laws', () => {
  const zones = fc.constantFrom(
    'Europe/Moscow',
    'Europe/Berlin',
    'Asia/Vladivostok',
    'America/New_York',
    'UTC',
  )
  const locales = fc.constantFrom('ru' as const, 'en' as const)
  const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })

  test('a date that is shown reads back, to the minute', () => {
    fc.assert(
      fc.property(instants, zones, locales, fc.boolean(), instants, (at, zone, locale, hasTime, now) => {
        const shown = formatDate(at, { zone, locale, hasTime })
        const read = parseDate(shown, { now, zone })
        expect(read.ok && formatDate(read.value.at, { zone, locale, hasTime: read.value.hasTime })).toBe(
          shown,
        )
        expect(read.ok && read.value.rest).toBe('')
      }),
      { numRuns: 500 },
    )
  })

  test('a date without a year is never in the past and at most a year ahead', () => {
    fc.assert(
      fc.property(instants, instants, zones, (day, now, zone) => {
        const read = parseDate(DateTime.fromJSDate(day, { zone }).toFormat('d.MM'), { now, zone })
        if (!read.ok) return
        const today = DateTime.fromJSDate(now, { zone }).startOf('day')
        expect(read.value.at.getTime()).toBeGreaterThanOrEqual(today.toMillis())
        expect(read.value.at.getTime()).toBeLessThanOrEqual(today.plus({ years: 1 }).toMillis())
      }),
    )
  })

  test('never throws, and what it gives is a real date', () => {
    const words = fc.constantFrom(
      ...[
        'завтра',
        'в',
        'к',
        '10',
        '31.02',
        '15:00',
        'через',
        '2',
        'часа',
        'пятницу',
        'декабря',
        'конца',
        'месяца',
        '-',
      ],
      ...[
        'полчаса',
        '25.12.2026',
        'утром',
        'года',
        'следующей',
        'неделе',
        'next',
        'friday',
        'at',
        '3pm',
        '9999',
        'лет',
      ],
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(words, { maxLength: 12 }).map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(texts, instants, zones, (text, now, zone) => {
        const read = parseDate(text, { now, zone })
        if (read.ok) expect(Number.isNaN(read.value.at.getTime())).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })
})
