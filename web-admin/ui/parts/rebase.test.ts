import { expect, test } from '@jest/globals'
import { rebase } from './rebase'

test('what a colleague saved is taken over, what was typed stays', () => {
  const before = { name: 'Иван', phones: ['1'], notes: '', custom: { size: 'S', city: 'Омск' } }
  const typed = { ...before, notes: 'Любит чай', custom: { size: 'XL', city: 'Омск' } }
  const now = { name: 'Иван Петров', phones: ['1', '2'], notes: '', custom: { size: 'S', city: 'Томск' } }
  expect(rebase(typed, before, now)).toEqual({
    name: 'Иван Петров',
    phones: ['1', '2'],
    notes: 'Любит чай',
    custom: { size: 'XL', city: 'Томск' },
  })
})

test('a field both changed stays as it was typed here', () => {
  expect(rebase({ name: 'Б' }, { name: 'А' }, { name: 'В' })).toEqual({ name: 'Б' })
})
