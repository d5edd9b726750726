import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseEmail } from './parse-email.js'

describe('parseEmail', () => {
  test.each([
    ['ivan@mail.ru', 'ivan@mail.ru'],
    ['Ivan.Petrov@Mail.RU', 'ivan.petrov@mail.ru'],
    ['почта: ivan+otklik@company.co.uk.', 'ivan+otklik@company.co.uk'],
    ['ivan @ mail.ru', 'ivan@mail.ru'],
    ['<ivan@mail.ru>', 'ivan@mail.ru'],
    ['mailto:ivan@mail.ru', 'ivan@mail.ru'],
    ['a@b.ru, c@d.ru', 'a@b.ru'],
    ['info@почта.рф', 'info@xn--80a1acny.xn--p1ai'],
  ])('%s', (text, value) => expect(parseEmail(text)).toEqual({ ok: true, value }))

  test.each([
    ['нет почты', 'no-email'],
    ['', 'no-email'],
    ['ivan@', 'invalid'],
    ['@mail.ru', 'invalid'],
    ['ivan@mail', 'invalid'],
    ['ivan..p@mail.ru', 'invalid'],
    ['иван@mail.ru', 'invalid'],
    ['ivan@mail,ru', 'invalid'],
    [`${'a'.repeat(65)}@mail.ru`, 'invalid'],
  ])('%s is refused: %s', (text, reason) => expect(parseEmail(text)).toEqual({ ok: false, reason }))

  test('a read address reads as itself, whatever was around it', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const first = parseEmail(`пишите на ${address} пожалуйста`)
        if (first.ok) expect(parseEmail(first.value)).toEqual(first)
      }),
    )
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseEmail(text)))
  })
})
