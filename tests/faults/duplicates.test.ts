import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { managerNotices } from '../../bot/manager/notify.js'
import type { Core } from '../../core/context.js'
import { system } from '../../core/context.js'
import { DialogRunner } from '../../core/dialogs/dialog-runner.js'
import { ScriptLibrary } from '../../core/dialogs/script-library.js'
import { Dispatcher } from '../../core/events/dispatcher.js'
import { newId } from '../../core/ids.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import { createStaff } from '../../core/staff/create-staff.js'
import { buildCore, type TestCore } from '../factories/core.js'
import { eventually } from '../factories/eventually.js'
import { buildInbound } from '../factories/inbound.js'
import { seededRandom, shuffled } from './random.js'
import { size } from './size.js'

/* Promise: duplicates and bursts fold, whichever process they come to. */

let cores: TestCore[]
let inboxes: Inbox[]

beforeEach(async () => {
  const databaseName = `test-${newId()}`
  cores = [await buildCore({ databaseName }), await buildCore({ databaseName })]
  inboxes = await Promise.all(cores.map(inboxOf))
})
afterEach(async () => {
  const [first, second] = cores as [TestCore, TestCore]
  await second.connection.close()
  await first.close()
}, 150_000)

async function inboxOf(core: Core): Promise<Inbox> {
  const scripts = new ScriptLibrary(core)
  await scripts.install([], null)
  return new Inbox(core, new DialogRunner(scripts))
}

test(
  'each message three times, shuffled, in bursts to two processes: one row each',
  async () => {
    const random = seededRandom(42)
    const { messages, chats } = size.duplicates
    const inbound = Array.from({ length: messages }, (_, index) =>
      buildInbound({ person: `dup-${index % chats}`, externalId: `dup-${index % chats}:${index}` }),
    )
    const rows = shuffled([...inbound, ...inbound, ...inbound], random)
    const answers: Promise<{ duplicate: boolean; messageId: string }>[] = []
    while (rows.length > 0) {
      const burst = rows.splice(0, 1 + Math.floor(random() * 50))
      const received = burst.map((item) => (inboxes[Math.floor(random() * 2)] as Inbox).receive(item))
      answers.push(...received)
      // Some bursts overlap, some meet a quiet process.
      if (random() < 0.5) await Promise.all(received)
    }
    const received = await Promise.all(answers)
    const { models } = (cores as [TestCore])[0]
    expect(received.filter(({ duplicate }) => !duplicate)).toHaveLength(messages)
    const stored = await models.Message.find({}).sort({ conversationId: 1, seq: 1 }).lean()
    expect(stored.map(({ externalId }) => externalId).sort()).toEqual(
      inbound.map(({ externalId }) => externalId).sort(),
    )
    expect(new Set(received.map(({ messageId }) => messageId))).toEqual(new Set(stored.map(({ _id }) => _id)))
    expect(await models.Conversation.countDocuments({})).toBe(chats)
    expect(await models.Inquiry.countDocuments({})).toBe(chats)
    const unread = await models.Conversation.find({}).lean()
    expect(unread.reduce((sum, { unreadCount }) => sum + unreadCount, 0)).toBe(messages)
    expect(await models.Event.countDocuments({ type: 'message.received' })).toBe(messages)
  },
  size.timeLimitMs,
)

test('ten first messages at once, to two processes: one conversation, one inquiry, one card a manager', async () => {
  const [core, other] = cores as [TestCore, TestCore]
  for (const [index, telegramId] of ['501', '502'].entries()) {
    const staff = await createStaff(core, system, { name: `Менеджер ${index}`, role: 'sales', telegramId })
    await core.models.Staff.updateOne({ _id: staff._id }, { $set: { telegramChatId: telegramId } })
  }
  const channel = {
    edit: async () => ({ outcome: 'sent' as const, externalIds: [] }),
    react: async () => undefined,
  }
  const stopping = new AbortController()
  const work = cores.map((each) =>
    new Dispatcher(each, [managerNotices(each, channel)], newId()).run(stopping.signal),
  )
  try {
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (inboxes[index % 2] as Inbox).receive(
          buildInbound({ person: 'eager', externalId: `eager:${index}` }),
        ),
      ),
    )
    await eventually(async () => (await other.models.Event.countDocuments({ pending: true })) === 0, 30_000)
  } finally {
    stopping.abort()
    await Promise.all(work)
  }
  expect(await core.models.Message.countDocuments({ direction: 'in' })).toBe(10)
  expect(await core.models.Conversation.countDocuments({})).toBe(1)
  expect(await core.models.ContactPoint.countDocuments({})).toBe(1)
  expect(await core.models.Inquiry.countDocuments({})).toBe(1)
  const cards = await core.models.Delivery.find({ purpose: 'notice' }).lean()
  expect(
    cards
      .filter(({ dedupeKey }) => dedupeKey?.startsWith('inquiry:'))
      .map(({ chatId }) => chatId)
      .sort(),
  ).toEqual(['501', '502'])
}, 60_000)

test('an album is one message, though its parts come to two processes, twice and in any order', async () => {
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
  const messages = await (cores as [TestCore])[0].models.Message.find({}).lean()
  expect(messages).toHaveLength(1)
  const files = messages[0]?.content.type === 'album' ? messages[0].content.files : []
  expect(files.map(({ fileId }) => fileId).sort()).toEqual(parts.map((_, index) => `file-${index}`))
}, 60_000)
