import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { buildCore, type TestCore, testNow } from '../../tests/factories/core.js'
import { buildInbound } from '../../tests/factories/inbound.js'
import { buildStaff } from '../../tests/factories/people.js'
import { createCannedReply } from '../canned-replies/change-canned-replies.js'
import { cannedRepliesFor } from '../canned-replies/queries.js'
import type { ManualClock } from '../clock.js'
import type { Actor } from '../context.js'
import { ensurePipelines } from '../deals/ensure-pipelines.js'
import { DialogRunner } from '../dialogs/dialog-runner.js'
import { ScriptLibrary } from '../dialogs/script-library.js'
import { newId } from '../ids.js'
import { createLabel, listLabels, removeLabel, updateLabel } from '../labels/change-labels.js'
import { listScheduled } from '../scheduled/queries.js'
import { cancelScheduled, rescheduleMessage, scheduleMessage } from '../scheduled/schedule-message.js'
import { sendDueMessages } from '../scheduled/send-due.js'
import { addNote } from './add-note.js'
import { blockContact, unblockContact } from './block-contact.js'
import { closeConversation, restoreConversation, snoozeConversation } from './close-conversation.js'
import { labelConversation } from './label-conversation.js'
import { markRead } from './mark-read.js'
import { countUnseenMentions, listMentions } from './mentions.js'
import {
  markUnread,
  muteConversation,
  mutedBy,
  unreadConversations,
  unreadOf,
  viewsOf,
} from './personal-views.js'
import { getConversation, listConversations, listMessages } from './queries.js'
import { Inbox } from './receive-message.js'
import { sendMessage } from './send-message.js'
import { wakeSnoozed } from './wake-snoozed.js'

let core: TestCore
let inbox: Inbox
let maria: Actor
let pyotr: Actor
let person: string
let conversationId: string

beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  const scripts = new ScriptLibrary(core)
  await scripts.install([], null)
  inbox = new Inbox(core, new DialogRunner(scripts))
  maria = await buildStaff(core, 'head', 'Мария Петрова')
  pyotr = await buildStaff(core, 'sales', 'Пётр Иванов')
})
afterAll(() => core.close())

const clock = () => core.clock as ManualClock
const write = (text = 'Здравствуйте') => inbox.receive(buildInbound({ person, text }))
const say = (text: string) => sendMessage(core, maria, { conversationId, content: { type: 'text', text } })
const talk = () => getConversation(core, conversationId)
const inHours = (hours: number) => new Date(core.clock.now().getTime() + hours * 3600_000)
const unreadFor = async (by: Actor) =>
  unreadOf(await talk(), (await viewsOf(core, by.id, [conversationId])).get(conversationId))

beforeEach(async () => {
  clock().set(new Date(testNow))
  person = newId()
  conversationId = (await write()).conversationId
})

describe('putting aside and closing', () => {
  test('an undo brings back what it was, time brings it back to be answered', async () => {
    await say('Добрый день')
    expect((await talk()).status).toBe('waiting')
    await snoozeConversation(core, maria, { conversationId, until: inHours(1) })
    await snoozeConversation(core, maria, { conversationId, until: inHours(2) })
    await restoreConversation(core, maria, { conversationId })
    expect(await talk()).toMatchObject({ status: 'waiting', snoozedUntil: null })

    await closeConversation(core, maria, { conversationId })
    await restoreConversation(core, maria, { conversationId })
    expect((await talk()).status).toBe('waiting')

    await snoozeConversation(core, maria, { conversationId, until: inHours(1) })
    clock().advance(2 * 3600_000)
    await wakeSnoozed(core)
    expect((await talk()).status).toBe('open')
  })

  test('a new message opens what was put aside or closed', async () => {
    await snoozeConversation(core, maria, { conversationId, until: inHours(1) })
    await write('Вы тут?')
    expect(await talk()).toMatchObject({ status: 'open', snoozedUntil: null })
    await closeConversation(core, maria, { conversationId })
    const closed = await talk()
    await write('Ещё вопрос')
    const opened = await talk()
    expect(opened.status).toBe('open')
    expect(opened.inquiryId).not.toBe(closed.inquiryId)
  })
})

describe('labels', () => {
  test('have one spelling and a colour; a new name follows to the conversations; a removed one leaves them', async () => {
    const label = await createLabel(core, maria, { name: 'Срочно', colour: 'red' })
    await expect(createLabel(core, maria, { name: 'срочно' })).rejects.toMatchObject({
      code: 'already-exists',
    })
    await expect(createLabel(core, pyotr, { name: 'Своё' })).rejects.toMatchObject({ code: 'not-allowed' })
    await labelConversation(core, pyotr, { conversationId, labels: ['СРОЧНО', 'Опт', 'опт'] })
    expect((await talk()).labels).toEqual(['Срочно', 'Опт'])
    expect((await listLabels(core)).map(({ name }) => name)).toEqual(['Опт', 'Срочно'])

    await updateLabel(core, maria, { labelId: label._id, name: 'Горит' })
    expect((await talk()).labels).toEqual(['Горит', 'Опт'])
    const { items } = await listConversations(core, { label: 'Горит' }, { limit: 10 })
    expect(items.map(({ _id }) => _id)).toEqual([conversationId])
    await removeLabel(core, maria, { labelId: label._id })
    expect((await talk()).labels).toEqual(['Опт'])
  })
})

describe('mentions', () => {
  test('are found by name, once, and are seen when the conversation is opened', async () => {
    await addNote(core, maria, { conversationId, text: '@пётр, посмотри. И ещё раз @Пётр Иванов!' })
    await addNote(core, maria, {
      conversationId,
      text: 'почта ivan@Пётров.рф и @никто, @Мария Петрова это я',
    })
    expect(await countUnseenMentions(core, pyotr.id)).toBe(1)
    expect(await countUnseenMentions(core, maria.id)).toBe(0)
    const { items } = await listMentions(core, pyotr.id)
    expect(items[0]).toMatchObject({ conversationId, byName: 'Мария Петрова', seenAt: null })
    await markRead(core, pyotr, { conversationId, seq: (await talk()).version })
    expect(await countUnseenMentions(core, pyotr.id)).toBe(0)
  })
})

describe('what a person has not seen', () => {
  test('is counted for each by themselves', async () => {
    await write('второе')
    expect(await unreadFor(maria)).toBe(2)
    expect(await unreadFor(pyotr)).toBe(2)
    await markRead(core, pyotr, { conversationId, seq: (await talk()).version })
    expect((await talk()).unreadCount).toBe(0)
    await write('третье')
    expect(await unreadFor(pyotr)).toBe(1)
    expect(await unreadConversations(core, pyotr.id)).toContain(conversationId)
    // Whoever answers has read it.
    await say('Добрый день')
    expect(await unreadFor(maria)).toBe(0)
    expect(await unreadFor(pyotr)).toBe(1)
    await markRead(core, pyotr, { conversationId, seq: (await talk()).version })
    expect(await unreadConversations(core, pyotr.id)).not.toContain(conversationId)
    await markUnread(core, pyotr, { conversationId })
    expect(await unreadFor(pyotr)).toBe(1)
    await muteConversation(core, pyotr, { conversationId, muted: true })
    expect(await unreadConversations(core, pyotr.id)).not.toContain(conversationId)
    expect([...(await mutedBy(core, conversationId, [pyotr.id, maria.id]))]).toEqual([pyotr.id])
  })

  test('looking at an older place does not unsee what is newer', async () => {
    await write('второе')
    const { version } = await talk()
    await markRead(core, maria, { conversationId, seq: version })
    await markRead(core, pyotr, { conversationId, seq: 1 })
    expect((await talk()).unreadCount).toBe(0)
  })
})

describe('blocking', () => {
  test('what a blocked person writes is stored and makes nothing', async () => {
    await blockContact(core, pyotr, { conversationId, as: 'spam' })
    const before = await talk()
    expect(before).toMatchObject({ status: 'closed', blocked: 'spam', unreadCount: 0 })
    expect(await core.models.Inquiry.findById(before.inquiryId).lean()).toMatchObject({ status: 'trash' })
    await write('Купите базу')
    await write('Купите ещё')
    const after = await talk()
    expect(after).toMatchObject({
      status: 'closed',
      unreadCount: 0,
      inquiryId: before.inquiryId,
      lastMessageAt: before.lastMessageAt,
    })
    const said = await listMessages(core, { conversationId, limit: 10 })
    expect(said.map(({ content }) => 'text' in content && content.text)).toEqual([
      'Здравствуйте',
      'Купите базу',
      'Купите ещё',
    ])
    const events = await core.models.Event.find({ stream: conversationId }).lean<{ type: string }[]>()
    expect(events.filter(({ type }) => type === 'message.received')).toHaveLength(1)
    expect(events.filter(({ type }) => type === 'message.withheld')).toHaveLength(2)
    expect(await core.models.Inquiry.countDocuments({ conversationId })).toBe(1)
    await expect(say('Не пишите нам')).rejects.toMatchObject({ code: 'contact-blocked' })
    const { items } = await listConversations(core, { blocked: true }, { limit: 10 })
    expect(items.map(({ _id }) => _id)).toEqual([conversationId])

    await unblockContact(core, pyotr, { conversationId })
    expect(await core.models.Inquiry.findById(before.inquiryId).lean()).toMatchObject({ status: 'waiting' })
    await write('Простите')
    expect(await talk()).toMatchObject({ status: 'open', blocked: null, unreadCount: 1 })
  })
})

describe('ready replies', () => {
  test('are filled in from the conversation, in order of what is known', async () => {
    await createCannedReply(core, maria, {
      shortcut: '/Привет',
      title: 'Приветствие',
      text: '{{client.first-name}}, здравствуйте! Я {{staff.name}}. Заявка {{inquiry.number}}, сделка {{deal.number|скоро}} {{deal.amount}}.',
    })
    await createCannedReply(core, pyotr, { shortcut: 'моё', title: 'Своё', text: 'Да', own: true })
    await expect(
      createCannedReply(core, pyotr, { shortcut: 'всем', title: 'Всем', text: 'Да' }),
    ).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(
      createCannedReply(core, maria, { shortcut: 'привет', title: 'Ещё', text: 'Да' }),
    ).rejects.toMatchObject({ code: 'already-exists' })
    await expect(
      createCannedReply(core, maria, { shortcut: 'плохо', title: 'Плохо', text: '{{client.bank}}' }),
    ).rejects.toMatchObject({ code: 'bad-input', fields: { text: 'unknown-variable' } })
    const [reply, ...others] = await cannedRepliesFor(core, maria, conversationId)
    expect(others).toEqual([])
    expect(reply?.filled).toMatchObject({
      text: expect.stringMatching(/^Person, здравствуйте! Я Мария Петрова\. Заявка \d+, сделка скоро\.$/),
      missing: ['deal.amount'],
    })
    expect((await cannedRepliesFor(core, pyotr, conversationId)).map(({ shortcut }) => shortcut)).toEqual([
      'моё',
      'привет',
    ])
  })
})

describe('planned messages', () => {
  const plan = (hours: number, more: object = {}) =>
    scheduleMessage(core, pyotr, {
      conversationId,
      content: { type: 'text', text: `через ${hours}` },
      at: inHours(hours),
      ...more,
    })
  const said = async () =>
    (await listMessages(core, { conversationId, limit: 20 }))
      .filter(({ direction }) => direction === 'out')
      .map(({ content, author }) => [author.name, 'text' in content && content.text])

  test('are said at their time, once, by whoever planned them', async () => {
    const planned = await plan(2)
    await sendDueMessages(core)
    expect(await said()).toEqual([])
    await rescheduleMessage(core, pyotr, {
      scheduledId: planned._id,
      content: { type: 'text', text: 'уточнил' },
      at: inHours(3),
    })
    clock().advance(3 * 3600_000 + 1_000)
    await Promise.all([sendDueMessages(core), sendDueMessages(core)])
    await sendDueMessages(core)
    expect(await said()).toEqual([['Пётр Иванов', 'уточнил']])
    expect(await listScheduled(core, { conversationId })).toEqual([])
    await expect(cancelScheduled(core, pyotr, { scheduledId: planned._id })).rejects.toMatchObject({
      code: 'illegal-transition',
    })
  })

  test('are not said when cancelled, when the client writes first, or late', async () => {
    const cancelled = await plan(1)
    const unless = await plan(1, { unlessReplied: true })
    const late = await plan(2)
    await cancelScheduled(core, pyotr, { scheduledId: cancelled._id })
    clock().advance(60_000)
    await inbox.receive(buildInbound({ person, text: 'уже не надо', sentAt: core.clock.now() }))
    clock().advance(3600_000)
    await sendDueMessages(core)
    clock().advance(5 * 3600_000)
    await sendDueMessages(core)
    expect(await said()).toEqual([])
    const states = async (id: string) => core.models.ScheduledMessage.findById(id).lean()
    expect(await states(unless._id)).toMatchObject({ state: 'cancelled', reason: 'client-replied' })
    expect(await states(late._id)).toMatchObject({ state: 'missed' })
    expect((await listScheduled(core, { authorId: pyotr.id })).map(({ _id }) => _id)).toEqual([late._id])
  })

  test('one that may not be said any more fails with its reason, and others may not touch it', async () => {
    const planned = await plan(1)
    const other = await buildStaff(core, 'sales', 'Олег')
    await expect(cancelScheduled(core, other, { scheduledId: planned._id })).rejects.toMatchObject({
      code: 'not-allowed',
    })
    await expect(plan(-1)).rejects.toMatchObject({ code: 'date-in-past' })
    await blockContact(core, maria, { conversationId, as: 'blocked' })
    clock().advance(3600_000 + 1_000)
    await sendDueMessages(core)
    expect(await core.models.ScheduledMessage.findById(planned._id).lean()).toMatchObject({
      state: 'failed',
      reason: 'contact-blocked',
    })
  })
})
