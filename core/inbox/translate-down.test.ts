import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Capabilities } from '../channel.js'
import { splitText, translateDown } from './translate-down.js'

const plain: Capabilities = {
  send: ['text', 'image', 'document'],
  receive: ['text'],
  maxText: 100,
  maxCaption: 20,
  maxButtons: 3,
  maxButtonLabel: 20,
  contactRequest: false,
  replies: false,
  typing: false,
  edit: false,
  remove: false,
  maxFileOut: 1,
  maxFileIn: 1,
  idempotentSend: false,
  receipts: [],
  pace: { perSecond: 1, perChatPerSecond: 1, chatBurst: 1, concurrency: 1 },
}
const file = { fileId: 'f', name: 'a.jpg', mimeType: 'image/jpeg', size: 1 }

describe('translating down', () => {
  test('choices that fit stay buttons; too many become a numbered list', () => {
    const choices = ['a', 'b', 'c', 'd'].map((id) => ({ id, label: `Option ${id}` }))
    expect(
      translateDown({ type: 'choices', text: 'Which?', choices: choices.slice(0, 3) }, plain),
    ).toHaveLength(1)
    expect(translateDown({ type: 'choices', text: 'Which?', choices }, plain)).toEqual([
      { type: 'text', text: 'Which?\n\n1. Option a\n2. Option b\n3. Option c\n4. Option d' },
    ])
  })

  test('a long caption moves behind its picture', () => {
    const caption = 'words that do not fit under a picture'
    expect(translateDown({ type: 'image', file, caption }, plain)).toEqual([
      { type: 'image', file },
      { type: 'text', text: caption },
    ])
  })

  test('an album becomes single pictures, the caption stays with the first', () => {
    expect(translateDown({ type: 'album', files: [file, file], caption: 'two' }, plain)).toEqual([
      { type: 'image', file, caption: 'two' },
      { type: 'image', file },
    ])
  })

  test('law: parts fit the limit and lose nothing but white space', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', minLength: 0, maxLength: 30 }), { maxLength: 60 })
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 200 }), (list, limit) => {
        const text = list.join(' ')
        const parts = splitText(text, limit)
        const squeeze = (s: string) => s.replace(/\s+/g, '')
        return (
          parts.every((part) => part.length <= limit && isWellFormed(part)) &&
          squeeze(parts.join('')) === squeeze(text)
        )
      }),
    )
  })
})

/** No lone half of a surrogate pair, which would show as a broken character. */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)
}
