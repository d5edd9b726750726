import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseLength } from './parse-length.js'
import { parseNumber } from './parse-number.js'

describe('parseNumber', () => {
  test.each([
    ['500', 500],
    ['500 шт', 500],
    ['500шт.', 500],
    ['1 500', 1500],
    ['1 500 000 штук', 1_500_000],
    ['1.500', 1500],
    ['1,500', 1500],
    ['1.500.000', 1_500_000],
    ['1.500,5', 1500.5],
    ['1,5', 1.5],
    ['0.500', 0.5],
    ['2 тыс', 2000],
    ['2 тыс. штук', 2000],
    ['2 тыс. 500', 2500],
    ['1,5к', 1500],
    ['2 k', 2000],
    ['1,5 млн', 1_500_000],
    ['1,500 млн', 1_500_000],
    ['полторы тысячи', 1500],
    ['Полторы  тысячи штук', 1500],
    ['полтысячи', 500],
    ['пол тысячи', 500],
    ['тысяча', 1000],
    ['две тысячи пятьсот', 2500],
    ['сто двадцать пять', 125],
    ['пятьсот', 500],
    ['триста тысяч двадцать', 300_020],
    ['два миллиона триста тысяч', 2_300_000],
    ['пара сотен', 200],
    ['пару тысяч', 2000],
    ['три сотни', 300],
    ['два десятка', 20],
    ['около 500', 500],
    ['примерно пятьсот штук', 500],
    ['не больше 500', 500],
    ['-5', -5],
    ['минус 5', -5],
    ['500 футболок А4', 500],
    ['500 шт до 25 декабря', 500],
    ['футболки 100% хлопок, 300', 300],
    ['five hundred', 500],
    ['two thousand', 2000],
    ['a dozen', 12],
    ['2.5 thousand', 2500],
    ['ноль', 0],
  ])('%s = %d', (text, value) => expect(parseNumber(text)).toEqual({ ok: true, value }))

  test.each([
    ['', 'no-number'],
    ['не знаю', 'no-number'],
    ['25.12.2026', 'no-number'],
    ['500-700', 'range'],
    ['500 – 700 шт', 'range'],
    ['от 500 до 700', 'range'],
    ['2-3 тысячи', 'range'],
    ['500 или 1000', 'range'],
    ['пять-семь', 'range'],
    ['полторы-две тысячи', 'range'],
    ['500 футболок и 200 кружек', 'several'],
    ['пять двадцать', 'several'],
    ['500, 600, 700', 'several'],
    ['4000000000000', 'too-big'],
    ['9'.repeat(200), 'too-big'],
  ])('%s is refused: %s', (text, reason) => expect(parseNumber(text)).toEqual({ ok: false, reason }))

  test('a number written in Russian or English digits reads back', () => {
    const number = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
    fc.assert(
      fc.property(number, fc.constantFrom('ru', 'en', 'de'), (value, locale) => {
        expect(parseNumber(new Intl.NumberFormat(locale).format(value))).toEqual({ ok: true, value })
      }),
    )
  })

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseNumber(text)))
    const words = fc.constantFrom(
      'пол',
      'сто',
      'тысяч',
      'млн',
      '5',
      '1,5',
      'к',
      '-',
      'и',
      '500',
      'пара',
      '.',
      'дюжина',
    )
    fc.assert(fc.property(fc.array(words), (parts) => void parseNumber(parts.join(' '))))
  })
})

describe('parseLength', () => {
  test.each([
    ['240', 'cm', 240],
    ['240 см', 'cm', 240],
    ['2,4 м', 'cm', 240],
    ['2400мм', 'cm', 240],
    ['2 м 40 см', 'cm', 240],
    ['полтора метра', 'cm', 150],
    ['1,250 м', 'cm', 125],
    ['2 400', 'mm', 2400],
    ['60.5', 'cm', 60.5],
    ['2.4 m', 'mm', 2400],
  ] as const)('%s in %s = %d', (text, unit, value) =>
    expect(parseLength(text, unit)).toEqual({ ok: true, value }),
  )

  test.each([
    ['240 на 60', 'cm', 'several'],
    ['200-240 см', 'cm', 'range'],
    ['длинная', 'cm', 'no-number'],
    ['9999999 км', 'm', 'too-big'],
  ] as const)('%s in %s is refused: %s', (text, unit, reason) =>
    expect(parseLength(text, unit)).toEqual({ ok: false, reason }),
  )
})
