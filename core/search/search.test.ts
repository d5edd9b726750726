import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildInbound } from '../../tests/factories/inbound.js'
import { buildStaff } from '../../tests/factories/people.js'
import { rows } from '../collection.js'
import type { Actor } from '../context.js'
import { DialogRunner } from '../dialogs/dialog-runner.js'
import { ScriptLibrary } from '../dialogs/script-library.js'
import type { EventDoc } from '../events.js'
import { newId } from '../ids.js'
import { addNote } from '../inbox/add-note.js'
import { Inbox } from '../inbox/receive-message.js'
import { indexMessages, indexPast, searchSubscriber } from './index-messages.js'
import { searchMessages } from './search-messages.js'
import { snippet } from './snippet.js'
import { stemsOf } from './stems.js'

let core: TestCore
let inbox: Inbox
let maria: Actor

beforeAll(async () => {
  core = await buildCore()
  const scripts = new ScriptLibrary(core)
  await scripts.install([], null)
  inbox = new Inbox(core, new DialogRunner(scripts))
  maria = await buildStaff(core, 'head', 'Мария')
})
afterAll(() => core.close())

/** Says it, and lets the subscriber hear of it as the dispatcher would. */
async function said(text: string, person = newId()): Promise<{ conversationId: string; messageId: string }> {
  const received = await inbox.receive(buildInbound({ person, text }))
  const events = await core.models.Event.find({ 'payload.messageId': received.messageId }).lean<EventDoc[]>()
  for (const event of events) await searchSubscriber.on[event.type]?.(event as never, core)
  return received
}
const find = async (query: string) => {
  const found = await searchMessages(core, maria, { query })
  return found.map(({ message }) => ('text' in message.content ? message.content.text : ''))
}

describe('stems', () => {
  test.each([
    ['кружки', 'кружка', 'кружек', 'кружками'],
    ['футболка', 'футболок', 'футболки'],
    ['подарок', 'подарки', 'подарков'],
    ['логотипом', 'логотип', 'логотипы'],
    ['Ёлка', 'елки', 'ёлкой'],
    ['prints', 'print', 'printing'],
  ])('%s and its other forms are one', (...forms) => {
    expect(new Set(forms.flatMap(stemsOf)).size).toBe(1)
  })

  test('words of every text are left out, numbers stay', () => {
    expect(stemsOf('и в на 500 не')).toEqual(['500'])
  })
})

describe('search', () => {
  test('finds other forms of the words, all of them, and says where', async () => {
    const { messageId, conversationId } = await said('Сколько стоят пятьсот кружек с логотипом компании?')
    await said('Нужны кружки без рисунка')
    const found = await searchMessages(core, maria, { query: 'кружка логотип' })
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      message: { _id: messageId, seq: expect.any(Number) },
      conversation: { _id: conversationId, title: expect.any(String), channel: 'telegram' },
    })
    expect(found[0]?.snippet.filter(({ hit }) => hit).map(({ text }) => text)).toEqual([
      'кружек',
      'логотипом',
    ])
    expect(await find('кружк')).toHaveLength(2)
    expect(await find('логоти')).toHaveLength(1)
    expect(await find('ничегошеньки')).toEqual([])
    expect(await find('и в на')).toEqual([])
  })

  test('where no message has all the words, those with most of them come', async () => {
    await said('Вывеска из неона')
    expect(await find('вывеска неона космодром')).toEqual(['Вывеска из неона'])
  })

  test('the form and the order that were asked for come first, then the newer', async () => {
    await said('Пакеты крафтовые: печать потом, макет отдельно')
    await said('Макет печати на пакеты готов')
    await said('печатью макета занимается Пётр')
    expect((await find('макет печати'))[0]).toBe('Макет печати на пакеты готов')
  })

  test('follows a correction; notes are found; a word of one conversation only in it', async () => {
    const { conversationId, messageId } = await said('Ждём визитки')
    await inbox.edit({
      kind: 'edit',
      accountId: 'telegram:main',
      externalId: (await core.models.Message.findById(messageId).lean())?.externalId ?? '',
      words: 'Ждём открытки',
      edition: 1,
    })
    await indexMessages(core, [messageId])
    expect(await find('визитка')).toEqual([])
    expect(await find('открытка')).toEqual(['Ждём открытки'])
    const note = await addNote(core, maria, { conversationId, text: 'Клиент торгуется насчёт открыток' })
    await indexMessages(core, [note._id])
    expect(await find('открытками')).toHaveLength(2)
    const elsewhere = await said('открытки')
    const here = await searchMessages(core, maria, { query: 'открытка', conversationId })
    expect(here.map(({ message }) => message.conversationId)).toEqual([conversationId, conversationId])
    expect(elsewhere.conversationId).not.toBe(conversationId)
  })

  test('what was stored before there was an index is found after a pass', async () => {
    const { messageId } = await inbox.receive(buildInbound({ text: 'Старинный баннер' }))
    await rows(core.models.Message).updateOne(
      { _id: messageId },
      { $set: { createdAt: new Date('2026-01-01T00:00:00Z') } },
    )
    expect(await find('баннеры')).toEqual([])
    expect(await indexPast(core)).toBeGreaterThan(0)
    expect(await find('баннеры')).toEqual(['Старинный баннер'])
    expect(await indexPast(core)).toBe(0)
  })

  test('reads no more rows of a hundred times as many messages', async () => {
    const { conversationId, messageId } = await said('сувенир магнитик уникум')
    const day = 24 * 3600_000
    const copies = (count: number, stems: string[]) =>
      Array.from({ length: count }, (_, index) => ({
        _id: newId(),
        conversationId,
        stems,
        sentAt: new Date(core.clock.now().getTime() - day - index),
      }))
    for (let part = 0; part < 2; part++) {
      await rows(core.models.MessageWords).insertMany(copies(5_000, ['сувенир', 'магнитик', 'прочий']))
    }
    const db = core.connection.getClient().db(core.connection.name)
    await db.command({ profile: 2 })
    const found = await searchMessages(core, maria, { query: 'сувениры магнитики' })
    const rare = await searchMessages(core, maria, { query: 'сувенир уникумы' })
    await db.command({ profile: 0 })
    expect(found[0]?.message._id).toBe(messageId)
    expect(rare[0]?.message._id).toBe(messageId)
    const seen = await db
      .collection('system.profile')
      .find({ ns: new RegExp(`\\.${core.models.MessageWords.collection.name}$`) })
      .toArray()
    expect(seen.length).toBeGreaterThan(3)
    for (const { docsExamined, keysExamined } of seen) {
      expect(docsExamined).toBeLessThanOrEqual(2_100)
      expect(keysExamined).toBeLessThanOrEqual(2_100)
    }
  })
})

describe('snippet', () => {
  test('shows the place where the words stand together', () => {
    const text = `${'слово '.repeat(80)}красная кружка с логотипом${' хвост'.repeat(80)}`
    const hits = new Set(stemsOf('красная кружка'))
    const parts = snippet(text, (stem) => hits.has(stem))
    expect(parts[0]).toEqual({ text: '…', hit: false })
    expect(parts.at(-1)).toEqual({ text: '…', hit: false })
    expect(parts.filter(({ hit }) => hit).map(({ text: piece }) => piece)).toEqual(['красная', 'кружка'])
    expect(parts.map(({ text: piece }) => piece).join('').length).toBeLessThan(220)
  })
})
