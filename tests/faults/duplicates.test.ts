import { afterEach, expect, test } from '@jest/globals'
import { DialogRunner } from '../../core/dialogs/dialog-runner.js'
import { ScriptLibrary } from '../../core/dialogs/script-library.js'
import { newId } from '../../core/ids.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import { sandboxAccount } from '../../sandbox/whatsapp-cloud/cloud-sandbox.js'
import { signatureOf } from '../../sandbox/whatsapp-cloud/webhook-sender.js'
import { clientBot } from '../factories/app.js'
import { buildCore, type TestCore } from '../factories/core.js'
import { takeDatabaseName } from '../factories/database.js'
import { eventually } from '../factories/eventually.js'
import { buildInbound } from '../factories/inbound.js'
import { TestVisitor } from '../factories/site-chat.js'
import { buildOutside, type Outside } from './outside.js'
import { seededRandom, shuffled } from './random.js'
import { isFull, size } from './size.js'
import type { WebStreet } from './streets/whatsapp-web.js'
import { expectOneCardEach, quiet } from './truth.js'
import { postUpdate, textUpdate, webhookSecret } from './webhook-caller.js'

/* Promise: duplicates and bursts fold, on every channel, whichever process they come to. */

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
}, 150_000)

/** Hands one message over, again whenever it is called; true when the product has confirmed it. */
type Copy = () => Promise<boolean>
/** The copies of one message, each by another way or to another process. */
type Copies = [Copy, Copy, Copy]

function telegramCopies(outside: Outside, urls: readonly string[], chats: number, count: number): Copies[] {
  return Array.from({ length: count }, (_, index) => {
    const update = textUpdate(8_000 + (index % chats), `Сообщение ${index}`)
    const body = JSON.stringify(update)
    const post = (url: string) => async () => (await postUpdate(url, body)) === 200
    const poll = async () => {
      outside.telegram.injectUpdate(clientBot.token, { message: update.message })
      return true
    }
    return [post(urls[0] ?? ''), post(urls[1] ?? ''), poll]
  })
}

function cloudCopies(urls: readonly string[], chats: number, count: number): Copies[] {
  const { phoneId, businessId, appSecret, number } = sandboxAccount
  return Array.from({ length: count }, (_, index) => {
    const waId = String(79_140_000_000 + (index % chats))
    const message = {
      from: waId,
      id: `wamid.copy-${index}`,
      timestamp: '1773219600',
      type: 'text',
      text: { body: `Сообщение ${index}` },
    }
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: number.replace(/\D/g, ''), phone_number_id: phoneId },
      contacts: [{ wa_id: waId, profile: { name: 'Анна' } }],
      messages: [message],
    }
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: businessId, changes: [{ field: 'messages', value }] }],
    })
    const post = (url: string) => async () => {
      const headers = {
        'content-type': 'application/json',
        'x-hub-signature-256': signatureOf(body, appSecret),
      }
      const answer = await fetch(`${url}/webhooks/whatsapp`, { method: 'POST', headers, body })
      return answer.status === 200
    }
    return [post(urls[0] ?? ''), post(urls[1] ?? ''), post(urls[0] ?? '')]
  })
}

/** Each visitor has two tabs, at two processes. */
async function siteCopies(urls: readonly string[], chats: number, count: number): Promise<Copies[]> {
  const visitors = await Promise.all(
    Array.from({ length: chats }, async () => {
      const first = new TestVisitor(urls[0] ?? '')
      await first.hello()
      const second = new TestVisitor(urls[1] ?? '', first.token)
      await second.hello()
      ends.push(async () => {
        first.leave()
        second.leave()
      })
      return [first, second] as const
    }),
  )
  return Array.from({ length: count }, (_, index) => {
    const [first, second] = visitors[index % chats] as (typeof visitors)[number]
    const id = newId()
    const say = (visitor: TestVisitor) => async () =>
      (
        await visitor.answer('send', {
          clientMessageId: id,
          content: { type: 'text', text: `Сообщение ${index}` },
        })
      ).ok
    return [say(first), say(second), say(first)]
  })
}

test(
  'each message three times, shuffled, in bursts, to two processes: one row, one conversation, one card each',
  async () => {
    const outside = await buildOutside({
      managers: 2,
      streets: ['whatsapp-cloud'],
      // Polls, and has the webhook's door open as well.
      env: { TELEGRAM_WEBHOOK_SECRET: webhookSecret },
    })
    ends.push(() => outside.close())
    const [one, other] = [await outside.start(), await outside.start({ PORT: '0' })]
    const urls = [one.url, other.url]
    const { messages, chats } = size.duplicates
    const [each, talks] = [Math.ceil(messages / 3), Math.ceil(chats / 3)]
    const random = seededRandom(42)
    const copies = [
      ...telegramCopies(outside, urls, talks, each),
      ...cloudCopies(urls, talks, each),
      ...(await siteCopies(urls, talks, each)),
    ]
    const left = shuffled(copies.flat(), random)
    const underWay: Promise<unknown>[] = []
    while (left.length > 0) {
      const burst = left.splice(0, 1 + Math.floor(random() * 50)).map(confirmed)
      underWay.push(...burst)
      // Some bursts overlap, some meet a quiet process.
      if (random() < 0.5) await Promise.all(underWay.splice(0))
    }
    await Promise.all(underWay)
    await eventually(async () => outside.telegram.pendingUpdates(clientBot.token) === 0, 60_000)
    await quiet(outside)

    const { models } = outside.core
    const stored = await models.Message.find({ direction: 'in' }, { externalId: 1, content: 1 }).lean()
    expect(stored).toHaveLength(each * 3)
    const texts = stored.map(({ content }) => (content.type === 'text' ? content.text : '')).sort()
    const said = Array.from({ length: each }, (_, index) => `Сообщение ${index}`)
    expect(texts).toEqual([...said, ...said, ...said].sort())
    expect(await models.Conversation.countDocuments({})).toBe(talks * 3)
    expect(await models.ContactPoint.countDocuments({})).toBe(talks * 3)
    const unread = await models.Conversation.find({}, { unreadCount: 1 }).lean()
    expect(unread.reduce((sum, { unreadCount }) => sum + unreadCount, 0)).toBe(each * 3)
    await expectOneCardEach(outside)
  },
  size.timeLimitMs,
)

/** A platform hands a message over until it is confirmed. */
async function confirmed(copy: Copy): Promise<void> {
  await eventually(() => copy().catch(() => false), 60_000)
}

const full = isFull ? test : test.skip
full(
  'WhatsApp Web says each message three times: one row each',
  async () => {
    const outside = await buildOutside({ streets: ['whatsapp-web'] })
    ends.push(() => outside.close())
    await outside.start()
    const street = outside.streets[0] as WebStreet
    const random = seededRandom(43)
    const [count, chats] = [Math.ceil(size.duplicates.messages / 3), Math.ceil(size.duplicates.chats / 3)]
    const people = Array.from({ length: chats }, (_, index) => `Клиент ${index}`)
    const again: (() => void)[] = []
    for (let index = 0; index < count; index++) {
      const name = people[Math.floor(random() * people.length)] as string
      const { message_id } = await street.sandbox.user(name).sendText(`Сообщение ${index}`)
      again.push(
        () => street.sandbox.repeat(name, message_id),
        () => street.sandbox.repeat(name, message_id),
      )
      for (const repeat of random() < 0.3 ? shuffled(again.splice(0), random) : []) repeat()
    }
    for (const repeat of again) repeat()
    const { models } = outside.core
    const received = () => models.Message.countDocuments({ direction: 'in' })
    await eventually(async () => (await received()) >= count, 600_000)
    // What is said last comes last: when it is here, every repeat has been.
    await street.sandbox.user('Клиент 0').sendText('Последнее')
    await eventually(() => models.Message.findOne({ 'content.text': 'Последнее' }).lean(), 60_000)
    expect(await received()).toBe(count + 1)
    expect(await models.Conversation.countDocuments({})).toBe(new Set(people).size)
  },
  size.timeLimitMs,
)

test('an album is one message, though its parts come to two processes, twice and in any order', async () => {
  const databaseName = takeDatabaseName()
  const cores: [TestCore, TestCore] = [await buildCore({ databaseName }), await buildCore({ databaseName })]
  ends.push(
    () => cores[0].close(),
    () => cores[1].connection.close(),
  )
  const inboxes = cores.map((core) => new Inbox(core, new DialogRunner(new ScriptLibrary(core))))
  await new ScriptLibrary(cores[0]).install([], null)
  const random = seededRandom(7)
  const parts = Array.from({ length: 10 }, (_, index) =>
    buildInbound({
      person: 'album',
      externalId: `album:${index}`,
      albumId: 'a1',
      content: {
        type: 'album',
        files: [{ fileId: `file-${index}`, name: `${index}.jpg`, mimeType: 'image/jpeg', size: 1 }],
      },
    }),
  )
  await Promise.all(
    shuffled([...parts, ...parts], random).map((part) =>
      (inboxes[Math.floor(random() * 2)] as Inbox).receive(part),
    ),
  )
  const messages = await cores[0].models.Message.find({}).lean()
  expect(messages).toHaveLength(1)
  const files = messages[0]?.content.type === 'album' ? messages[0].content.files : []
  expect(files.map(({ fileId }) => fileId).sort()).toEqual(parts.map((_, index) => `file-${index}`))
}, 60_000)
