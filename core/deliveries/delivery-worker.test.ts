import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { mongo } from 'mongoose'
import { telegramCapabilities } from '../../adapters/telegram/capabilities.js'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { eventually } from '../../tests/factories/eventually.js'
import { buildInbound } from '../../tests/factories/inbound.js'
import { buildStaff } from '../../tests/factories/people.js'
import { until } from '../../tests/factories/until.js'
import type { Capabilities, Channel, InboundReceipt, Outbound, SendResult } from '../channel.js'
import type { ManualClock } from '../clock.js'
import { rows } from '../collection.js'
import type { Actor } from '../context.js'
import { DialogRunner } from '../dialogs/dialog-runner.js'
import { ScriptLibrary } from '../dialogs/script-library.js'
import { newId } from '../ids.js'
import { deleteMessage, editMessage } from '../inbox/change-message.js'
import { getMessage } from '../inbox/queries.js'
import { Inbox } from '../inbox/receive-message.js'
import { sendMessage } from '../inbox/send-message.js'
import { DeliveryWorker } from './delivery-worker.js'
import { findStaffCard } from './queries.js'
import { buildDelivery } from './queue-delivery.js'
import { resendDelivery } from './settle-delivery.js'

type Change = { what: 'edit' | 'remove'; externalId: string; text?: string }

/** A platform that remembers what it was told. */
class Platform implements Channel {
  readonly accountId = 'telegram:main'
  readonly kind = 'telegram'
  readonly capabilities: Capabilities = {
    ...telegramCapabilities,
    maxText: 20,
    pace: { perSecond: 1_000, perChatPerSecond: 1_000, chatBurst: 1_000, concurrency: 30 },
  }
  readonly sent: Outbound[] = []
  readonly changes: Change[] = []
  answer: SendResult | null = null
  /** Answers to the next sends, before `answer`; null: it goes. */
  readonly answers: (SendResult | null)[] = []
  /** What was sent stands in the chat already; the answer to us comes after this. */
  stands: Promise<void> = Promise.resolve()
  onSend = () => {}
  #next = 0

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  async send(outbound: Outbound): Promise<SendResult> {
    this.sent.push(outbound)
    this.onSend()
    await this.stands
    this.#next += 1
    const answer = this.answers.length > 0 ? this.answers.shift() : this.answer
    return answer ?? { outcome: 'sent', externalIds: [`${outbound.chatId}:${this.#next}`] }
  }
  async edit(_chatId: string, externalId: string, content: Outbound['content']): Promise<SendResult> {
    this.changes.push({ what: 'edit', externalId, text: 'text' in content ? content.text : '' })
    return this.answer ?? { outcome: 'sent', externalIds: [externalId] }
  }
  async remove(_chatId: string, externalId: string): Promise<SendResult> {
    this.changes.push({ what: 'remove', externalId })
    return this.answer ?? { outcome: 'sent', externalIds: [externalId] }
  }
}

let core: TestCore
let platform: Platform
let inbox: Inbox
let maria: Actor
let stop: () => Promise<void>

interface Worker {
  /** Tells it to end; resolves when it has. */
  end(): Promise<void>
}

beforeEach(async () => {
  core = await buildCore()
  platform = new Platform()
  core.channels.register(platform)
  const scripts = new ScriptLibrary(core)
  await scripts.install([], null)
  inbox = new Inbox(core, new DialogRunner(scripts))
  maria = await buildStaff(core, 'sales', 'Мария')
  const workers: Worker[] = []
  begin = (fence = 1) => {
    const ending = new AbortController()
    const work = new DeliveryWorker(core, platform).run(ending.signal, fence)
    const worker = {
      end: () => {
        ending.abort()
        return work
      },
    }
    workers.push(worker)
    return worker
  }
  stop = async () => {
    await Promise.all(workers.map((worker) => worker.end()))
    await core.close()
  }
})
afterEach(() => stop())
let begin: (fence?: number) => Worker

async function said(text: string, replyToId?: string) {
  const { conversationId, messageId } = await inbox.receive(buildInbound({ text: 'Здравствуйте' }))
  const message = await sendMessage(core, maria, {
    conversationId,
    content: { type: 'text', text },
    replyToId: replyToId ?? messageId,
  })
  await until(async () => {
    // What a transaction that begins now surely sees, too.
    const stored = await rows(core.models.Message).findOne(
      { _id: message._id },
      { readConcern: { level: 'majority' } },
    )
    return stored?.delivery?.state === 'sent'
  })
  return message._id
}

test('a claim that was written when the database went away is taken back and sent, once and before what is behind it', async () => {
  const { collection } = core.models.Delivery
  const write = collection.updateOne.bind(collection)
  const claim = jest.spyOn(collection, 'updateOne').mockImplementationOnce(async (...args) => {
    await write(...args)
    throw new mongo.MongoNetworkError('the connection is gone')
  })
  try {
    const { conversationId } = await inbox.receive(buildInbound({ text: 'Здравствуйте' }))
    for (const text of ['Первое', 'Второе'])
      await sendMessage(core, maria, { conversationId, content: { type: 'text', text } })
    begin()
    await until(async () => (await core.models.Delivery.countDocuments({ state: 'sent' })) === 2)
    expect(platform.sent.map(({ content }) => 'text' in content && content.text)).toEqual([
      'Первое',
      'Второе',
    ])
    const sent = await core.models.Delivery.find({}).lean()
    expect(sent.map(({ attempts }) => attempts)).toEqual([1, 1])
  } finally {
    claim.mockRestore()
  }
})

test('a card that a person answers before we know which message it became is found all the same', async () => {
  let answered = () => {}
  platform.stands = new Promise((resolve) => {
    answered = resolve
  })
  const { accountId } = platform
  const card = {
    accountId,
    chatId: '7',
    content: { type: 'text', text: 'Новый клиент' },
    purpose: 'notice',
  } as const
  await rows(core.models.Delivery).insertOne(
    buildDelivery({ ...card, subject: { kind: 'inquiry', id: 'i' } }, core.clock.now()),
  )
  begin()
  await until(() => platform.sent.length === 1)
  const found = findStaffCard(core, { accountId, chatId: '7', externalId: '7:1' })
  answered()
  expect((await found)?.subject).toEqual({ kind: 'inquiry', id: 'i' })
  expect(await findStaffCard(core, { accountId, chatId: '7', externalId: '7:2' })).toBeNull()
})

test('a long queue that waits for a retry hides no other chat', async () => {
  const now = core.clock.now()
  const row = (chatId: string, nextAt: Date) => ({
    ...buildDelivery(
      { accountId: platform.accountId, chatId, content: { type: 'text', text: chatId }, purpose: 'notice' },
      now,
    ),
    nextAt,
  })
  const later = new Date(now.getTime() + 3600_000)
  const waiting = Array.from({ length: 1_200 }, (_, index) => row(index < 700 ? 'first' : 'second', later))
  await rows(core.models.Delivery).insertMany(waiting)
  await rows(core.models.Delivery).insertOne(row('behind', now))
  begin()
  await until(() => platform.sent.length > 0)
  expect(platform.sent.map(({ chatId }) => chatId)).toEqual(['behind'])
  // Asked for by hand it goes soon, although the chat was put aside.
  await rows(core.models.Delivery).updateOne({ _id: waiting[0]?._id ?? '' }, { $set: { nextAt: now } })
  await until(() => platform.sent.some(({ chatId }) => chatId === 'first'))
})

test('what waited for longer than a day goes no more, and its author hears of it; what is behind it goes', async () => {
  const { conversationId } = await inbox.receive(buildInbound({ text: 'Здравствуйте' }))
  const say = (text: string) => sendMessage(core, maria, { conversationId, content: { type: 'text', text } })
  const late = await say('Ответим завтра')
  ;(core.clock as ManualClock).advance(25 * 3600_000)
  await say('Мы вернулись')
  begin()
  await until(async () => (await core.models.Delivery.countDocuments({ state: 'sent' })) === 1)
  expect(platform.sent.map(({ content }) => 'text' in content && content.text)).toEqual(['Мы вернулись'])
  expect((await getMessage(core, late._id)).delivery).toMatchObject({
    state: 'failed',
    reason: { code: 'expired' },
  })
  expect(
    await core.models.Event.countDocuments({ type: 'delivery.settled', 'payload.messageId': late._id }),
  ).toBe(1)
})

test('what failed is not sent again to whom nothing may be said now', async () => {
  platform.answer = { outcome: 'failed', reason: { code: 'blocked' } }
  const { conversationId } = await inbox.receive(buildInbound({ text: 'Здравствуйте' }))
  const { _id: messageId } = await sendMessage(core, maria, {
    conversationId,
    content: { type: 'text', text: 'Привет' },
  })
  begin()
  const { _id: deliveryId } = await eventually(() =>
    rows(core.models.Delivery).findOne(
      { messageId, state: 'failed' },
      { readConcern: { level: 'majority' } },
    ),
  )
  const again = () => resendDelivery(core, maria, { deliveryId })
  await expect(again()).rejects.toMatchObject({ code: 'conversation-unreachable' })
  await rows(core.models.Conversation).updateOne(
    { _id: conversationId },
    { $set: { reachable: true, blocked: 'blocked' } },
  )
  await expect(again()).rejects.toMatchObject({ code: 'contact-blocked' })
  expect((await getMessage(core, messageId)).delivery?.state).toBe('failed')
  await rows(core.models.Conversation).updateOne({ _id: conversationId }, { $set: { blocked: null } })
  platform.answer = null
  await again()
  await until(async () => (await getMessage(core, messageId)).delivery?.state === 'sent')
})

test('of a text that goes in parts only the first quotes', async () => {
  begin()
  await said('Первая часть ответа. Вторая часть ответа.')
  expect(platform.sent.length).toBeGreaterThan(1)
  const [first, ...others] = platform.sent
  expect(first?.replyToExternalId).toBeDefined()
  for (const other of others) expect(other.replyToExternalId).toBeUndefined()
})

describe('what goes in parts', () => {
  const [one, two, three] = ['Первая часть тут.', 'Вторая часть тут.', 'Третья часть тут.']
  const whole = [one, two, three].join(' ')
  const retry: SendResult = { outcome: 'retry', reason: { code: 'upload-failed' }, afterMs: 60_000 }
  const refusal: SendResult = { outcome: 'failed', reason: { code: 'bad-content' } }
  const doubt: SendResult = { outcome: 'unknown', reason: { code: 'timeout' } }

  const texts = () => platform.sent.map(({ content }) => ('text' in content ? content.text : ''))
  const queued = async () => {
    const { conversationId } = await inbox.receive(buildInbound({ text: 'Здравствуйте' }))
    return sendMessage(core, maria, { conversationId, content: { type: 'text', text: whole } })
  }
  const rowOf = async (messageId: string) => {
    const row = await rows(core.models.Delivery).findOne(
      { messageId },
      { readConcern: { level: 'majority' } },
    )
    if (!row) throw new Error('no such delivery')
    return row
  }
  const becomes = (messageId: string, state: string) =>
    eventually(async () => {
      const row = await rowOf(messageId)
      return row.state === state && row.attempts > 0 && row
    })
  const receipt = (externalId: string, more: Partial<InboundReceipt>) =>
    inbox.receipt({
      kind: 'receipt',
      accountId: platform.accountId,
      externalId,
      state: 'delivered',
      at: core.clock.now(),
      ...more,
    })

  test('a part that surely did not go is tried again from there on, and quietly', async () => {
    platform.answers.push(null, retry)
    const { _id } = await queued()
    begin()
    const row = await becomes(_id, 'queued')
    expect(row).toMatchObject({
      parts: [[expect.any(String)], null, null],
      externalIds: [expect.any(String)],
    })
    expect((await getMessage(core, _id)).externalIds).toEqual(row.externalIds)
    await expect(editMessage(core, maria, { messageId: _id, text: 'x' })).rejects.toMatchObject({
      code: 'message-not-sent',
    })
    // What the client does with the first part tells nothing of the others yet, and is not forgotten.
    await receipt(row.externalIds[0] ?? '', { state: 'read' })
    expect((await rowOf(_id)).state).toBe('queued')
    ;(core.clock as ManualClock).advance(61_000)
    await until(async () => (await getMessage(core, _id)).delivery?.state === 'read')
    expect(texts()).toEqual([one, two, two, three])
    expect(platform.sent.map(({ deliveryId }) => deliveryId)).toEqual(
      ['', ':1', ':1', ':2'].map((part) => `${row._id}${part}`),
    )
    expect((await getMessage(core, _id)).externalIds).toHaveLength(3)
  })

  test.each([
    ['refused', refusal, 'failed', [one, two, two, three]],
    ['of unknown fate', doubt, 'unknown', [one, two, two, three]],
  ])(
    'a part that is %s: sent again by a person, the message goes on from it',
    async (_, answer, state, said) => {
      platform.answers.push(null, answer)
      const { _id: messageId } = await queued()
      begin()
      const row = await becomes(messageId, state)
      await resendDelivery(core, maria, { deliveryId: row._id })
      await becomes(messageId, 'sent')
      expect(texts()).toEqual(said)
    },
  )

  test('a receipt of the part in doubt ends the doubt: it is not sent again', async () => {
    platform.answers.push(null, doubt)
    const { _id: messageId } = await queued()
    begin()
    const { _id: deliveryId } = await becomes(messageId, 'unknown')
    await receipt('second', { deliveryId: `${deliveryId}:1`, state: 'sent' })
    expect(await rowOf(messageId)).toMatchObject({
      state: 'unknown',
      parts: [[expect.any(String)], ['second'], null],
    })
    platform.answers.push(doubt)
    await resendDelivery(core, maria, { deliveryId })
    await until(async () => platform.sent.length === 3 && (await rowOf(messageId)).state === 'unknown')
    expect(texts()).toEqual([one, two, three])
    await receipt('third', { deliveryId: `${deliveryId}:2` })
    expect(await getMessage(core, messageId)).toMatchObject({ delivery: { state: 'sent' } })
  })

  test('a part of which the platform says late that it did not arrive goes alone', async () => {
    const { _id: messageId } = await queued()
    begin()
    const { _id: deliveryId, externalIds } = await becomes(messageId, 'sent')
    await receipt(externalIds[0] ?? '', { deliveryId, state: 'read' })
    const reason = { code: 'undeliverable' } as const
    await receipt(externalIds[1] ?? '', { deliveryId: `${deliveryId}:1`, state: 'failed', reason })
    expect(await getMessage(core, messageId)).toMatchObject({ delivery: { state: 'failed', reason } })
    await resendDelivery(core, maria, { deliveryId })
    await becomes(messageId, 'sent')
    expect(texts()).toEqual([one, two, three, two])
    // Said of the former try once more.
    await receipt(externalIds[1] ?? '', { deliveryId: `${deliveryId}:1`, state: 'failed', reason })
    expect((await rowOf(messageId)).state).toBe('sent')
  })

  test('a process that is killed between two parts leaves in doubt only the part in flight', async () => {
    const { _id: messageId } = await queued()
    let release = () => {}
    const stands = new Promise<void>((resolve) => {
      release = resolve
    })
    platform.onSend = () => {
      if (platform.sent.length === 2) platform.stands = stands
    }
    const former = begin()
    await until(() => platform.sent.length === 2)
    // Another process has the account now; what the former one says after this counts for nothing.
    begin(2)
    const row = await becomes(messageId, 'unknown')
    expect(row).toMatchObject({ reason: { code: 'interrupted' }, parts: [[expect.any(String)], null, null] })
    const ended = former.end()
    release()
    await ended
    expect(await rowOf(messageId)).toEqual(row)
    expect(platform.sent).toHaveLength(2)
    await resendDelivery(core, maria, { deliveryId: row._id })
    await becomes(messageId, 'sent')
    expect(texts()).toEqual([one, two, two, three])
  })

  test('a process that is stopped between two parts leaves the rest to the next one', async () => {
    const { _id: messageId } = await queued()
    let release = () => {}
    platform.stands = new Promise<void>((resolve) => {
      release = resolve
    })
    const former = begin()
    await until(() => platform.sent.length === 1)
    const ended = former.end()
    release()
    await ended
    expect(await rowOf(messageId)).toMatchObject({
      state: 'queued',
      parts: [[expect.any(String)], null, null],
    })
    begin(2)
    await becomes(messageId, 'sent')
    expect(texts()).toEqual([one, two, three])
  })

  test('the pace is kept from part to part', async () => {
    Object.assign(platform.capabilities.pace, { perChatPerSecond: 10, chatBurst: 1 })
    const { _id: messageId } = await queued()
    const from = performance.now()
    begin()
    await becomes(messageId, 'sent')
    expect(performance.now() - from).toBeGreaterThan(190)
  })

  test('deleted, the parts that went are taken back and the others never go', async () => {
    platform.answers.push(null, null, refusal)
    const { _id: messageId } = await queued()
    begin()
    const { _id: deliveryId, externalIds } = await becomes(messageId, 'failed')
    expect(externalIds).toHaveLength(2)
    await deleteMessage(core, maria, { messageId })
    await until(async () => (await getMessage(core, messageId)).removed !== undefined)
    expect(platform.changes).toEqual(externalIds.map((externalId) => ({ what: 'remove', externalId })))
    await expect(resendDelivery(core, maria, { deliveryId })).rejects.toMatchObject({
      code: 'illegal-transition',
    })
    expect(platform.sent).toHaveLength(3)
  })
})

test('a correction follows to the client, parts too many go, and the former words are kept', async () => {
  begin()
  const id = await said('Первая часть ответа. Вторая часть ответа.')
  const ids = (await getMessage(core, id)).externalIds ?? []
  expect(ids.length).toBeGreaterThan(1)
  const queued = await editMessage(core, maria, { messageId: id, text: 'Коротко' })
  expect(queued).toMatchObject({ change: { kind: 'edit', state: 'queued' } })
  await until(async () => (await getMessage(core, id)).change === undefined)
  expect(platform.changes).toEqual([
    { what: 'edit', externalId: ids[0], text: 'Коротко' },
    ...ids.slice(1).map((externalId) => ({ what: 'remove', externalId })),
  ])
  expect(await getMessage(core, id)).toMatchObject({
    content: { text: 'Коротко' },
    edits: [{ content: { text: 'Первая часть ответа. Вторая часть ответа.' } }],
  })
})

test('a change the platform refuses leaves the message as it is, with the reason; a taken back one stays for the team', async () => {
  begin()
  const id = await said('Привет')
  platform.answer = { outcome: 'failed', reason: { code: 'bad-content', text: "message can't be edited" } }
  await editMessage(core, maria, { messageId: id, text: 'Пока' })
  await until(async () => (await getMessage(core, id)).change?.state === 'failed')
  expect(await getMessage(core, id)).toMatchObject({
    content: { text: 'Привет' },
    change: { reason: { code: 'bad-content', text: "message can't be edited" } },
  })
  expect(await core.models.Event.countDocuments({ type: 'message.change-failed' })).toBe(1)
  platform.answer = null
  await deleteMessage(core, maria, { messageId: id })
  await until(async () => (await getMessage(core, id)).removed !== undefined)
  expect(await getMessage(core, id)).toMatchObject({
    content: { text: 'Привет' },
    removed: { by: 'team' },
    delivery: { state: 'sent' },
  })
  await expect(editMessage(core, maria, { messageId: id, text: 'x' })).rejects.toMatchObject({
    code: 'message-not-sent',
  })
})

test('what the channel cannot, what is too late and what is another’s is refused', async () => {
  begin()
  const id = await said('Привет')
  const other = await buildStaff(core, 'sales', 'Пётр')
  await expect(editMessage(core, other, { messageId: id, text: 'x' })).rejects.toMatchObject({
    code: 'not-allowed',
  })
  ;(core.clock as ManualClock).set('2026-03-14T10:00:00Z')
  await expect(deleteMessage(core, maria, { messageId: id })).rejects.toMatchObject({ code: 'too-late' })
  Object.assign(platform, { capabilities: { ...platform.capabilities, edit: false } })
  await expect(editMessage(core, maria, { messageId: id, text: 'x' })).rejects.toMatchObject({
    code: 'content-not-supported',
  })
})

test('what the client deletes is shown as deleted, once', async () => {
  const inbound = buildInbound({ text: 'ой' })
  const { messageId } = await inbox.receive(inbound)
  const removal = {
    kind: 'removal' as const,
    accountId: inbound.accountId,
    externalId: inbound.externalId,
    at: core.clock.now(),
  }
  await inbox.removal(removal)
  await inbox.removal(removal)
  await inbox.removal({ ...removal, externalId: newId() })
  expect(await getMessage(core, messageId)).toMatchObject({
    removed: { by: 'client' },
    content: { text: 'ой' },
  })
  expect(await core.models.Event.countDocuments({ type: 'message.removed' })).toBe(1)
})
