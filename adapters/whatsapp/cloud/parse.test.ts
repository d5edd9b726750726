import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { size } from '../../../tests/faults/size.js'
import { parseWebhook } from './parse.js'

const phoneId = '100'
const account = 'whatsapp:main'
const anna = { profile: { name: 'Анна', username: 'anna' }, wa_id: '79131112233', user_id: 'RU.42' }
const webhook = (value: object) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '200',
      changes: [{ field: 'messages', value: { metadata: { phone_number_id: phoneId }, ...value } }],
    },
  ],
})
const many = { numRuns: size.malformed.generated }
const parse = (raw: unknown) => parseWebhook(raw, (id) => (id === phoneId ? account : undefined))
const said = (message: object, contacts: object[] = [anna]) => {
  const base = { from: '79131112233', id: 'wamid.1', timestamp: '1773219600' }
  const { parts } = parse(webhook({ contacts, messages: [{ ...base, ...message }] }))
  return parts[0]?.messages ?? []
}
const content = (message: object) => said(message)[0]?.inbound.content
const media = (kind: string, more: object = {}) => ({ type: kind, [kind]: { id: 'm1', ...more } })
const file = (name: string, mimeType: string) =>
  expect.objectContaining({ fileId: expect.any(String), name, mimeType })

function only<T>(list: readonly T[]): T {
  const [one] = list
  if (!one || list.length > 1) throw new Error(`${list.length} instead of one`)
  return one
}

test.each<[object, object | undefined]>([
  [{ forwarded: true }, {}],
  [{ frequently_forwarded: true }, {}],
  [{ id: 'wamid.0' }, undefined],
])('a message with the context %j is passed on: %j', (context, forwarded) => {
  expect(said({ type: 'text', text: { body: 'Смотрите' }, context })[0]?.inbound.forwarded).toEqual(forwarded)
})

describe('a message becomes', () => {
  test.each<[string, object, object]>([
    ['text', { type: 'text', text: { body: 'Привет' } }, { type: 'text', text: 'Привет' }],
    ['an empty text', { type: 'text', text: { body: '' } }, { type: 'unsupported', kind: 'empty' }],
    [
      'image',
      media('image', { mime_type: 'image/jpeg', caption: 'Лого' }),
      { type: 'image', file: file('photo-1773219600.jpg', 'image/jpeg'), caption: 'Лого' },
    ],
    [
      'voice',
      media('audio', { mime_type: 'audio/ogg; codecs=opus', voice: true }),
      { type: 'voice', file: file('voice-1773219600.ogg', 'audio/ogg') },
    ],
    [
      'document with its name, without its folders',
      media('document', { mime_type: 'application/pdf', filename: '../../Макет №2.pdf' }),
      { type: 'document', file: file('Макет №2.pdf', 'application/pdf') },
    ],
    [
      'location with name and address',
      { type: 'location', location: { latitude: 55, longitude: 83, name: 'Цех', address: 'Бердск' } },
      { type: 'location', latitude: 55, longitude: 83, title: 'Цех, Бердск' },
    ],
    [
      'own contact',
      {
        type: 'contacts',
        contacts: [{ name: { formatted_name: 'Анна' }, phones: [{ phone: '+7 913', wa_id: '79131112233' }] }],
      },
      { type: 'contact', phone: '+7 913', name: 'Анна', own: true },
    ],
    [
      'pressed button',
      {
        type: 'interactive',
        interactive: { type: 'button_reply', button_reply: { id: 'q:a', title: 'Да' } },
      },
      { type: 'choice', choiceId: 'q:a', label: 'Да' },
    ],
    [
      'chosen row, by its whole label',
      {
        type: 'interactive',
        interactive: {
          type: 'list_reply',
          list_reply: { id: 'q:b', title: 'Длинная…', description: 'Длинная подпись' },
        },
      },
      { type: 'choice', choiceId: 'q:b', label: 'Длинная подпись' },
    ],
    [
      'quick reply of a template',
      { type: 'button', button: { payload: 'ready:0', text: 'Приеду' } },
      { type: 'choice', choiceId: 'ready:0', label: 'Приеду' },
    ],
    ['an order, by its name', { type: 'order', order: {} }, { type: 'unsupported', kind: 'order' }],
    [
      'a filled form, by its name',
      { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: {} } },
      { type: 'unsupported', kind: 'nfm_reply' },
    ],
  ])('%s', (_name, message, expected) => {
    expect(content(message)).toEqual(expected)
  })

  test('several messages, for several contact cards', () => {
    const card = (name: string) => ({ name: { formatted_name: name }, phones: [{ phone: '+7' }] })
    const messages = said({ type: 'contacts', contacts: [card('Иван'), card('Пётр')] })
    expect(messages.map(({ inbound }) => inbound.externalId)).toEqual(['wamid.1', 'wamid.1:1'])
  })
})

describe('who it is from', () => {
  const text = { type: 'text', text: { body: 'Да' } }
  test('number and id: known by the id, answered at the number', () => {
    const { names, inbound } = only(said(text))
    expect(names).toEqual(['RU.42', '79131112233'])
    expect(inbound).toMatchObject({
      chatId: '79131112233',
      from: { externalId: 'RU.42', name: 'Анна', username: 'anna', phone: '+79131112233' },
      sentAt: new Date(1_773_219_600_000),
    })
  })

  test('the id alone, wherever it stands', () => {
    const hidden = { profile: anna.profile, user_id: 'RU.42' }
    for (const sender of [
      { from: undefined, from_user_id: 'RU.42' },
      { from: undefined },
      { from: 'RU.42' },
    ]) {
      const { names, inbound } = only(said({ ...text, ...sender }, [hidden]))
      expect({ names, chatId: inbound.chatId, name: inbound.from.name }).toEqual({
        names: ['RU.42'],
        chatId: 'RU.42',
        name: 'Анна',
      })
      expect(inbound.from.phone).toBeUndefined()
    }
  })

  test('each of a batch has their own name', () => {
    const boris = { profile: { name: 'Борис' }, wa_id: '79139998877' }
    const messages = ['79139998877', '79131112233'].map((from, n) => ({
      from,
      id: `wamid.${n}`,
      timestamp: '1773219600',
      ...text,
    }))
    const { parts } = parse(webhook({ contacts: [anna, boris], messages }))
    expect(parts[0]?.messages.map(({ inbound }) => inbound.from.name)).toEqual(['Борис', 'Анна'])
  })

  test('a changed number is a move', () => {
    const { parts } = parse(
      webhook({
        contacts: [anna],
        messages: [
          {
            from: '79131112233',
            id: 'wamid.1',
            timestamp: '1773219600',
            type: 'system',
            system: { type: 'user_changed_number', wa_id: '79130000001' },
          },
        ],
      }),
    )
    expect(parts[0]).toMatchObject({
      messages: [],
      moves: [{ names: ['RU.42', '79131112233'], to: '79130000001' }],
    })
  })
})

test('a status becomes a receipt with our own id and a reason that has words', () => {
  const errors = [
    { code: 131047, title: 'Re-engagement message', error_data: { details: 'more than 24 hours' } },
  ]
  const status = {
    id: 'wamid.9',
    status: 'failed',
    timestamp: '1773219600',
    biz_opaque_callback_data: 'd1',
    errors,
  }
  expect(parse(webhook({ statuses: [status] })).parts[0]?.receipts).toEqual([
    {
      kind: 'receipt',
      accountId: account,
      externalId: 'wamid.9',
      deliveryId: 'd1',
      state: 'failed',
      at: new Date(1_773_219_600_000),
      reason: { code: 'outside-window', text: 'more than 24 hours' },
    },
  ])
})

test('one strange item spoils only itself; another number’s is left', () => {
  const good = {
    from: '79131112233',
    id: 'wamid.2',
    timestamp: '1773219600',
    type: 'text',
    text: { body: 'Цел' },
  }
  const { parts, unread } = parse(
    webhook({ contacts: [anna, 7], messages: [null, { id: 5 }, good], statuses: [{}] }),
  )
  expect(parts[0]?.messages).toHaveLength(1)
  expect(unread).toBe(3)
  // Meta sends it only once: that something came, from whom and when is kept.
  const strange = { ...good, id: 'wamid.3', location: { latitude: 'north' }, type: 'location' }
  const kept = parse(webhook({ contacts: [anna], messages: [strange, { ...strange, timestamp: 'soon' }] }))
  expect(kept.unread).toBe(1)
  expect(kept.parts[0]?.messages.map(({ inbound }) => inbound)).toMatchObject([
    {
      externalId: 'wamid.3',
      from: { phone: '+79131112233' },
      content: { type: 'unsupported', kind: 'location' },
      sentAt: new Date(1_773_219_600_000),
    },
  ])
  const foreign = JSON.parse(JSON.stringify(webhook({ messages: [good] })).replace('"100"', '"999"'))
  expect(parse(foreign).parts).toEqual([])
})

test('law: parsing never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (raw) => Array.isArray(parse(raw).parts)),
    many,
  )
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('messages', 'statuses', 'contacts', 'metadata'), fc.jsonValue()),
      (value) => Array.isArray(parse(webhook(value)).parts),
    ),
    many,
  )
})
