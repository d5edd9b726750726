import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatMoney } from './format-money.js'
import { CURRENCIES, parseMoney } from './parse-money.js'

describe('parseMoney', () => {
  test.each([
    ['50 тыс руб', 5_000_000, 'RUB'],
    ['50 тыс. руб.', 5_000_000, 'RUB'],
    ['50т.р.', 5_000_000, 'RUB'],
    ['50 тр', 5_000_000, 'RUB'],
    ['50к', 5_000_000, 'RUB'],
    ['50 к руб', 5_000_000, 'RUB'],
    ['1 500,50 ₽', 150_050, 'RUB'],
    ['1.500,50р', 150_050, 'RUB'],
    ['1500.5', 150_050, 'RUB'],
    ['1,5 млн рублей', 150_000_000, 'RUB'],
    ['полмиллиона', 50_000_000, 'RUB'],
    ['пятьдесят тысяч рублей', 5_000_000, 'RUB'],
    ['100 рублей 50 копеек', 10_050, 'RUB'],
    ['50 тыс. 300 руб. 20 коп.', 5_030_020, 'RUB'],
    ['50 копеек', 50, 'RUB'],
    ['0,29 руб', 29, 'RUB'],
    ['до 50 тысяч', 5_000_000, 'RUB'],
    ['$200', 20_000, 'USD'],
    ['200$', 20_000, 'USD'],
    ['200 баксов', 20_000, 'USD'],
    ['1,500.50 usd', 150_050, 'USD'],
    ['20 евро', 2_000, 'EUR'],
    ['30 000 тенге', 3_000_000, 'KZT'],
    ['150 бел. руб.', 15_000, 'BYN'],
    ['RUB 1,500', 150_000, 'RUB'],
    ['90071992547409,91', 9_007_199_254_740_991, 'RUB'],
  ])('%s', (text, minor, currency) =>
    expect(parseMoney(text)).toEqual({ ok: true, value: { minor, currency } }),
  )

  test('a sum without a currency is in the one given', () => {
    expect(parseMoney('200', 'EUR')).toEqual({ ok: true, value: { minor: 20_000, currency: 'EUR' } })
  })

  test.each([
    ['недорого', 'no-number'],
    ['50-70 тыс', 'range'],
    ['от 50 до 70 тысяч рублей', 'range'],
    ['100 руб или 2$', 'several'],
    ['1500,505 руб', 'too-precise'],
    ['0,001', 'too-precise'],
    ['0,00000001', 'too-precise'],
    ['-100 руб', 'negative'],
    ['90071992547409,92', 'too-big'],
    ['1'.repeat(60), 'too-big'],
  ])('%s is refused: %s', (text, reason) => expect(parseMoney(text)).toEqual({ ok: false, reason }))

  test('what is shown reads back to the kopeck, in every currency and language', () => {
    const minor = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
    fc.assert(
      fc.property(
        minor,
        fc.constantFrom(...CURRENCIES),
        fc.constantFrom('ru' as const, 'en' as const),
        (m, currency, l) => {
          const money = { minor: m, currency }
          expect(parseMoney(formatMoney(money, l), 'RUB')).toEqual({ ok: true, value: money })
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseMoney(text)))
  })
})
