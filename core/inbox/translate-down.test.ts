import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Capabilities } from '../channel.js'
import type { Content } from '../content.js'
import { offerOf, readNumberBack } from './read-number-back.js'
import { splitText } from './split-text.js'
import { translateDown } from './translate-down.js'

const plain: Capabilities = {
  send: ['text', 'image', 'document'],
  receive: ['text'],
  maxText: 100,
  maxCaption: 20,
  captions: ['image', 'document'],
  maxButtons: 3,
  maxButtonLabel: 20,
  maxListItems: 0,
  maxListLabel: 0,
  maxChoicesText: 100,
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
  freeTextWindowHours: null,
  templates: false,
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

  test('choices become buttons, else a list, else numbered text; long words go before them', () => {
    const can = { ...plain, maxListItems: 5, maxListLabel: 30, maxChoicesText: 20 }
    const choices = (count: number, label = 'Вариант') =>
      Array.from({ length: count }, (_, n) => ({ id: `q:${n}`, label: `${label} ${n}` }))
    const ask = (count: number, label?: string, text = 'Какой?') =>
      translateDown({ type: 'choices', text, choices: choices(count, label) }, can)
    for (const whole of [ask(3), ask(5), ask(3, 'Немного длинный вариант')])
      expect(whole).toMatchObject([{ type: 'choices' }])
    expect(ask(6)).toMatchObject([{ type: 'text', text: expect.stringContaining('6. Вариант 5') }])
    expect(ask(2, 'Вариант, который не войдёт в строку')).toMatchObject([{ type: 'text' }])
    expect(ask(2, undefined, 'Слова, которых больше, чем входит под кнопками')).toMatchObject([
      { type: 'text' },
      { type: 'text' },
      { type: 'choices', choices: choices(2) },
    ])
  })

  test('ways on and back are no answers: they stand without numbers, and a number is not read as one', () => {
    const can = { ...plain, maxButtons: 0 }
    const moves = [
      { id: 'amount:!skip', label: 'Пропустить' },
      { id: 'amount:!back', label: 'Назад' },
    ]
    const asked: Content = { type: 'choices', text: 'Сколько?', choices: moves }
    expect(translateDown(asked, can)).toEqual([{ type: 'text', text: 'Сколько?\n\n• Пропустить\n• Назад' }])
    expect(offerOf(asked, can)).toBeNull()
  })

  test('the number of a numbered choice is that choice', () => {
    const can = { ...plain, maxButtons: 0 }
    const choices = [
      { id: 'p:mugs', label: 'Кружки' },
      { id: 'p:pens', label: 'Ручки' },
      { id: 'p:!back', label: 'Назад' },
    ]
    const offer = offerOf({ type: 'choices', text: 'Что?', choices }, can)
    const said = (text: string, of = offer) => readNumberBack({ type: 'text', text }, of)
    const pens = { type: 'choice', choiceId: 'p:pens', label: 'Ручки' }
    for (const text of ['2', ' 2.', '2)', '№2', '№ 2']) expect(said(text)).toEqual(pens)
    for (const text of ['4', '0', '2 шт', 'Ручки', '1, 2', ''])
      expect(said(text)).toEqual({ type: 'text', text })
    // «2» among several is read by the script, which takes «1, 2» as well; its moves are not.
    const several = offerOf({ type: 'choices', text: 'Что?', choices, multiple: true }, can)
    expect(said('2', several)).toEqual({ type: 'text', text: '2' })
    expect(said('3', several)).toEqual({ type: 'choice', choiceId: 'p:!back', label: 'Назад' })
    expect(said('2', offerOf({ type: 'choices', text: 'Что?', choices }, { ...can, maxButtons: 3 }))).toEqual(
      {
        type: 'text',
        text: '2',
      },
    )
  })

  test('what breaks the rules of its type goes as a document, what has no caption says it behind', () => {
    const can: Capabilities = {
      ...plain,
      send: ['text', 'image', 'document', 'voice', 'sticker'],
      maxCaption: 100,
      fileRules: {
        image: { maxSize: 10, mimeTypes: ['image/jpeg'] },
        voice: { maxSize: 10, mimeTypes: ['audio/ogg'] },
      },
    }
    const type = (content: Content) => translateDown(content, can).map((part) => part.type)
    expect(type({ type: 'image', file })).toEqual(['image'])
    expect(type({ type: 'image', file: { ...file, size: 11 } })).toEqual(['document'])
    expect(type({ type: 'image', file: { ...file, mimeType: 'image/heic' } })).toEqual(['document'])
    const voice = { ...file, mimeType: 'audio/ogg; codecs=opus' }
    expect(type({ type: 'voice', file: voice, caption: 'Послушайте' })).toEqual(['voice', 'text'])
    expect(type({ type: 'sticker', emoji: '👍' })).toEqual(['sticker'])
    expect(translateDown({ type: 'sticker', emoji: '👍' }, plain)).toEqual([{ type: 'text', text: '👍' }])
  })

  test('a template is words where there are no templates; a phone is not asked for by a button that is not there', () => {
    const template: Content = {
      type: 'template',
      name: 'ready',
      language: 'ru',
      text: 'Заказ готов',
      parameters: [],
      choices: [],
    }
    expect(translateDown(template, plain)).toEqual([{ type: 'text', text: 'Заказ готов' }])
    expect(translateDown(template, { ...plain, templates: true })).toEqual([template])
    const phone: Content = {
      type: 'choices',
      text: 'Ваш телефон?',
      choices: [],
      requestContact: 'Поделиться',
    }
    expect(translateDown(phone, plain)).toEqual([{ type: 'text', text: 'Ваш телефон?' }])
    expect(translateDown(phone, { ...plain, contactRequest: true })).toEqual([phone])
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
