import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { trusted } from 'mongoose'
import { TelegramChannel } from '../../adapters/telegram/channel.js'
import { systemClock } from '../../core/clock.js'
import type { Delivery } from '../../core/deliveries/delivery.model.js'
import { DialogRunner } from '../../core/dialogs/dialog-runner.js'
import { ScriptLibrary } from '../../core/dialogs/script-library.js'
import { hostChannel } from '../../core/host-channel.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { createTelegramSandbox, type TelegramSandbox } from '../../sandbox/telegram/sandbox.js'
import { clientBot } from '../factories/app.js'
import { buildCore, type TestCore } from '../factories/core.js'
import { eventually } from '../factories/eventually.js'
import { buildInbound } from '../factories/inbound.js'
import { buildStaff } from '../factories/people.js'
import { size } from './size.js'

/* Promise: an outgoing message never vanishes, is never sent twice unasked, and one bad chat holds up no other. */

/** Stands for the 20 s after which the product calls a send unknown, and the 35 s stall that outlasts it. */
const timeoutMs = 2_500
const stallMs = 4_375

let core: TestCore
let telegram: TelegramSandbox
let inbox: Inbox
const stops: (() => unknown)[] = []

beforeEach(async () => {
  core = await buildCore({ clock: systemClock })
  telegram = createTelegramSandbox({ seed: 20_260_311 })
  telegram.createBot(clientBot.token, clientBot)
  const listening = await telegram.listen()
  const scripts = new ScriptLibrary(core)
  await scripts.install([], null)
  inbox = new Inbox(core, new DialogRunner(scripts))
  const channel = new TelegramChannel({
    core,
    inbox,
    accountId: 'telegram:main',
    token: clientBot.token,
    apiRoot: listening.url,
    mode: 'polling',
    textTimeoutMs: timeoutMs,
  })
  // The sandbox has no limits: the test looks at faults, not at the pace.
  const pace = { perSecond: 1_000, perChatPerSecond: 1_000, chatBurst: 1_000, concurrency: 30 }
  Object.assign(channel, { capabilities: { ...channel.capabilities, pace } })
  core.channels.register(channel)
  const stopping = new AbortController()
  const work = hostChannel(core, channel, 'test', stopping.signal)
  stops.push(async () => {
    stopping.abort()
    await work
    await listening.close()
    await core.close()
  })
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
}, 150_000)

async function openChats(count: number): Promise<{ conversationId: string; chatId: number }[]> {
  const chats = Array.from({ length: count }, (_, index) => {
    const { id } = telegram.createPerson({ name: `Клиент ${index}` })
    telegram.openChat(id, clientBot.username)
    return id
  })
  return Promise.all(
    chats.map(async (chatId) => {
      const { conversationId } = await inbox.receive(
        // An id no message of the sandbox can have: this one did not go through it.
        buildInbound({ person: String(chatId), externalId: `${chatId}:before` }),
      )
      return { conversationId, chatId }
    }),
  )
}

function settled(): Promise<Delivery[]> {
  return eventually(async () => {
    const rows = await core.models.Delivery.find({}).sort({ _id: 1 }).lean<Delivery[]>()
    return rows.every((row) => row.state !== 'queued' && row.state !== 'sending') && rows
  }, size.timeLimitMs)
}

test(
  'every send ends sent, failed with a reason or unknown, and arrives at most once',
  async () => {
    const { count, chance } = size.sends
    const chats = await openChats(size.sends.chats)
    const by = await buildStaff(core)
    const plans = [
      { kind: 'http', status: 429, retryAfter: 1 },
      { kind: 'http', status: 500 },
      { kind: 'drop' },
      { kind: 'stall', ms: stallMs },
      { kind: 'accepted-then-cut' },
      // Not 403: whoever shut us out is written to no more, and every chat here must get all of its messages.
      { kind: 'http', status: 400 },
    ] as const
    for (const plan of plans) telegram.faults.add({ ...plan, method: 'sendMessage', probability: chance })
    await Promise.all(
      chats.map(async ({ conversationId }, chat) => {
        for (let index = chat; index < count; index += chats.length)
          await sendMessage(core, by, { conversationId, content: { type: 'text', text: `Ответ ${index}` } })
      }),
    )
    const rows = await settled()
    for (const { plan, hits } of telegram.faults.list())
      expect({ plan, hit: hits > 0 }).toEqual({ plan, hit: true })
    // A stalled call is done after all, when nobody waits for it any more.
    await eventually(
      async () => telegram.calls().filter(({ outcome }) => outcome === 'stall').length === hitsOf('stall'),
    )

    expect(rows).toHaveLength(count)
    const accepted = new Map<string, number>()
    for (const { params, done } of telegram.calls({ method: 'sendMessage' }))
      if (done) accepted.set(String(params.text), (accepted.get(String(params.text)) ?? 0) + 1)
    for (const row of rows) {
      const text = row.content.type === 'text' ? row.content.text : ''
      const times = accepted.get(text) ?? 0
      const message = await core.models.Message.findById(row.messageId).lean()
      expect(message?.delivery?.state).toBe(row.state)
      if (row.state === 'sent') expect({ text, times }).toEqual({ text, times: 1 })
      else if (row.state === 'failed')
        expect({ text, times, code: row.reason?.code }).toEqual({ text, times: 0, code: 'bad-content' })
      else {
        expect(row).toMatchObject({ state: 'unknown', reason: { code: expect.any(String) } })
        expect(times).toBeLessThanOrEqual(1)
      }
    }
    const unknown = hitsOf('drop') + hitsOf('stall') + hitsOf('accepted-then-cut') + hitsOf('http', 500)
    expect(rows.filter((row) => row.state === 'unknown').length).toBeGreaterThanOrEqual(unknown)
    expect(rows.filter((row) => row.state === 'failed')).toHaveLength(hitsOf('http', 400))
    expectOrder(rows)
  },
  size.timeLimitMs,
)

function hitsOf(kind: string, status?: number): number {
  return telegram.faults
    .list()
    .filter(
      ({ plan }) =>
        plan.kind === kind && (status === undefined || ('status' in plan && plan.status === status)),
    )
    .reduce((sum, { hits }) => sum + hits, 0)
}

/** What was sent stands in a chat in the order in which it was said, whatever was retried in between. */
function expectOrder(rows: Delivery[]): void {
  const chats = new Map<string, number[]>()
  for (const row of rows.filter(({ state }) => state === 'sent'))
    chats.set(row.chatId, [...(chats.get(row.chatId) ?? []), Number(row.externalId?.split(':').at(-1))])
  for (const ids of chats.values()) expect(ids).toEqual([...ids].sort((a, b) => a - b))
}

test(
  'a chat whose sends hang holds up no other: p99 under two seconds',
  async () => {
    const chats = await openChats(25)
    const by = await buildStaff(core)
    const stuck = chats[0] as { conversationId: string; chatId: number }
    telegram.faults.add({ kind: 'stall', ms: 60_000, method: 'sendMessage', chatId: stuck.chatId })
    const say = (conversationId: string, text: string) =>
      sendMessage(core, by, { conversationId, content: { type: 'text', text } })
    for (let index = 0; index < 6; index++) await say(stuck.conversationId, `Застряло ${index}`)
    await eventually(async () => (await core.models.Delivery.countDocuments({ state: 'sending' })) > 0)
    for (const { conversationId } of [...chats.slice(1), ...chats.slice(1), ...chats.slice(1)])
      await say(conversationId, 'Добрый день')
    const stillStuck = await core.models.Delivery.countDocuments({
      chatId: String(stuck.chatId),
      state: trusted({ $in: ['queued', 'sending'] }),
    })
    expect(stillStuck).toBeGreaterThan(0)
    const rows = (await settled()).filter((row) => row.chatId !== String(stuck.chatId))
    expect(rows.filter(({ state }) => state !== 'sent')).toEqual([])
    const delays = rows
      .map((row) => (row.settledAt?.getTime() ?? 0) - row.createdAt.getTime())
      .sort((a, b) => a - b)
    expect(delays[Math.floor(delays.length * 0.99)]).toBeLessThan(2_000)
    const own = await core.models.Delivery.find({ chatId: String(stuck.chatId) }).lean()
    expect(own.map(({ state, reason }) => `${state} ${reason?.code}`)).toEqual(
      Array.from({ length: 6 }, () => 'unknown timeout'),
    )
  },
  size.timeLimitMs,
)
