import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { presentMoney, toMinor } from './money.js'

test('no kopeck is lost between what callers write and what is kept', () => {
  // 1e12 roubles is the most a request may name.
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e14 }), (minor) => {
      expect(toMinor(presentMoney(minor, 'RUB').value)).toBe(minor)
      const written = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`
      expect(toMinor(JSON.parse(written) as number)).toBe(minor)
    }),
  )
})
