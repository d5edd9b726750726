import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { companyNameKey } from './company-name.js'

test('spellings of one name share a key', () => {
  const same = [
    'ООО «Ромашка»',
    'ооо "ромашка"',
    'Ромашка, ООО',
    'РОМАШКА',
    'Общество с ограниченной ответственностью «Ромашка»',
    ' Ромашка ООО ',
  ]
  expect(new Set(same.map(companyNameKey))).toEqual(new Set(['ромашка']))
  expect(companyNameKey('ИП Семёнов А. А.')).toBe(companyNameKey('Семенов А.А., ИП'))
  expect(companyNameKey('АО «Сибирь»')).not.toBe(companyNameKey('АО «Сибирский край»'))
  // The letters of a form inside of a word are no form.
  expect(companyNameKey('Аорта')).toBe('аорта')
})

test('there is always a key, and it is stable', () => {
  expect(companyNameKey('ООО')).toBe('ооо')
  expect(companyNameKey('***')).toBe('***')
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter((name) => name.trim() !== ''),
      (name) => {
        const key = companyNameKey(name)
        expect(key).not.toBe('')
        expect(companyNameKey(name.toUpperCase().toLowerCase())).toBe(companyNameKey(name.toLowerCase()))
      },
    ),
  )
})
