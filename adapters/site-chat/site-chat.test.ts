import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '../../core/ids.js'
import { addNote } from '../../core/inbox/add-note.js'
import { assignConversation } from '../../core/inbox/assign-conversation.js'
import { deleteMessage, editMessage } from '../../core/inbox/change-message.js'
import { markRead } from '../../core/inbox/mark-read.js'
import type { Message } from '../../core/inbox/message.model.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import {
  manager,
  type SiteChatServer,
  startSiteChat,
  TestVisitor,
  until,
} from '../../tests/factories/site-chat.js'
import { identityKey, newVisitorId, userSignature, VisitorTokens } from './visitor-token.js'

const secret = 's'.repeat(32)
let core: TestCore
let server: SiteChatServer
const visitors: TestVisitor[] = []

beforeAll(async () => {
  core = await buildCore()
  server = await startSiteChat(core)
  await core.models.Staff.create({
    _id: manager.id,
    name: 'Мария Внутренняя',
    role: 'admin',
    publicProfile: { name: 'Мария', title: 'Менеджер', photoUrl: '/photos/maria.jpg' },
    createdAt: core.clock.now(),
  })
})
afterEach(() => {
  for (const visitor of visitors.splice(0)) visitor.leave()
})
afterAll(async () => {
  await server.stop()
  await core.close()
})

function visit(token?: string, url = server.url, auth = {}): TestVisitor {
  const visitor = new TestVisitor(url, token, auth)
  visitors.push(visitor)
  return visitor
}

async function conversationOf(text: string): Promise<string> {
  const message = await core.models.Message.findOne({ 'content.text': text }).lean<Message>()
  return message?.conversationId ?? ''
}

const say = (conversationId: string, text: string) =>
  sendMessage(core, manager, { conversationId, content: { type: 'text', text } })

describe('a message', () => {
  test('is confirmed when it is stored, with the place it has in the conversation', async () => {
    const visitor = visit()
    await visitor.hello()
    const { message } = await visitor.say('Здравствуйте')
    const stored = await core.models.Message.findById(message.id).lean<Message>()
    expect(stored).toMatchObject({
      content: { type: 'text', text: 'Здравствуйте' },
      direction: 'in',
      seq: message.seq,
    })
    expect(stored?.externalId).toMatch(new RegExp(`:${message.clientMessageId}$`))
  })

  test('sent five times under one id, at once and again, is one message', async () => {
    const visitor = visit()
    await visitor.hello()
    const id = newId()
    const answers = await Promise.all(Array.from({ length: 5 }, () => visitor.say('Один раз', id)))
    answers.push(await visitor.say('Один раз', id))
    expect(new Set(answers.map(({ message }) => message.id)).size).toBe(1)
    expect(await core.models.Message.countDocuments({ 'content.text': 'Один раз' })).toBe(1)
  })

  test('that we correct or take back changes in the open chat and in the history', async () => {
    const visitor = visit()
    await visitor.hello()
    await visitor.say('Какая цена?')
    const conversationId = await conversationOf('Какая цена?')
    const sent = await say(conversationId, 'Опечтка')
    await until('the answer', () => visitor.received.find(({ id }) => id === sent._id))
    await until('the state', async () => {
      const message = await core.models.Message.findById(sent._id).lean<Message>()
      return message?.delivery?.state === 'sent' || message?.delivery?.state === 'delivered'
    })
    await editMessage(core, manager, { messageId: sent._id, text: 'Опечатка' })
    await until('the correction', () => visitor.heard.includes('edited'))
    await until('its end', async () => {
      const message = await core.models.Message.findById(sent._id).lean<Message>()
      return message !== null && message.change === undefined
    })
    const again = visit(visitor.token)
    const shown = (hello: { messages: { content: object }[] }) => hello.messages.map(({ content }) => content)
    expect(shown(await again.hello())).toContainEqual({ type: 'text', text: 'Опечатка' })
    await deleteMessage(core, manager, { messageId: sent._id })
    await until('the removal', () => visitor.heard.includes('removed'))
    await until('its end', async () => {
      const message = await core.models.Message.findById(sent._id).lean<Message>()
      return message?.removed !== undefined
    })
    const last = visit(visitor.token)
    expect(shown(await last.hello())).toEqual([{ type: 'text', text: 'Какая цена?' }])
  })

  test('reaches the visitor, once, with the public name and face of who wrote it', async () => {
    const visitor = visit()
    await visitor.hello()
    await visitor.say('Сколько стоит кружка?')
    const conversationId = await conversationOf('Сколько стоит кружка?')
    const sent = await say(conversationId, 'От 240 рублей')
    const message = await until('the answer', () => visitor.received.find(({ id }) => id === sent._id))
    expect(message.author).toEqual({
      kind: 'staff',
      name: 'Мария',
      photoUrl: `${server.url}/photos/maria.jpg`,
    })
    expect(message.content).toEqual({ type: 'text', text: 'От 240 рублей' })
    await until(
      'the delivery',
      async () => (await core.models.Message.findById(sent._id).lean<Message>())?.delivery?.state === 'sent',
    )
    expect(visitor.received.filter(({ id }) => id === sent._id)).toHaveLength(1)
  })

  test('of one tab shows in the others', async () => {
    const first = visit()
    const { token } = await first.hello()
    const second = visit(token)
    await second.hello()
    const { message } = await first.say('Из первой вкладки')
    await until('the echo', () => second.received.find(({ id }) => id === message.id))
    expect(first.received).toEqual([])
  })

  test('keeps the page the visitor was on', async () => {
    const visitor = visit()
    await visitor.ask('hello', {
      page: {
        url: 'https://shop.example/mugs',
        referrer: 'javascript:alert(1)',
        utm: { utm_source: 'yandex' },
      },
    })
    await visitor.say('Откуда я')
    const stored = await core.models.Message.findOne({ 'content.text': 'Откуда я' }).lean<Message>()
    expect(stored?.origin).toEqual({ pageUrl: 'https://shop.example/mugs', utm: { utm_source: 'yandex' } })
  })
})

describe('coming back', () => {
  test('brings everything newer than the cursor, nothing twice, and never the notes of the team', async () => {
    const visitor = visit()
    await visitor.hello()
    await visitor.say('До обрыва')
    const conversationId = await conversationOf('До обрыва')
    const { cursor } = await visitor.ask('sync', { afterSeq: 0 })
    visitor.leave()
    const first = await say(conversationId, 'Пока вас не было')
    await addNote(core, manager, { conversationId, text: 'Клиент сложный' })
    const second = await say(conversationId, 'И ещё')

    const back = visit(visitor.token)
    const hello = await back.hello(cursor)
    expect(hello.token).toBeUndefined()
    expect(hello.messages.map(({ id }) => id)).toEqual([first._id, second._id])
    expect((await back.ask('sync', { afterSeq: hello.cursor })).messages).toEqual([])
    expect(JSON.stringify(await back.hello())).not.toContain('Клиент сложный')
  })

  test('catches up over several pages and pages back to the beginning', async () => {
    const visitor = visit(undefined, server.url)
    await visitor.hello()
    await visitor.say('Начало')
    const conversationId = await conversationOf('Начало')
    const pattern = await core.models.Message.findOne({ conversationId }).lean<Message>()
    await core.models.Message.insertMany(
      Array.from({ length: 120 }, (_, n) => ({
        ...pattern,
        _id: newId(),
        seq: 100 + n * 2,
        direction: 'out',
        author: { kind: 'bot', name: 'Бот' },
        content: { type: 'text', text: `Сообщение ${n}` },
        externalId: `paging:${n}`,
      })),
    )

    const seen: string[] = []
    let cursor = 0
    for (let more = true; more; ) {
      const page = await visitor.ask('sync', { afterSeq: cursor })
      seen.push(...page.messages.map(({ id }) => id))
      ;({ cursor, more } = page)
    }
    expect(new Set(seen).size).toBe(121)

    const newest = await visit(visitor.token).hello()
    const back = newest.messages.map(({ id }) => id)
    for (let { more, messages } = newest as { more: boolean; messages: { seq: number }[] }; more; ) {
      const page = await visitor.ask('older', { beforeSeq: messages[0]?.seq ?? 0 })
      back.unshift(...page.messages.map(({ id }) => id))
      ;({ more, messages } = page)
    }
    expect(back).toEqual(seen)
  })
})

describe('a visitor cannot be another', () => {
  const foreign = () =>
    new VisitorTokens('x'.repeat(32), 'site:main').issue({ id: newVisitorId(), known: false })

  test('a foreign, forged, cut or empty token gets a new identity with an empty history', async () => {
    const owner = visit()
    await owner.hello()
    await owner.say('Мои тайны')
    const own = owner.token ?? ''
    const [body = '', signature = ''] = own.split('.')
    const stolen = JSON.parse(Buffer.from(body, 'base64url').toString()) as { v: string }
    const forged = [
      foreign(),
      `${body}.`,
      body,
      `${body}.${signature.slice(0, -1)}`,
      `${body}.${signature}.${signature}`,
      `${Buffer.from(JSON.stringify({ ...stolen, k: 1 })).toString('base64url')}.${signature}`,
      new VisitorTokens(secret, 'site:other').issue({ id: stolen.v, known: false }),
      stolen.v,
      '',
      '.',
      '0',
    ]
    for (const token of forged) {
      const stranger = visit(token)
      const hello = await stranger.hello()
      expect(hello.messages).toEqual([])
      expect(hello.hasConversation).toBe(false)
      expect(hello.token).toBeDefined()
      expect(
        JSON.parse(Buffer.from((hello.token ?? '').split('.')[0] ?? '', 'base64url').toString()).v,
      ).not.toBe(stolen.v)
      const { message } = await owner.say(`После ${token.length}`)
      expect(await stranger.ask('refresh', { ids: [message.id] })).toMatchObject({ messages: [] })
      expect((await stranger.ask('sync', { afterSeq: 0 })).messages).toEqual([])
      expect(stranger.received).toEqual([])
    }
    // The same checks see the history with the right token.
    expect((await visit(own).hello()).messages).toHaveLength(1 + forged.length)
  })

  test('receipts move only what was sent to oneself', async () => {
    const owner = visit()
    await owner.hello()
    await owner.say('Квитанции')
    const sent = await say(await conversationOf('Квитанции'), 'Прочтите')
    await until('the message', () => owner.received.length > 0)
    const stateOf = async () =>
      (await core.models.Message.findById(sent._id).lean<Message>())?.delivery?.state
    await until('the delivery', async () => (await stateOf()) === 'sent')

    const stranger = visit()
    await stranger.hello()
    await stranger.say('Я тут')
    await stranger.ask('receipt', { state: 'read', ids: [sent._id] })
    expect(await stateOf()).toBe('sent')
    await owner.ask('receipt', { state: 'delivered', ids: [sent._id] })
    expect(await stateOf()).toBe('delivered')
    await owner.ask('receipt', { state: 'read', ids: [sent._id] })
    expect(await stateOf()).toBe('read')
    await owner.ask('receipt', { state: 'delivered', ids: [sent._id] })
    expect(await stateOf()).toBe('read')
    expect((await owner.hello()).messages.find(({ id }) => id === sent._id)?.read).toBe(true)
  })

  test('a user of the site keeps one conversation in every browser; a wrong signature is nobody', async () => {
    const key = identityKey(secret, 'site:main')
    const user = { id: '42', signature: userSignature(key, '42'), name: 'Пётр' }
    const browser = visit()
    const { token: anonymous } = await browser.hello()
    await browser.say('До входа')

    const signedIn = visit(anonymous, server.url, { user })
    expect((await signedIn.hello()).messages.map(({ content }) => content)).toEqual([
      { type: 'text', text: 'До входа' },
    ])
    const elsewhere = visit(undefined, server.url, { user })
    expect((await elsewhere.hello()).messages).toHaveLength(1)

    // The token from before the sign-in is worth nothing now, and so is the user's own without the site's word.
    expect((await visit(anonymous).hello()).messages).toEqual([])
    expect((await visit(signedIn.token).hello()).messages).toEqual([])
    const forged = { ...user, signature: userSignature('another key', '42') }
    expect((await visit(undefined, server.url, { user: forged }).hello()).messages).toEqual([])
  })

  test('another account is refused', async () => {
    const visitor = visit(undefined, server.url, { account: 'other' })
    const refusal = await new Promise<Error>((resolve) => visitor.socket.on('connect_error', resolve))
    expect(refusal.message).toBe('unknown-account')
  })
})

describe('the team shows', () => {
  test('who has the conversation, and that it was read', async () => {
    const visitor = visit()
    const hello = await visitor.hello()
    expect(hello.profile).toMatchObject({
      company: 'Реклама и мерч',
      open: true,
      backAt: null,
      manager: null,
    })
    const { message } = await visitor.say('Кто здесь?')
    const conversationId = await conversationOf('Кто здесь?')
    const faces: unknown[] = []
    visitor.socket.on('manager', (face) => faces.push(face))
    await assignConversation(core, manager, { conversationId, assigneeId: manager.id })
    await until('the face', () => faces.length > 0)
    expect(faces[0]).toEqual({
      name: 'Мария',
      title: 'Менеджер',
      photoUrl: `${server.url}/photos/maria.jpg`,
      address: '',
      hours: 'Пн–Пт 9:00–18:00',
    })
    await markRead(core, manager, { conversationId, seq: message.seq })
    await until('"seen"', () => visitor.heard.includes('seen'))
    expect(await visitor.ask('sync', { afterSeq: 0 })).toMatchObject({ seen: true })
  })

  test('that somebody is typing', async () => {
    const visitor = visit()
    await visitor.hello()
    await visitor.say('Печатаете?')
    const conversation = await core.models.Conversation.findById(await conversationOf('Печатаете?')).lean()
    await server.chat.channel.typing(conversation?.chatId ?? '')
    await until('dots', () => visitor.heard.includes('typing'))
  })
})
