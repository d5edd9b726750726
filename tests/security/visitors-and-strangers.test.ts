import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Actor } from '../../core/context.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { removeStaff } from '../../core/staff/remove-staff.js'
import { clientBot, managerBot, startTestApp, type TestApp } from '../factories/app.js'
import { eventually } from '../factories/eventually.js'
import { buildStaff } from '../factories/people.js'
import { TestVisitor } from '../factories/site-chat.js'

/** In the whole product: a visitor cannot be another, and only the team commands the managers' bot. */

let app: TestApp
let admin: Actor
const visitors: TestVisitor[] = []

beforeAll(async () => {
  app = await startTestApp()
  admin = await buildStaff(app.otklik.core, 'admin')
})
afterEach(() => {
  for (const visitor of visitors.splice(0)) visitor.leave()
})
afterAll(() => app.close())

const visit = (token?: string) => {
  const visitor = new TestVisitor(app.url, token)
  visitors.push(visitor)
  return visitor
}

test('a foreign or unsigned identity sees nothing, and the right one everything, over a restart', async () => {
  const owner = visit()
  await owner.hello()
  const { message } = await owner.say('Мои тайны')
  const token = owner.token ?? ''
  const [body = '', signature = ''] = token.split('.')
  owner.leave()
  await app.restart()

  for (const forged of [body, `${body}.`, `${body}.${'A'.repeat(signature.length)}`, `.${signature}`, '']) {
    const stranger = visit(forged)
    expect(await stranger.hello()).toMatchObject({ messages: [], hasConversation: false })
    expect(await stranger.ask('refresh', { ids: [message.id] })).toMatchObject({ messages: [] })
    expect(await stranger.ask('sync', { afterSeq: 0 })).toMatchObject({ messages: [] })
    const upload = await fetch(`${app.url}/chat/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${forged}` },
      body: 'x',
    })
    expect(upload.status).toBe(401)
  }
  const back = await visit(token).hello()
  expect(back.messages.map(({ id }) => id)).toContain(message.id)
})

test('strangers, former colleagues, groups and made-up presses move nothing', async () => {
  const { telegram } = app
  const { core } = app.otklik
  const boris = await app.addStaff('Борис')
  const client = telegram.user('Анна').with(clientBot.username)
  await client.sendText('позовите человека')
  const atBot = telegram.user(boris.telegramId).with(managerBot.username)
  const card = await atBot.waitForMessage('Анна', 15_000)
  const take = card.reply_markup?.inline_keyboard.flat().find(({ text }) => text === 'Взять')?.callback_data
  expect(take).toBeDefined()
  await removeStaff(core, admin, { staffId: boris.id })

  const group = telegram.createGroup({
    title: 'Отдел',
    bots: [managerBot.username],
    members: [boris.telegramId],
  })
  const stranger = telegram.user('Прохожий').with(managerBot.username)
  await stranger.start()
  await stranger.waitForMessage(undefined, 15_000)
  const before = await client.messages()
  const { id: strangerId } = telegram.user('Прохожий')
  const press = (from: number, chat: object) => ({
    callback_query: {
      id: `${Math.random()}`,
      from: { id: from, is_bot: false, first_name: 'Борис' },
      chat_instance: '1',
      data: take,
      message: { ...card, chat },
    },
  })
  telegram.injectUpdates(managerBot.token, [
    press(strangerId, { id: strangerId, type: 'private', first_name: 'Прохожий' }),
    press(strangerId, { id: boris.telegramId, type: 'private', first_name: 'Борис' }),
    press(boris.telegramId, { id: group.id, type: 'supergroup', title: 'Отдел' }),
  ])
  await atBot.press('Взять', { messageId: card.message_id, timeoutMs: 500 })
  await atBot.sendText('Украденный ответ', { replyTo: card.message_id })
  await stranger.sendText('/inbox')
  await telegram.user(boris.telegramId).inGroup(group.id).sendText('/inbox')
  await eventually(async () => telegram.pendingUpdates(managerBot.token) === 0)

  // What comes after has gone through, so what came before has been looked at.
  const conversation = await core.models.Conversation.findOne({ accountId: 'telegram:main' }).lean()
  expect(conversation).toMatchObject({ assigneeId: null })
  await sendMessage(core, admin, {
    conversationId: conversation?._id ?? '',
    content: { type: 'text', text: 'Настоящий ответ' },
  })
  await client.waitForMessage('Настоящий ответ', 15_000)
  expect((await client.messages()).slice(before.length).map(({ text }) => text)).toEqual(['Настоящий ответ'])
  expect((await stranger.messages()).filter(({ from }) => from?.is_bot)).toHaveLength(1)
  const inGroup = await telegram.user(boris.telegramId).inGroup(group.id).messages()
  expect(inGroup.filter(({ from }) => from?.is_bot)).toEqual([])
})
