import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { pressData, readPress, shortKey } from './press.js'

const id = '0123456789abcdef01234567'

describe('button data', () => {
  it('reads back what it writes, within 64 bytes', () => {
    const longest = shortKey('согласование-макета-с-заказчиком')
    for (const press of [
      ['talk', 'release', id],
      ['later', 'three-hours', id],
      ['lost', longest, longest, id],
      ['act', 'tomorrow', id],
      ['draft', 'drop'],
      ['inbox', 'free'],
    ] as const) {
      const data = pressData([...press] as Parameters<typeof pressData>[0])
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
      expect(readPress(data)).toEqual(press)
    }
  })

  it('takes nothing else', () => {
    for (const data of [
      '',
      ':',
      'talk',
      'talk:take',
      `talk:take:${id}:x`,
      'talk:take:{"$ne":1}',
      `talk:toString:${id}`,
      `__proto__:x:${id}`,
      'inbox:',
      `stage:длинный:${id}`,
    ]) {
      expect(readPress(data)).toBeNull()
    }
    fc.assert(
      fc.property(fc.string(), (data) => {
        const press = readPress(data)
        expect(press === null || pressData(press) === data).toBe(true)
      }),
    )
  })

  it('keeps short keys and tells long ones apart', () => {
    expect(shortKey('won')).toBe('won')
    expect(shortKey('a-very-long-stage-key-1')).not.toBe(shortKey('a-very-long-stage-key-2'))
  })
})
