import { describe, expect, it } from '@jest/globals'
import { textsApart } from './texts-apart'

const channel = { maxText: 40, maxCaption: 10 }
const words = (count: number) => Array.from({ length: count }, () => 'слово').join(' ')

describe('a text that does not fit', () => {
  it('becomes as many messages as words allow, not as characters would', () => {
    expect(textsApart(words(6), false, channel)).toBe(0)
    // 79 characters: two messages by length, three when no word is cut.
    expect(textsApart(`${'а'.repeat(25)} ${'б'.repeat(26)} ${'в'.repeat(26)}`, false, channel)).toBe(3)
  })

  it('goes after the file when the caption is too long', () => {
    expect(textsApart('слово', true, channel)).toBe(0)
    expect(textsApart(words(3), true, channel)).toBe(1)
    expect(textsApart(words(12), true, channel)).toBe(2)
  })
})
