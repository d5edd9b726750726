import { describe, expect, it } from '@jest/globals'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

function flat(texts: object, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flat(value, `${prefix}${key}.`),
  )
}

const holes = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort()

describe("texts of the managers' bot", () => {
  it('are complete in English, with the same holes', () => {
    const english = new Map(flat(en))
    const russian = flat(ru)
    expect([...english.keys()]).toEqual(russian.map(([key]) => key))
    for (const [key, text] of russian)
      expect([key, holes(english.get(key) ?? '')]).toEqual([key, holes(text)])
  })

  it('fit where Telegram shows them', () => {
    for (const texts of [ru, en]) {
      for (const description of Object.values(texts.commands))
        expect(description.length).toBeLessThanOrEqual(256)
      for (const [, text] of flat(texts.buttons)) expect(text.length).toBeLessThanOrEqual(24)
    }
  })
})
