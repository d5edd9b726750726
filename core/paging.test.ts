import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildCore, type TestCore } from '../tests/factories/core.js'
import { rows } from './collection.js'
import { OtklikError } from './errors.js'
import { byCreation, planPage, readPage, writeCursor } from './paging.js'

interface Row {
  _id: string
  createdAt: Date
}
let core: TestCore
beforeAll(async () => {
  core = await buildCore()
})
afterAll(() => core.close())

test('pages hold everything once and in order, with ties, in both directions, at any size', async () => {
  const audit = rows(core.models.Audit as never) as unknown as ReturnType<typeof rows<Row>>
  let round = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 0, maxLength: 25 }),
      fc.integer({ min: 1, max: 7 }),
      fc.constantFrom('createdAt', '-createdAt'),
      async (times, limit, sort) => {
        round += 1
        const made = times.map((time, index) => ({
          _id: `${round}-${String(index).padStart(3, '0')}`,
          createdAt: new Date(1_760_000_000_000 + time * 1000),
        }))
        if (made.length > 0) await audit.insertMany(made)
        const seen: Row[] = []
        let cursor: string | undefined
        do {
          const plan = planPage({ limit, cursor, sort }, byCreation, '-createdAt')
          const page = await readPage(audit, { _id: new RegExp(`^${round}-`) }, plan)
          expect(page.items.length).toBeLessThanOrEqual(limit)
          seen.push(...page.items)
          cursor = page.nextCursor ?? undefined
        } while (cursor)
        const sign = sort === 'createdAt' ? 1 : -1
        const sorted = [...made].sort(
          (a, b) => sign * (a.createdAt.getTime() - b.createdAt.getTime() || (a._id < b._id ? -1 : 1)),
        )
        expect(seen.map((row) => row._id)).toEqual(sorted.map((row) => row._id))
      },
    ),
    { numRuns: 25 },
  )
})

test('cursors that are not ours are refused', () => {
  const refusal = (cursor: string, sort = '-createdAt') => {
    try {
      planPage({ limit: 10, cursor, sort }, byCreation, '-createdAt')
    } catch (err) {
      return err instanceof OtklikError ? err.code : err
    }
    return 'accepted'
  }
  expect(refusal('!!!')).toBe('bad-cursor')
  expect(refusal(writeCursor({ $ne: 1 }))).toBe('bad-cursor')
  expect(refusal(writeCursor({ s: '-createdAt', v: { $gt: '' }, id: 'x' }))).toBe('bad-cursor')
  expect(refusal(writeCursor({ s: '-createdAt', v: 'word', id: 'x' }))).toBe('bad-cursor')
  expect(refusal(writeCursor({ s: '-createdAt', v: 1e300, id: 'x' }))).toBe('bad-cursor')
  expect(refusal(writeCursor({ s: 'createdAt', v: 1, id: 'x' }))).toBe('bad-cursor')
  expect(refusal(writeCursor({ s: '-createdAt', v: 1, id: 'x' }))).toBe('accepted')
  fc.assert(
    fc.property(fc.string(), (cursor) => {
      expect(['bad-cursor', 'accepted']).toContain(refusal(cursor))
    }),
  )
})

test('only fields of the whitelist sort', () => {
  for (const sort of ['name', '__proto__', 'constructor', '', '-', '$where']) {
    expect(() => planPage({ limit: 10, sort }, byCreation, '-createdAt')).toThrow('bad-input')
  }
})
