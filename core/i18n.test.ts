import { readFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { activityKinds, activityStatuses } from './activities/activity-transitions.js'
import { channelKinds, sendReasonCodes } from './channel.js'
import { clientStates } from './clients/client-state.js'
import { content } from './content.js'
import { locales, roles } from './context.js'
import { deliveryPurposes, deliveryStates } from './deliveries/delivery.model.js'
import { type ErrorCode, errorStatus, OtklikError } from './errors.js'
import { explainError, label, translate } from './i18n.js'
import { conversationStatuses } from './inbox/conversation.model.js'
import { inquiryStatuses } from './inquiries/inquiry.model.js'
import { inquiryEvents } from './inquiries/move-inquiry.js'
import { inquiryChannels } from './inquiries/open-inquiry.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'
import type { Texts } from './texts.js'
import { validate } from './validate.js'

const codes = Object.keys(errorStatus) as ErrorCode[]

describe('error codes and texts', () => {
  test('every code has a text in both languages, and no text is left over', () => {
    expect(Object.keys(ru.errors).sort()).toEqual([...codes].sort())
    expect(Object.keys(en.errors).sort()).toEqual([...codes].sort())
  })

  test.each(codes)('%s is explained without holes', (code) => {
    for (const locale of locales) {
      const { message } = explainError(new OtklikError(code), locale)
      expect(message).not.toMatch(/\{\{|undefined|errors\./)
      expect(message.length).toBeGreaterThan(5)
    }
  })

  test.each(sendReasonCodes)(
    'why a message did not go, "%s", has words in the bot and in the panel',
    async (code) => {
      for (const locale of locales) {
        expect(label(locale, 'deliveryReasons', code)).not.toBe(code)
        const panel = await readFile(`web-admin/ui/locales/${locale}.ts`, 'utf8')
        expect(panel.slice(panel.indexOf('reason: {'))).toMatch(new RegExp(`^ {6}'?${code}'?:`, 'm'))
      }
    },
  )

  test('what is not ours stays inside', () => {
    const told = explainError(new Error('E11000 dup key +79130000000'), 'ru')
    expect(told).toEqual({ code: 'internal', message: translate('ru', 'errors.internal') })
  })

  test('an illegal move names what is possible in words', () => {
    const err = new OtklikError('illegal-transition', {
      params: { entity: 'inquiry', from: 'trash', event: 'take', allowed: 'return' },
    })
    expect(explainError(err, 'ru').message).toBe('Из состояния «Мусор» так нельзя. Можно: вернуть.')
    expect(explainError(err, 'en').message).toBe('Not possible from “Trash”. Possible: return.')
  })

  test('fields of a refused input are explained by name and limit', () => {
    const schema = z.strictObject({
      name: z.string().min(1),
      text: z.string().max(3),
      kind: z.enum(['a', 'b']),
    })
    const refused = () => validate(schema, { text: 'long one', kind: 'c', extra: 1 })
    let told = null
    try {
      refused()
    } catch (err) {
      told = explainError(err, 'ru')
    }
    expect(told).toEqual({
      code: 'bad-input',
      message: expect.stringContaining('имя: нужно заполнить'),
      fields: {
        name: 'нужно заполнить',
        text: 'длинно, можно до 3 знаков',
        kind: 'можно одно из: a | b',
        extra: 'такого поля нет',
      },
    })
  })
})

test('both languages have the same keys; Russian has every plural form its numbers need', () => {
  const flat = (texts: object, path = ''): string[] =>
    Object.entries(texts as Texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [path + key] : flat(value, `${path}${key}.`),
    )
  const english = flat(en)
  expect(
    flat(ru)
      .filter((key) => !/_(few|many)$/.test(key))
      .sort(),
  ).toEqual([...english].sort())
  for (const key of english.filter((each) => each.endsWith('_one'))) {
    for (const form of ['few', 'many', 'other']) expect(flat(ru)).toContain(key.replace(/one$/, form))
  }
})

test('plurals', () => {
  const said = (count: number) => translate('ru', 'counts.deals', { count })
  expect([1, 2, 5, 11, 21, 22, 112].map(said)).toEqual([
    '1 сделка',
    '2 сделки',
    '5 сделок',
    '11 сделок',
    '21 сделка',
    '22 сделки',
    '112 сделок',
  ])
  expect(translate('en', 'counts.deals', { count: 1 })).toBe('1 deal')
  expect(translate('en', 'counts.deals', { count: 2 })).toBe('2 deals')
})

test.each([
  ['inquiryStatuses', inquiryStatuses],
  ['inquiryEvents', inquiryEvents],
  ['conversationStatuses', conversationStatuses],
  ['contentTypes', content.options.map((option) => option.shape.type.value)],
  ['deliveryStates', deliveryStates],
  ['deliveryPurposes', deliveryPurposes],
  ['roles', roles],
  ['channels', [...channelKinds, ...inquiryChannels]],
  ['activityKinds', activityKinds],
  ['activityStatuses', activityStatuses],
  ['clientStates', clientStates],
] as const)('every one of %s has a name', (group, values) => {
  for (const locale of locales) {
    for (const value of values) {
      expect(Object.keys((locale === 'ru' ? ru : en)[group])).toContain(value)
      expect(label(locale, group, value)).not.toBe('')
    }
  }
})

test('a value without a name shows as it is', () => {
  expect(label('ru', 'sources', 'vk-ads')).toBe('vk-ads')
})
