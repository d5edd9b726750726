import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { OtklikError } from './errors.js'
import { id, line, moment, validate } from './validate.js'

function fields(schema: z.ZodType, input: unknown): unknown {
  try {
    validate(schema, input)
  } catch (err) {
    return err instanceof OtklikError && err.code === 'bad-input' ? err.fields : err
  }
  return 'accepted'
}

test('each wrong field has its own code', () => {
  const schema = z.strictObject({
    name: line(10),
    n: z.number().int().min(1).max(5),
    list: z.array(id).max(1),
    at: moment,
  })
  const good = { name: 'x', n: 1, list: [], at: new Date() }
  expect(fields(schema, good)).toBe('accepted')
  expect(fields(schema, { ...good, name: undefined })).toEqual({ name: 'required' })
  expect(fields(schema, { ...good, name: ' ' })).toEqual({ name: 'required' })
  expect(fields(schema, { ...good, name: 'longer than ten' })).toEqual({ name: 'too-long:10' })
  expect(fields(schema, { ...good, name: { $ne: null } })).toEqual({ name: 'wrong-type' })
  expect(fields(schema, { ...good, n: 9 })).toEqual({ n: 'too-big:5' })
  expect(fields(schema, { ...good, list: ['a', 'b'] })).toEqual({ list: 'too-many:1' })
  expect(fields(schema, { ...good, list: [{ $gt: '' }] })).toEqual({ 'list.0': 'wrong-type' })
  expect(fields(schema, { ...good, at: 'tomorrow' })).toEqual({ at: 'wrong-date' })
  expect(fields(schema, { ...good, at: '2026-03-11T09:00:00+03:00' })).toBe('accepted')
  expect(fields(schema, { ...good, $where: '1' })).toEqual({ $where: 'unknown-field' })
  expect(fields(schema, null)).toEqual({ input: 'wrong-type' })
})
