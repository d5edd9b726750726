import { describe, expect, it } from '@jest/globals'
import { en } from './en'
import { ru } from './ru'

interface Tree {
  [key: string]: string | Tree
}

function flatten(tree: Tree, path = ''): Map<string, string> {
  const all = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') all.set(path + key, value)
    else for (const [inner, text] of flatten(value, `${path}${key}.`)) all.set(inner, text)
  }
  return all
}

const russian = flatten(ru)
const english = flatten(en as unknown as Tree)
const placesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort()
const pluralOf = (key: string) => key.replace(/_(one|few|many|other)$/, '')

describe('the words of the panel', () => {
  it('are complete in English', () => {
    const wanted = new Set([...russian.keys()].filter((key) => !/_(few|many)$/.test(key)))
    expect(new Set(english.keys())).toEqual(wanted)
  })

  it('fill in the same values in both languages', () => {
    for (const [key, text] of english)
      expect([key, placesIn(text)]).toEqual([key, placesIn(russian.get(key) ?? '')])
  })

  it('know every Russian plural', () => {
    const plurals = new Set([...russian.keys()].filter((key) => pluralOf(key) !== key).map(pluralOf))
    expect(plurals.size).toBeGreaterThan(3)
    for (const key of plurals) {
      for (const form of ['one', 'few', 'many', 'other'])
        expect([...russian.keys()]).toContain(`${key}_${form}`)
    }
  })

  it('are never empty', () => {
    for (const [key, text] of [...russian, ...english])
      expect([key, text.trim().length > 0]).toEqual([key, true])
  })
})
