import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { InboundMessage } from '../../core/channel.js'
import { size } from '../../tests/faults/size.js'
import { parseUpdate } from './parse.js'

const now = new Date('2026-03-11T09:00:00Z')
const account = 'telegram:main'
const anna = { id: 700, is_bot: false, first_name: 'Анна', last_name: 'Петрова', username: 'anna' }
const chat = { id: 700, type: 'private', first_name: 'Анна' }
const base = { message_id: 5, from: anna, chat, date: 1_773_219_600 }
const parse = (raw: unknown) => parseUpdate(raw, account, now)
const said = (message: object): InboundMessage => {
  const { inbound } = parse({ update_id: 1, message: { ...base, ...message } })
  if (inbound?.kind !== 'message') throw new Error(`parsed as ${inbound?.kind}`)
  return inbound
}
const file = { file_id: 'f1', file_unique_id: 'u1', file_size: 1_000 }
const anyId = expect.any(String)

describe('a message becomes', () => {
  test.each<[string, object, object]>([
    ['text', { text: 'Привет' }, { type: 'text', text: 'Привет' }],
    ['a command as it is', { text: '/help me' }, { type: 'text', text: '/help me' }],
    [
      'the largest of a photo’s sizes',
      {
        photo: [
          { ...file, file_id: 's', width: 90, height: 60 },
          { ...file, file_id: 'l', file_size: 9_000, width: 900, height: 600 },
          { ...file, file_id: 'm', width: 300, height: 200 },
        ],
        caption: 'Логотип',
      },
      {
        type: 'image',
        file: { fileId: anyId, name: 'photo-5.jpg', mimeType: 'image/jpeg', size: 9_000 },
        caption: 'Логотип',
      },
    ],
    [
      'a document under its own name',
      { document: { ...file, file_name: 'Макет «Ромашка».pdf', mime_type: 'application/pdf' } },
      {
        type: 'document',
        file: { fileId: anyId, name: 'Макет «Ромашка».pdf', mimeType: 'application/pdf', size: 1_000 },
      },
    ],
    [
      'a document whose name wants out of the folder',
      { document: { ...file, file_name: '../../etc/passwd' } },
      {
        type: 'document',
        file: { fileId: anyId, name: 'passwd', mimeType: 'application/octet-stream', size: 1_000 },
      },
    ],
    [
      'an animation, a document',
      { animation: { ...file, file_name: 'cat.mp4', mime_type: 'video/mp4' }, document: { ...file } },
      { type: 'document', file: expect.objectContaining({ mimeType: 'application/octet-stream' }) },
    ],
    [
      'a voice message',
      { voice: { ...file, duration: 4, mime_type: 'audio/ogg' } },
      { type: 'voice', file: expect.objectContaining({ name: 'voice-5.ogg' }), duration: 4 },
    ],
    [
      'a song, a voice message',
      { audio: { ...file, duration: 180, file_name: 'jingle.mp3' } },
      { type: 'voice', file: expect.objectContaining({ name: 'jingle.mp3' }), duration: 180 },
    ],
    [
      'a video',
      { video: { ...file, duration: 9 }, caption: 'Так' },
      { type: 'video', file: expect.objectContaining({ name: 'video-5.mp4' }), duration: 9, caption: 'Так' },
    ],
    [
      'a round video, a video',
      { video_note: { ...file, duration: 9, length: 240 } },
      { type: 'video', file: expect.objectContaining({ mimeType: 'video/mp4' }), duration: 9 },
    ],
    [
      'a sticker',
      { sticker: { ...file, emoji: '👍', is_animated: false, is_video: false } },
      { type: 'sticker', file: expect.objectContaining({ mimeType: 'image/webp' }), emoji: '👍' },
    ],
    [
      'an animated sticker',
      { sticker: { ...file, is_animated: true } },
      { type: 'sticker', file: expect.objectContaining({ mimeType: 'application/x-tgsticker' }) },
    ],
    [
      'a place',
      { location: { latitude: 55.03, longitude: 82.92 } },
      { type: 'location', latitude: 55.03, longitude: 82.92 },
    ],
    [
      'a venue, a place with its title',
      {
        venue: { title: 'Типография', address: 'ул. Ленина, 1', location: { latitude: 1, longitude: 2 } },
        location: { latitude: 1, longitude: 2 },
      },
      { type: 'location', latitude: 1, longitude: 2, title: 'Типография' },
    ],
    [
      'the person’s own contact',
      { contact: { phone_number: '79131234567', first_name: 'Анна', last_name: 'Петрова', user_id: 700 } },
      { type: 'contact', phone: '79131234567', name: 'Анна Петрова', own: true },
    ],
    [
      'somebody else’s contact',
      { contact: { phone_number: '79131234567', first_name: 'Иван', user_id: 701 } },
      { type: 'contact', phone: '79131234567', name: 'Иван', own: false },
    ],
    [
      'a contact who is not in Telegram, nobody’s own',
      { contact: { phone_number: '79131234567', first_name: 'Иван' } },
      { type: 'contact', phone: '79131234567', name: 'Иван', own: false },
    ],
    [
      'what we have no word for, under Telegram’s name',
      { poll: { id: '1', question: '?' } },
      { type: 'unsupported', kind: 'poll' },
    ],
    [
      'a kind that does not exist yet, answered to and forwarded',
      { reply_to_message: { ...base }, forward_origin: {}, has_protected_content: true, hologram: {} },
      { type: 'unsupported', kind: 'hologram' },
    ],
    [
      'a forwarded text, the text',
      {
        text: 'Из другого чата',
        forward_origin: { type: 'hidden_user', sender_user_name: 'Кто-то', date: 1 },
      },
      { type: 'text', text: 'Из другого чата' },
    ],
    ['nothing at all', {}, { type: 'unsupported', kind: 'unknown' }],
  ])('%s', (_name, message, content) => {
    expect(said(message).content).toEqual(content)
  })

  test('who, where and when', () => {
    expect(said({ text: 'Привет', reply_to_message: { ...base, message_id: 3, text: 'Раньше' } })).toEqual({
      kind: 'message',
      accountId: account,
      channel: 'telegram',
      chatId: '700',
      from: { externalId: '700', name: 'Анна Петрова', username: 'anna', locale: undefined },
      externalId: '700:5',
      content: { type: 'text', text: 'Привет' },
      sentAt: new Date(1_773_219_600_000),
      replyToExternalId: '700:3',
    })
  })

  test('files are left with Telegram under the id it knows them by', () => {
    const message = said({ document: { ...file, file_name: 'a.pdf' } })
    if (message.content.type !== 'document') throw new Error('not a document')
    const { fileId } = message.content.file
    expect(message.pendingFiles).toEqual([{ fileId, remote: { fileId: 'f1' }, identity: 'u1' }])
  })

  test.each<[string, object]>([
    ['photos', { photo: [{ ...file, width: 1, height: 1 }] }],
    ['videos', { video: { ...file, duration: 1 } }],
    ['documents', { document: { ...file, file_name: 'a.pdf', mime_type: 'application/pdf' } }],
  ])('a part of a media group of %s, an album of one', (_name, media) => {
    const message = said({ ...media, media_group_id: 'g1', caption: 'Вместе' })
    expect(message).toMatchObject({
      albumId: 'g1',
      content: { type: 'album', files: [{ fileId: anyId }], caption: 'Вместе' },
      pendingFiles: [{ remote: { fileId: 'f1' } }],
    })
  })
})

describe('/start', () => {
  test.each<[string, string | undefined]>([
    ['/start', undefined],
    ['/start autumn-sale', 'autumn-sale'],
    ['/start@client_bot vk_42', 'vk_42'],
    ['/start   spaced  ', 'spaced'],
  ])('%s brings %s', (text, payload) => {
    const message = said({ text })
    expect(message.content).toEqual({ type: 'text', text: '/start' })
    expect(message.origin).toEqual(payload === undefined ? undefined : { startPayload: payload })
  })

  test.each(['/start <script>', `/start ${'a'.repeat(65)}`, '/start two words', '/starting'])(
    '%s is only words',
    (text) => {
      expect(said({ text })).toMatchObject({ content: { type: 'text', text } })
      expect(said({ text }).origin).toBeUndefined()
    },
  )
})

describe('a press', () => {
  const query = {
    id: 'q1',
    from: anna,
    data: 's:product:mugs',
    message: {
      ...base,
      reply_markup: { inline_keyboard: [[{ text: 'Кружки', callback_data: 's:product:mugs' }]] },
    },
  }

  test('is the choice with the words of its button', () => {
    expect(parse({ update_id: 1, callback_query: query })).toEqual({
      callbackId: 'q1',
      inbound: {
        kind: 'message',
        accountId: account,
        channel: 'telegram',
        chatId: '700',
        from: { externalId: '700', name: 'Анна Петрова', username: 'anna', locale: undefined },
        externalId: '700:press:q1',
        content: { type: 'choice', choiceId: 's:product:mugs', label: 'Кружки' },
        sentAt: now,
        replyToExternalId: '700:5',
      },
    })
  })

  test('of a button the message does not have keeps its data as words', () => {
    const { inbound } = parse({ update_id: 1, callback_query: { ...query, data: 'forged' } })
    expect(inbound).toMatchObject({ content: { type: 'choice', choiceId: 'forged', label: 'forged' } })
  })

  test.each<[string, object]>([
    ['in a group', { message: { ...query.message, chat: { id: -1, type: 'supergroup' } } }],
    ['without a message', { message: undefined }],
    ['without data', { data: undefined }],
  ])('%s is answered and does nothing', (_name, change) => {
    expect(parse({ update_id: 1, callback_query: { ...query, ...change } })).toEqual({
      inbound: null,
      callbackId: 'q1',
    })
  })
})

test.each<[string, object, object]>([
  [
    'a person',
    { type: 'user', sender_user: { id: 9, first_name: 'Пётр', last_name: 'Ильин' } },
    { from: 'Пётр Ильин' },
  ],
  ['a person who hides', { type: 'hidden_user', sender_user_name: 'Тень' }, { from: 'Тень' }],
  ['a group', { type: 'chat', sender_chat: { id: -5, title: 'Закупки' } }, { from: 'Закупки' }],
  ['a channel', { type: 'channel', chat: { id: -6, title: 'Новости' }, message_id: 3 }, { from: 'Новости' }],
  ['somebody of a kind that is not known', { type: 'other' }, {}],
])('what was passed on from %s says so', (_whom, origin, forwarded) => {
  const message = { ...base, text: 'Смотрите', forward_origin: { ...origin, date: 1 } }
  expect(parse({ update_id: 1, message }).inbound).toMatchObject({ forwarded })
})

describe('changes', () => {
  test('an edited text', () => {
    expect(
      parse({ update_id: 1, edited_message: { ...base, edit_date: 1_773_219_660, text: 'Иначе' } }).inbound,
    ).toEqual({
      kind: 'edit',
      accountId: account,
      externalId: '700:5',
      words: 'Иначе',
      edition: 1_773_219_660,
    })
  })

  const photo = [{ file_id: 'f', width: 1, height: 1 }]
  test.each<[string, object, object | null]>([
    ['a caption', { photo, caption: 'Иначе' }, { words: 'Иначе' }],
    ['a caption taken away', { photo }, { words: '' }],
    [
      'the caption of an album',
      { photo, media_group_id: 'g', caption: 'Иначе' },
      { words: 'Иначе', album: { chatId: '700', id: 'g' } },
    ],
    [
      'a part of an album without a caption',
      { photo, media_group_id: 'g' },
      { words: null, album: { chatId: '700', id: 'g' } },
    ],
    [
      'a file, by the name that Telegram has for its bytes',
      { photo: [{ file_id: 'g', file_unique_id: 'u', width: 1, height: 1 }] },
      {
        content: { type: 'image', file: { fileId: anyId } },
        pendingFiles: [{ fileId: anyId, remote: { fileId: 'g' }, identity: 'u' }],
      },
    ],
    ['a place that moves', { location: { latitude: 1, longitude: 2 } }, null],
  ])('%s', (_what, fields, expected) => {
    const { inbound } = parse({ update_id: 1, edited_message: { ...base, edit_date: 1, ...fields } })
    if (expected === null) expect(inbound).toBeNull()
    else expect(inbound).toMatchObject({ kind: 'edit', ...expected })
  })

  test.each<[string, object[], string | null]>([
    ['an emoji', [{ type: 'emoji', emoji: '👍' }], '👍'],
    ['one of their own', [{ type: 'custom_emoji', custom_emoji_id: '5' }], '✨'],
    ['none any more', [], null],
  ])('a reaction: %s', (_what, now, emoji) => {
    const reaction = { chat, message_id: 5, user: anna, date: 7, old_reaction: [], new_reaction: now }
    expect(parse({ update_id: 1, message_reaction: reaction }).inbound).toEqual({
      kind: 'reaction',
      accountId: account,
      externalId: '700:5',
      from: String(anna.id),
      emoji,
      at: new Date(7_000),
    })
  })

  test.each([
    ['kicked', false],
    ['left', false],
    ['member', true],
  ])('a bot that is now "%s" can write: %s', (status, reachable) => {
    expect(
      parse({ update_id: 1, my_chat_member: { chat, from: anna, date: 1, new_chat_member: { status } } })
        .inbound,
    ).toEqual({ kind: 'reach', accountId: account, chatId: '700', reachable })
  })
})

describe('nothing for us', () => {
  const group = { id: -100, type: 'supergroup', title: 'Команда' }
  test.each<[string, unknown]>([
    ['a group', { update_id: 1, message: { ...base, chat: group, text: 'Привет' } }],
    ['a channel post', { update_id: 1, channel_post: { ...base, chat: { id: -2, type: 'channel' } } }],
    ['another bot', { update_id: 1, message: { ...base, from: { ...anna, is_bot: true }, text: 'Я бот' } }],
    ['an edit in a group', { update_id: 1, edited_message: { ...base, chat: group, text: 'Иначе' } }],
    [
      'our place in a group',
      { update_id: 1, my_chat_member: { chat: group, new_chat_member: { status: 'left' } } },
    ],
    [
      'a reaction in a group',
      {
        update_id: 1,
        message_reaction: { chat: group, message_id: 1, user: anna, date: 1, new_reaction: [] },
      },
    ],
    ['a kind of update we did not ask for', { update_id: 1, poll: { id: '1' } }],
    ['a message without a chat', { update_id: 1, message: { message_id: 1, date: 1, text: 'a' } }],
    ['a text that is an object', { update_id: 1, message: { ...base, text: { $ne: null } } }],
    [
      'a chat id that is an object',
      { update_id: 1, message: { ...base, chat: { id: { $gt: 0 }, type: 'private' } } },
    ],
    [
      'a place off the earth',
      { update_id: 1, message: { ...base, location: { latitude: 91, longitude: 0 } } },
    ],
    ['no update id', { message: { ...base, text: 'a' } }],
    ['null', null],
    ['a list', [1]],
    ['words', 'update'],
  ])('%s', (_name, raw) => {
    expect(parse(raw)).toEqual({ inbound: null })
  })

  test('whatever comes, it never throws, and what it lets through is whole', () => {
    const messages = fc.record(
      {
        message_id: fc.oneof(fc.integer(), fc.anything()),
        date: fc.oneof(fc.integer({ min: 0, max: 4e9 }), fc.anything()),
        chat: fc.oneof(fc.constant(chat), fc.anything()),
        from: fc.oneof(fc.constant(anna), fc.anything()),
        text: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
        photo: fc.anything(),
        document: fc.oneof(fc.constant(file), fc.record({ file_id: fc.string(), file_name: fc.string() })),
        media_group_id: fc.anything(),
        contact: fc.anything(),
      },
      { requiredKeys: ['message_id', 'date', 'chat'] },
    )
    const updates = fc.record(
      { update_id: fc.integer(), message: messages, edited_message: messages, callback_query: fc.anything() },
      { requiredKeys: ['update_id'] },
    )
    fc.assert(
      fc.property(fc.oneof(updates, fc.anything()), (raw) => {
        const { inbound } = parse(raw)
        if (inbound?.kind === 'message') {
          expect(inbound.chatId).toMatch(/^-?\d+$/)
          expect(inbound.externalId.startsWith(`${inbound.chatId}:`)).toBe(true)
          expect(typeof inbound.content.type).toBe('string')
        }
      }),
      { numRuns: size.malformed.generated },
    )
  })
})
