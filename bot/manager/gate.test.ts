import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { trusted } from 'mongoose'
import { system } from '../../core/context.js'
import { createStaff } from '../../core/staff/create-staff.js'
import { inviteStaff } from '../../core/staff/invite-staff.js'
import { removeStaff } from '../../core/staff/remove-staff.js'
import { buildDesk, type Desk, staffBotToken } from '../../tests/factories/desk.js'
import { until } from '../../tests/factories/until.js'

/** Everything in the database but the bot's own notes of what it said, leases and when each channel was last heard. */
async function contents(desk: Desk): Promise<string> {
  const db = desk.core.connection.getClient().db(desk.core.connection.name)
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort()
  const own = new Set(['leases', 'staff_messages', 'channel_watches'])
  const all = await Promise.all(
    names
      .filter((name) => !own.has(name))
      .map(async (name) => [name, await db.collection(name).find().sort({ _id: 1 }).toArray()]),
  )
  return JSON.stringify(all)
}

describe('who commands the bot', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await buildDesk()
  })
  afterAll(() => desk.close())

  /** Waits until the bot has taken everything that was sent to it. */
  const quiet = () => until(() => desk.sandbox.pendingUpdates(staffBotToken) === 0)

  /** Waits until the bot has introduced itself, every event was handled and every delivery has its end: nothing else changes now. */
  const settled = () =>
    until(async () => {
      if (!(await desk.core.models.Setting.exists({ _id: 'manager-bot' }))) return false
      const { Event: events, Delivery: deliveries } = desk.core.models
      const open = await deliveries.countDocuments({ state: trusted({ $in: ['queued', 'sending'] }) })
      return open + (await events.countDocuments({ pending: true })) === 0
    })

  it('refuses a stranger politely, once, and does nothing else', async () => {
    const stranger = desk.atStaffBot('Прохожий')
    await stranger.start()
    const refusal = await stranger.waitForMessage('только для сотрудников')
    await settled()
    const before = await contents(desk)
    for (const words of [
      '/inbox',
      'привет',
      '/deal',
      '/start',
      '/start wrong-token-wrong-token',
      '/note важно',
    ]) {
      await stranger.sendText(words)
    }
    await stranger.sendLocation(55, 37)
    await quiet()
    const answers = (await stranger.messages()).filter((message) => message.from?.is_bot)
    expect(answers.map((message) => message.message_id)).toEqual([refusal.message_id])
    expect(await contents(desk)).toBe(before)
  })

  it('remembers the refusal over a restart', async () => {
    const stranger = desk.atStaffBot('Настойчивый')
    await stranger.start()
    await stranger.waitForMessage('только для сотрудников')
    await desk.stopManagerBot()
    desk.startManagerBot()
    await stranger.sendText('а теперь?')
    await quiet()
    expect((await stranger.messages()).filter((message) => message.from?.is_bot)).toHaveLength(1)
  })

  it('lets an invited person in, and the token works once', async () => {
    const staff = await createStaff(desk.core, system, { name: 'Олег', role: 'sales' })
    const { token } = await inviteStaff(desk.core, system, { staffId: staff._id })
    const oleg = desk.atStaffBot('Олег')
    await oleg.sendText('здравствуйте')
    await oleg.waitForMessage('только для сотрудников')
    await oleg.start(token)
    await oleg.waitForMessage('Здравствуйте, Олег!')
    const thief = desk.atStaffBot('Чужой')
    await thief.start(token)
    await thief.waitForMessage('Приглашение не подходит')
    expect(await desk.core.models.Staff.countDocuments({ telegramId: String(thief.where.person) })).toBe(0)
  })

  it('passes by what is no update at all, and goes on', async () => {
    const { chat } = await desk.colleague('Терпеливая')
    desk.sandbox.injectUpdates(staffBotToken, [null, 'x', {}], { raw: true })
    await chat.sendText('/my')
    await chat.waitForMessage('Ваш день')
  })

  it('cuts a colleague who left off at once', async () => {
    const { staff, chat } = await desk.colleague('Бывшая')
    await chat.sendText('/my')
    await chat.waitForMessage('Ваш день')
    const admin = await createStaff(desk.core, system, { name: 'Админ', role: 'admin' })
    await removeStaff(
      desk.core,
      { kind: 'staff', id: admin._id, name: admin.name, role: 'admin' },
      { staffId: staff._id },
    )
    await chat.sendText('/my')
    await chat.waitForMessage('только для сотрудников')
    await settled()
    const before = await contents(desk)
    await chat.sendText('/inbox')
    const pressed = await chat.press('Входящие', { timeoutMs: 300 })
    await quiet()
    expect(pressed.answered).toBe(false)
    expect(await contents(desk)).toBe(before)
    expect((await chat.messages()).at(-1)?.text).toBe('/inbox')
  })

  it('hears nothing in groups', async () => {
    const { chat } = await desk.colleague('Групповая')
    const group = desk.sandbox.createGroup({
      title: 'Отдел',
      bots: ['staff_bot'],
      members: [chat.where.person],
    })
    await settled()
    const before = await contents(desk)
    const inGroup = desk.sandbox.user(chat.where.person).inGroup(group.id)
    await inGroup.sendText('/inbox')
    await inGroup.sendText('/deal@staff_bot')
    await quiet()
    expect((await inGroup.messages()).filter((message) => message.from?.is_bot)).toEqual([])
    expect(await contents(desk)).toBe(before)
  })

  it('is moved by no made-up, forwarded or foreign button', async () => {
    const { staff, chat } = await desk.colleague('Вера')
    const client = desk.client('Иван')
    await client.start()
    await client.sendText('Нужны ручки')
    const card = await chat.waitForMessage('Иван')
    const conversation = await desk.core.models.Conversation.findOne({ title: 'Иван' }).lean()
    await settled()
    const before = await contents(desk)

    const id = conversation?._id ?? ''
    const person = { id: chat.where.person, is_bot: false, first_name: 'Вера' }
    const stranger = { id: 999_000_111, is_bot: false, first_name: 'Никто' }
    const chatOf = (user: { id: number; first_name: string }) => ({
      id: user.id,
      type: 'private',
      first_name: user.first_name,
    })
    const bot = { id: 1002, is_bot: true, first_name: 'Менеджеры', username: 'staff_bot' }
    const group = { id: -100_500, type: 'supergroup', title: 'Отдел' }
    const real = {
      message_id: card.message_id,
      from: bot,
      chat: chatOf(person),
      date: 1,
      text: card.text,
      reply_markup: card.reply_markup,
    }
    const take = `talk:take:${id}`
    const offered = [[{ text: 'Взять', callback_data: take }]]

    const verbs = fc.constantFrom(
      'talk',
      'later',
      'deal',
      'stage',
      'lost',
      'act',
      'resend',
      'draft',
      'client',
      'inbox',
      'page',
      'when',
      'menu',
      '__proto__',
    )
    const ways = fc.constantFrom(
      'take',
      'close',
      'release',
      'done',
      'undo',
      'yes',
      'no',
      'send',
      'drop',
      'hour',
      'tomorrow',
      'sum',
      '$ne',
    )
    const ids = fc.oneof(
      fc.constantFrom(id, staff._id, conversation?.inquiryId ?? ''),
      fc.stringMatching(/^[0-9a-f]{24}$/),
    )
    const data = fc.oneof(
      fc.string({ maxLength: 64 }),
      fc.tuple(verbs, ways, ids).map((parts) => parts.join(':')),
      fc.tuple(verbs, ids).map((parts) => parts.join(':')),
    )
    const forgery = fc.oneof(
      // Made-up data under a real card.
      data.map((made) => ({
        from: person,
        message: { ...real, reply_markup: { inline_keyboard: [] } },
        data: made,
      })),
      // A stranger, and a stranger who names a colleague's chat.
      data.map((made) => ({
        from: stranger,
        message: {
          ...real,
          chat: chatOf(stranger),
          reply_markup: { inline_keyboard: [[{ text: '!', callback_data: made }]] },
        },
        data: made,
      })),
      fc.constant({
        from: stranger,
        message: { ...real, reply_markup: { inline_keyboard: offered } },
        data: take,
      }),
      // A message of somebody else, a group, an inline message, a message that is no longer there.
      fc.constant({
        from: person,
        message: { ...real, from: person, reply_markup: { inline_keyboard: offered } },
        data: take,
      }),
      fc.constant({
        from: person,
        message: { ...real, chat: group, reply_markup: { inline_keyboard: offered } },
        data: take,
      }),
      fc.constant({ from: person, inline_message_id: 'abc', data: take }),
      fc.string({ maxLength: 64 }).map((made) => ({
        from: person,
        message: { message_id: card.message_id, chat: chatOf(person), date: 0 },
        data: made,
      })),
      // Not even a query.
      fc.constant({ from: person, message: real }),
    )
    let count = 0
    fc.assert(
      fc.property(forgery, (query) => {
        count += 1
        desk.sandbox.injectUpdate(staffBotToken, {
          callback_query: { id: String(count), chat_instance: '1', ...query },
        })
      }),
      { numRuns: 400 },
    )
    await quiet()
    expect(count).toBe(400)
    // The refusals are the only trace: the strangers', once each.
    expect(withoutRefusals(await contents(desk))).toBe(withoutRefusals(before))

    // It could have failed: the real button does take.
    await chat.press('Взять', { messageId: card.message_id })
    expect((await desk.core.models.Conversation.findById(id).lean())?.assigneeId).toBe(staff._id)
  })
})

function withoutRefusals(all: string): string {
  const collections = JSON.parse(all) as [string, { _id: string }[]][]
  return JSON.stringify(
    collections.map(([name, docs]) => [
      name,
      name === 'staff_chats' ? docs.filter((doc) => doc._id !== '999000111') : docs,
    ]),
  )
}
