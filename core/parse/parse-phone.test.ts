import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatPhone } from './format-phone.js'
import { parsePhone } from './parse-phone.js'

describe('parsePhone', () => {
  test.each([
    ['8 (913) 123-45-67', '+79131234567'],
    ['+7 913 123 45 67', '+79131234567'],
    ['7-913-123-45-67', '+79131234567'],
    ['9131234567', '+79131234567'],
    ['913-123-45-67', '+79131234567'],
    ['+8 913 123-45-67', '+79131234567'],
    ['8‑913‑123‑45‑67', '+79131234567'],
    ['8 913 123 45 67', '+79131234567'],
    ['Мой номер 8913 1234567, звоните после 18', '+79131234567'],
    ['тел.: 8 (495) 123-45-67 доб. 12', '+74951234567'],
    ['89131234567 или 89231234567', '+79131234567'],
    ['8-800-555-35-35', '+78005553535'],
    ['+375 29 123-45-67', '+375291234567'],
    ['+7 701 123 4567', '+77011234567'],
    ['+49 151 23456789', '+4915123456789'],
    ['+86 138 1234 5678', '+8613812345678'],
  ])('%s', (text, value) => expect(parsePhone(text)).toEqual({ ok: true, value }))

  test.each([
    ['', 'no-phone'],
    ['позвоните мне', 'no-phone'],
    ['913-123-45', 'too-short'],
    ['500', 'too-short'],
    ['8913123456789012345', 'too-long'],
    ['+7 (000) 000-00-00', 'invalid'],
  ])('%s is refused: %s', (text, reason) => expect(parsePhone(text)).toEqual({ ok: false, reason }))

  test('every way to write a Russian mobile number is one number', () => {
    const ways: Array<(code: string, a: string, b: string, c: string) => string> = [
      (code, a, b, c) => `8 (${code}) ${a}-${b}-${c}`,
      (code, a, b, c) => `+7${code}${a}${b}${c}`,
      (code, a, b, c) => `7 ${code} ${a} ${b}${c}`,
      (code, a, b, c) => `${code}.${a}.${b}.${c}`,
      (code, a, b, c) => `звоните 8-${code}-${a}${b}-${c}!`,
      (code, a, b, c) => `+8 ${code} ${a} ${b} ${c}`,
    ]
    fc.assert(
      fc.property(
        fc.integer({ min: 9_10_000_00_00, max: 9_19_999_99_99 }),
        fc.constantFrom(...ways),
        (number, write) => {
          const digits = String(number)
          const text = write(digits.slice(0, 3), digits.slice(3, 6), digits.slice(6, 8), digits.slice(8))
          expect(parsePhone(text)).toEqual({ ok: true, value: `+7${digits}` })
        },
      ),
      { numRuns: 300 },
    )
  })

  test('what is shown is read back, and reading never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d+ ()-]{0,20}$/)), (text) => {
        const first = parsePhone(text)
        if (!first.ok) return
        expect(parsePhone(first.value)).toEqual(first)
        expect(parsePhone(formatPhone(first.value))).toEqual(first)
      }),
    )
  })
})
