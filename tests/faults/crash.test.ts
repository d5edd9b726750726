import { afterEach, describe, expect, test } from '@jest/globals'
import { trusted } from 'mongoose'
import type { Delivery } from '../../core/deliveries/delivery.model.js'
import type { Message } from '../../core/inbox/message.model.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { clientBot } from '../factories/app.js'
import { eventually } from '../factories/eventually.js'
import type { AppChild } from './app-child.js'
import { freePort } from './app-child.js'
import { crashPoints } from './crash-points.js'
import { buildOutside, type Outside } from './outside.js'
import { seededRandom, shuffled } from './random.js'
import { size } from './size.js'

/*
 * Promise: a message the channel was told "received" is never lost, doubled or out of order in its chat, whatever the
 * moment at which the process is killed; and what we send is never sent twice without our saying "unknown".
 */

let outside: Outside
afterEach(() => outside.close(), 60_000)

/** Every one of them gets an answer of the script, so that replies flow as long as messages do. */
const words = ['Здравствуйте', 'Футболки', 'назад', 'Кружки', 'назад']

class Client {
  readonly sent: string[] = []

  constructor(
    readonly chatId: number,
    readonly chat: PersonChat,
  ) {}

  async say(): Promise<void> {
    const { message_id } = await this.chat.sendText(
      words[Math.min(this.sent.length, 1 + ((this.sent.length - 1) % 4))] ?? '',
    )
    this.sent.push(`${this.chatId}:${message_id}`)
  }
}

const runs = (['polling', 'webhook'] as const).flatMap((mode) =>
  Array.from({ length: size.crash.seeds }, (_, index) => ({ mode, seed: index + 1 })),
)

describe.each(runs)('killed at every point, $mode, seed $seed', ({ mode, seed }) => {
  test(
    'nothing is lost, doubled or out of order',
    async () => {
      const random = seededRandom(seed * 7_919 + (mode === 'polling' ? 0 : 1))
      const port = String(await freePort())
      outside = await buildOutside({
        managers: 2,
        env: {
          PORT: port,
          TELEGRAM_MODE: mode,
          ...(mode === 'webhook'
            ? { TELEGRAM_WEBHOOK_SECRET: 'fault-test-secret-0001', PUBLIC_URL: `http://127.0.0.1:${port}` }
            : {}),
        },
      })
      const clients = Array.from({ length: size.crash.chats }, (_, index) => {
        const { id } = outside.telegram.createPerson({ name: `Клиент ${index}` })
        return new Client(id, outside.telegram.user(id).with(clientBot.username))
      })
      let left = size.crash.messages
      const speak = async (count: number) => {
        for (; count > 0 && left > 0; count--, left--)
          await clients[Math.floor(random() * clients.length)]?.say()
      }
      for (const point of shuffled(crashPoints, random)) {
        const app = await outside.start({
          CRASH_POINT: point,
          CRASH_AFTER: String(1 + Math.floor(random() * 8)),
        })
        await until(app, point, () => speak(3))
        await outside.expireLeases()
      }
      const app = await outside.start()
      await speak(left)
      await quiet()
      await app.stop()

      await expectEveryMessageOnce(clients)
      await expectSameReplies()
      await expectNoReplyTwice(clients)
      await expectOneCardEach()
    },
    size.timeLimitMs,
  )
})

/** Speaks until the process has died at its point; only as fast as it listens, so that words are left for the next. */
async function until(app: AppChild, point: string, speak: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + 60_000
  while (app.alive) {
    if (performance.now() > deadline) throw new Error(`${point} was never passed`)
    if (outside.telegram.pendingUpdates(clientBot.token) < 5) await speak()
    await Promise.race([app.ended, new Promise((resolve) => setTimeout(resolve, 50))])
  }
  expect(await app.ended).toBe('SIGKILL')
}

/** Telegram has nothing left for us, every event is handled, every reply has its end. */
async function quiet(): Promise<void> {
  const { models } = outside.core
  await eventually(
    async () =>
      outside.telegram.pendingUpdates(clientBot.token) === 0 &&
      (await models.Event.countDocuments({ pending: true })) === 0 &&
      (await models.Delivery.countDocuments({ accountId: 'telegram:main', state: 'queued' })) === 0 &&
      (await models.Delivery.countDocuments({ accountId: 'telegram:main', state: 'sending' })) === 0,
    120_000,
  )
}

async function messagesOf(chatId: number): Promise<Message[]> {
  const { models } = outside.core
  const conversations = await models.Conversation.find({ chatId: String(chatId) }).lean()
  expect(conversations).toHaveLength(1)
  return models.Message.find({ conversationId: conversations[0]?._id }).sort({ seq: 1 }).lean<Message[]>()
}

async function expectEveryMessageOnce(clients: Client[]): Promise<void> {
  for (const client of clients.filter(({ sent }) => sent.length > 0)) {
    const received = (await messagesOf(client.chatId)).filter((message) => message.direction === 'in')
    expect(received.map((message) => message.externalId)).toEqual(client.sent)
  }
  expect(await outside.core.models.Message.countDocuments({ direction: 'in' })).toBe(size.crash.messages)
  const unread = await outside.core.models.Conversation.find({}, { unreadCount: 1 }).lean()
  expect(unread.reduce((sum, { unreadCount }) => sum + unreadCount, 0)).toBe(size.crash.messages)
  expect(await outside.core.models.Event.countDocuments({ 'parked.0': trusted({ $exists: true }) })).toBe(0)
}

/** All clients say the same words in the same order, so one chat's replies are the beginning of every longer one's. */
async function expectSameReplies(): Promise<void> {
  const rows = await outside.core.models.Message.find({ direction: 'out' })
    .sort({ conversationId: 1, seq: 1 })
    .lean<Message[]>()
  const chats = new Map<string, string[]>()
  for (const { conversationId, content } of rows)
    chats.set(conversationId, [...(chats.get(conversationId) ?? []), JSON.stringify(content)])
  const longest = [...chats.values()].reduce((a, b) => (b.length > a.length ? b : a))
  for (const replies of chats.values()) expect(replies).toEqual(longest.slice(0, replies.length))
  expect(rows.length).toBeGreaterThanOrEqual(size.crash.messages)
}

/** What Telegram took is what we call sent; whatever else it took we call unknown. */
async function expectNoReplyTwice(clients: Client[]): Promise<void> {
  const rows = await outside.core.models.Delivery.find({ accountId: 'telegram:main' }).lean<Delivery[]>()
  for (const client of clients) {
    const ours = rows.filter((row) => row.chatId === String(client.chatId))
    const unknown = ours.filter((row) => row.state === 'unknown')
    expect(ours.filter((row) => row.state !== 'unknown' && row.state !== 'sent')).toEqual([])
    const sentIds = new Set(ours.flatMap((row) => row.externalIds))
    const shown = (await client.chat.messages()).filter((message) => message.from?.id !== client.chatId)
    const unclaimed = shown.filter((message) => !sentIds.has(`${client.chatId}:${message.message_id}`))
    expect(shown.length - unclaimed.length).toBe(ours.length - unknown.length)
    for (const message of unclaimed) {
      const at = unknown.findIndex((row) => 'text' in row.content && row.content.text === message.text)
      expect(at).toBeGreaterThanOrEqual(0)
      unknown.splice(at, 1)
    }
  }
}

async function expectOneCardEach(): Promise<void> {
  const { models } = outside.core
  const inquiries = await models.Inquiry.find({}).lean()
  expect(inquiries).toHaveLength(await models.Conversation.countDocuments({}))
  const keys = inquiries.flatMap(({ _id }) => outside.staffIds.map((staffId) => `inquiry:${_id}:${staffId}`))
  const cards = await models.Delivery.find({ dedupeKey: /^inquiry:/ } as never).lean<Delivery[]>()
  expect(cards.map((card) => card.dedupeKey).sort()).toEqual(keys.sort())
}
