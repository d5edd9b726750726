import { describe, expect, test } from '@jest/globals'
import { fillTemplate } from './fill-template.js'
import type { MessageTemplate } from './template.model.js'
import { findVariables } from './template-variables.js'

const words = {
  header: 'Заказ {{1}}',
  body: '{{client}}, заказ {{number}} готов. {{client}}, ждём!',
  footer: 'Реклама и мерч',
  buttons: [
    { type: 'reply' as const, label: 'Приеду' },
    { type: 'url' as const, label: 'Где вы', url: 'https://example.com/{{1}}' },
    { type: 'phone' as const, label: 'Позвонить' },
  ],
}
const template: MessageTemplate = {
  _id: 't',
  accountId: 'whatsapp:main',
  name: 'ready',
  language: 'ru',
  category: 'utility',
  status: 'approved',
  reason: null,
  unsupported: null,
  source: 'account',
  externalId: '1',
  version: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  ...words,
  variables: findVariables(words),
}
const values = { 'header:1': '№ 7', 'body:client': 'Анна', 'body:number': '7', 'url:1': 'office' }

describe('variables', () => {
  test('are found in header, text and links, each once, and keep what people said of them', () => {
    expect(template.variables.map(({ place, key }) => `${place}:${key}`)).toEqual(Object.keys(values))
    const named = template.variables.map((each) => ({
      ...each,
      label: 'Имя',
      source: 'client-name' as const,
    }))
    const after = findVariables({ ...words, header: '' }, named, { 'body:client': 'Пётр' })
    expect(after).toHaveLength(3)
    expect(after[0]).toEqual({
      place: 'body',
      key: 'client',
      label: 'Имя',
      source: 'client-name',
      example: 'Пётр',
    })
  })
})

describe('filling in', () => {
  test('gives the words a person reads, the parameters in order and the quick replies by their place', () => {
    expect(fillTemplate(template, values)).toEqual({
      type: 'template',
      name: 'ready',
      language: 'ru',
      text: 'Заказ № 7\n\nАнна, заказ 7 готов. Анна, ждём!\n\nРеклама и мерч',
      parameters: [
        { place: 'header', key: '1', value: '№ 7' },
        { place: 'body', key: 'client', value: 'Анна' },
        { place: 'body', key: 'number', value: '7' },
        { place: 'url', key: '1', value: 'office' },
      ],
      choices: [{ id: 'ready:0', label: 'Приеду', index: 0 }],
    })
  })

  test('a value loses line breaks and runs of spaces, which platforms refuse', () => {
    const { parameters } = fillTemplate(template, { ...values, 'body:client': ' Анна\n\nПетрова     ' })
    expect(parameters[1]?.value).toBe('Анна Петрова')
  })

  test.each<[string, Partial<MessageTemplate>, Record<string, string>, object]>([
    [
      'a missing value',
      {},
      { ...values, 'body:number': ' ' },
      { fields: { 'values.body:number': 'required' } },
    ],
    ['a strange value', {}, { ...values, 'body:9': 'x' }, { fields: { 'values.body:9': 'unknown-field' } }],
    ['a paused template', { status: 'paused' }, values, { code: 'template-not-usable' }],
    ['a part we cannot send', { unsupported: 'header image' }, values, { code: 'template-not-usable' }],
  ])('%s is refused', (_name, change, given, refusal) => {
    expect(() => fillTemplate({ ...template, ...change }, given)).toThrow(expect.objectContaining(refusal))
  })
})
