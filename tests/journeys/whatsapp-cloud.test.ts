import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ManualClock } from '../../core/clock.js'
import { type Actor, system } from '../../core/context.js'
import type { Conversation } from '../../core/inbox/conversation.model.js'
import type { Message } from '../../core/inbox/message.model.js'
import { listMessages } from '../../core/inbox/queries.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { createApiKey } from '../../core/staff/api-keys.js'
import { syncTemplates } from '../../core/templates/sync-templates.js'
import { type CloudSandbox, createCloudSandbox } from '../../sandbox/whatsapp-cloud/cloud-sandbox.js'
import type { CloudTemplate } from '../../sandbox/whatsapp-cloud/templates.js'
import { managerBot, startTestApp, type TestApp } from '../factories/app.js'
import { testNow } from '../factories/core.js'
import { eventually } from '../factories/eventually.js'
import { buildStaff } from '../factories/people.js'
import { type Caller, callerWith } from '../factories/web.js'
import { whatsAppEnv } from '../factories/whatsapp-cloud.js'

/** Clients in WhatsApp through the Cloud API, with what only this channel has: windows, templates, hidden numbers. */

let app: TestApp
let sandbox: CloudSandbox
let closeSandbox: () => Promise<void>
let manager: Actor
let api: Caller
const clock = new ManualClock(testNow)
const hourMs = 3_600_000
const accountId = 'whatsapp:main'
const secondNumber = { phoneId: '100000000000002', appSecret: 'another-app-secret-00000' }
const retailBot = { token: '7000000003:test-retail-bot-token-00000', username: 'retail_bot', name: 'Retail' }

beforeAll(async () => {
  sandbox = createCloudSandbox({ clock, account: { otherPhoneIds: [secondNumber.phoneId] } })
  const { url, close } = await sandbox.listen()
  closeSandbox = close
  app = await startTestApp({
    clock,
    env: { ...whatsAppEnv(sandbox, url), PUBLIC_URL: 'https://crm.example.com' },
  })
  await app.otklik.core.models.Setting.updateOne({ _id: 'dialogs' }, { $set: { 'value.default': null } })
  await app.restart()
  await sandbox.subscribe(`${app.url}/webhooks/whatsapp`)
  await app.addStaff('Мария', 'sales')
  manager = await buildStaff(app.otklik.core, 'sales', 'Ольга')
  const { key } = await createApiKey(app.otklik.core, system, { name: 'Test', role: 'admin' })
  api = callerWith(app.url, { authorization: `Bearer ${key}` })
})
afterAll(async () => {
  await app.close()
  await closeSandbox()
})

const conversationOf = (chatId: string) =>
  eventually(() =>
    app.otklik.core.models.Conversation.findOne({ accountId, chatId })
      // What a transaction that begins now surely sees, too.
      .readConcern('majority')
      .lean<Conversation | null>(),
  )
const messagesOf = async (chatId: string) =>
  listMessages(app.otklik.core, { conversationId: (await conversationOf(chatId))._id, limit: 100 })
const delivered = (messageId: string, state: string) =>
  eventually(async () => {
    const message = await app.otklik.core.models.Message.findById(messageId).lean<Message>()
    return message?.delivery?.state === state && message.delivery
  })
const say = async (name: string, text: string) => {
  await sandbox.user(name).sendText(text)
  await eventually(async () =>
    (await messagesOf(sandbox.waIdOf(name))).some(
      ({ content }) => content.type === 'text' && content.text === text,
    ),
  )
  return conversationOf(sandbox.waIdOf(name))
}

test('a day after the client wrote only a template goes, from the API and the bot; the answer opens the window', async () => {
  const { core } = app.otklik
  const { _id: conversationId } = await say('Игорь', 'Есть кружки?')
  const path = `/api/v1/conversations/${conversationId}`
  expect((await api.get(path)).body.answerWindow).toMatchObject({ open: true, templates: true })
  sandbox.faults.add({ kind: 'http', status: 400, code: 131047, method: 'messages', times: 1 })
  const { body: failed } = await api.post(`${path}/messages`, { text: 'Есть разные' })
  expect(await delivered(failed.id, 'failed')).toMatchObject({ reason: { code: 'outside-window' } })

  clock.advance(24 * hourMs - 1_000)
  expect((await api.get(path)).body.answerWindow).toMatchObject({ open: true })
  clock.advance(1_000)
  expect((await api.get(path)).body.answerWindow).toMatchObject({ open: false })
  const refused = await api.post(`${path}/messages`, { text: 'Есть, какие нужны?' })
  expect(refused).toMatchObject({ status: 422, body: { error: { code: 'outside-answer-window' } } })
  expect(refused.body.error.message).toContain('24')
  const ledger = (await api.get(`/api/v1/deliveries?conversationId=${conversationId}`)).body.items
  expect(ledger).toMatchObject([{ messageId: failed.id, state: 'failed' }])
  const again = await api.post(`/api/v1/deliveries/${ledger[0].id}/retry`)
  expect(again).toMatchObject({ status: 422, body: { error: { code: 'outside-answer-window' } } })
  await expect(
    sendMessage(core, manager, { conversationId, content: { type: 'text', text: 'Есть' } }),
  ).rejects.toMatchObject({ code: 'outside-answer-window' })

  // The account's list, read when the number came up: three that can go, one paused.
  await eventually(async () => (await core.models.MessageTemplate.countDocuments({ accountId })) === 4)
  sandbox.templates.push({ ...(sandbox.templates[0] as CloudTemplate), id: '5', name: 'new_one' })
  expect(await syncTemplates(core, system, { accountId })).toEqual({ found: 5, added: 1, removed: 0 })
  sandbox.templates.pop()
  expect(await syncTemplates(core, system, { accountId })).toEqual({ found: 4, added: 0, removed: 1 })
  const { items } = (await api.get(`/api/v1/templates?accountId=${accountId}`)).body
  const ready = items.find((each: { name: string }) => each.name === 'order_ready')
  expect(ready.variables.map((each: { id: string }) => each.id)).toEqual(['body:1', 'body:2'])

  const missing = await api.post(`${path}/messages`, {
    template: { id: ready.id, values: { 'body:1': 'Игорь' } },
  })
  expect(missing).toMatchObject({
    status: 400,
    body: { error: { fields: { 'values.body:2': expect.any(String) } } },
  })
  const paused = items.find((each: { name: string }) => each.name === 'new_year_offer')
  expect((await api.post(`${path}/messages`, { template: { id: paused.id } })).body.error.code).toBe(
    'template-not-usable',
  )
  const sent = await api.post(`${path}/messages`, {
    template: { id: ready.id, values: { 'body:1': 'Игорь', 'body:2': '1024' } },
  })
  expect(sent.status).toBe(201)
  const words = 'Здравствуйте, Игорь! Ваш заказ № 1024 готов, его можно забрать с 10 до 19 часов.'
  expect(sent.body.content.text).toContain(words)
  const igor = sandbox.user('Игорь')
  await igor.waitForMessage(words)
  await delivered(sent.body.id, 'delivered')
  sandbox.read('Игорь')
  await delivered(sent.body.id, 'read')

  await igor.press('Нужна доставка')
  const last = await eventually(async () =>
    (await messagesOf(sandbox.waIdOf('Игорь'))).find(({ content }) => content.type === 'choice'),
  )
  expect(last.content).toEqual({ type: 'choice', choiceId: 'order_ready:1', label: 'Нужна доставка' })
  expect((await api.get(path)).body.answerWindow).toMatchObject({ open: true })
  expect((await api.post(`${path}/messages`, { text: 'Привезём завтра' })).status).toBe(201)
  await igor.waitForMessage('Привезём завтра')
})

test('the managers’ bot offers templates instead of an answer nobody would get, asks for what it does not know, sends once', async () => {
  const maria = app.telegram.user('Мария').with(managerBot.username)
  await say('Елена', 'Сколько стоят шары?')
  const card = await maria.waitForMessage('Сколько стоят шары?')
  await maria.press('Взять', { messageId: card.message_id })
  sandbox.faults.add({ kind: 'http', status: 400, code: 131047, method: 'messages', times: 1 })
  await maria.sendText('Сто рублей', { replyTo: card.message_id })
  const trouble = await maria.waitForMessage('Не ушло: Елена')
  clock.advance(25 * hourMs)
  await maria.press('Ответить', { messageId: card.message_id })
  const offer = await maria.waitForMessage('Какой шаблон отправить?')
  const buttons = offer.reply_markup?.inline_keyboard.flat().map(({ text }) => text) ?? []
  expect(buttons).toHaveLength(3)
  const ready = buttons.find((text) => text.includes('Ваш заказ')) ?? ''
  await maria.press(ready, { messageId: offer.message_id })
  const first = await maria.waitForMessage('Чем заполнить «1»')
  await maria.sendText('Елена', { replyTo: first.message_id })
  await maria.waitForMessage('Чем заполнить «2»')
  await maria.sendText('77')
  const preview = await maria.waitForMessage('Ваш заказ № 77 готов')
  await maria.press('Отправить', { messageId: preview.message_id })
  await sandbox.user('Елена').waitForMessage('Здравствуйте, Елена! Ваш заказ № 77 готов')
  const ours = (await sandbox.user('Елена').messages()).filter(({ from }) => from?.is_bot)
  expect(ours).toHaveLength(1)
  // What did not go before would not go now either.
  await maria.press('Отправить ещё раз', { messageId: trouble.message_id })
  await eventually(
    async () =>
      (await maria.messages()).filter(({ text }) => text?.includes('Какой шаблон отправить?')).length === 2,
  )
})

test('whoever hides the number stays the same person, and one without a number is answered by the id', async () => {
  const { core } = app.otklik
  const { _id: before } = await say('Анна', 'Пишу с номером')
  sandbox.hideNumber('Анна', true)
  await sandbox.user('Анна').sendText('А теперь без')
  await eventually(async () => (await messagesOf(sandbox.waIdOf('Анна'))).length === 2)
  expect(await core.models.Conversation.countDocuments({ title: 'Анна' })).toBe(1)

  sandbox.hideNumber('Пётр', true)
  await sandbox.user('Пётр').sendText('У меня нет номера')
  const conversation = await conversationOf(sandbox.userIdOf('Пётр'))
  expect(conversation._id).not.toBe(before)
  await sendMessage(core, manager, {
    conversationId: conversation._id,
    content: { type: 'text', text: 'Видим вас' },
  })
  await sandbox.user('Пётр').waitForMessage('Видим вас')
  expect(sandbox.calls('messages').at(-1)?.params).toMatchObject({ recipient: sandbox.userIdOf('Пётр') })
  // The number shows again: still one person.
  sandbox.hideNumber('Пётр', false)
  await sandbox.user('Пётр').sendText('Теперь с номером')
  await eventually(async () => (await messagesOf(sandbox.userIdOf('Пётр'))).length === 3)
  expect(await core.models.Conversation.countDocuments({ title: 'Пётр' })).toBe(1)
})

test('a send whose answer was lost is settled by its status; what Meta refuses later says why', async () => {
  const { core } = app.otklik
  const { _id: conversationId } = await say('Вера', 'Вы тут?')
  const send = (text: string) =>
    sendMessage(core, manager, { conversationId, content: { type: 'text', text } })
  sandbox.faults.add({ kind: 'accepted-then-cut', method: 'messages', times: 1 })
  const lost = await send('Тут')
  await sandbox.user('Вера').waitForMessage('Тут')
  await delivered(lost._id, 'delivered')
  expect((await sandbox.user('Вера').messages()).filter(({ text }) => text === 'Тут')).toHaveLength(1)

  await sandbox.user('Вера').block()
  const refused = await send('Слышно?')
  expect(await delivered(refused._id, 'failed')).toMatchObject({ reason: { code: 'undeliverable' } })
  await sandbox.user('Вера').unblock()

  sandbox.faults.add({ kind: 'http', status: 400, code: 131056, method: 'messages', times: 1 })
  const paced = await send('А теперь?')
  await eventually(
    async () =>
      (await core.models.Delivery.findOne({ messageId: paced._id }).lean())?.reason?.code ===
      'pair-rate-limited',
  )
  clock.advance(7_000)
  await delivered(paced._id, 'delivered')
})

test('a batch of many people, and statuses out of order, come out right', async () => {
  const { core } = app.otklik
  const names = ['Один', 'Два', 'Три']
  sandbox.webhooks.hold()
  for (const name of names) for (const n of [1, 2]) await sandbox.user(name).sendText(`${name} ${n}`)
  sandbox.webhooks.release()
  for (const name of names) {
    const texts = await eventually(async () => {
      const messages = await messagesOf(sandbox.waIdOf(name))
      return (
        messages.length === 2 && messages.map(({ content }) => (content.type === 'text' ? content.text : ''))
      )
    })
    expect(texts).toEqual([`${name} 1`, `${name} 2`])
  }
  const { _id: conversationId } = await conversationOf(sandbox.waIdOf('Один'))
  const sent = await sendMessage(core, manager, { conversationId, content: { type: 'text', text: 'Ответ' } })
  await delivered(sent._id, 'delivered')
  sandbox.read('Один')
  await delivered(sent._id, 'read')
  // Meta repeats itself, oldest last.
  const statuses = sandbox.webhooks.history.filter(
    (body) => body.includes(sent._id) || body.includes('statuses'),
  )
  for (const body of statuses.slice(-3).reverse()) expect(await sandbox.webhooks.post(body)).toBe(200)
  expect(await delivered(sent._id, 'read')).toBeTruthy()
})

test('more choices than a list holds are numbered, and the number is that choice, once and until we speak again', async () => {
  const { core } = app.otklik
  const { _id: conversationId } = await say('Олег', 'Что у вас есть?')
  const choices = Array.from({ length: 12 }, (_, n) => ({ id: `item:${n + 1}`, label: `Товар ${n + 1}` }))
  await sendMessage(core, manager, {
    conversationId,
    content: { type: 'choices', text: 'Что выберете?', choices },
  })
  const oleg = sandbox.user('Олег')
  await oleg.waitForMessage('12. Товар 12')
  await oleg.sendText('11')
  const chosen = await eventually(async () =>
    (await messagesOf(sandbox.waIdOf('Олег'))).find(({ content }) => content.type === 'choice'),
  )
  expect(chosen.content).toEqual({ type: 'choice', choiceId: 'item:11', label: 'Товар 11' })

  await sendMessage(core, manager, { conversationId, content: { type: 'text', text: 'Сколько штук?' } })
  await oleg.waitForMessage('Сколько штук?')
  await oleg.sendText('11')
  await eventually(async () =>
    (await messagesOf(sandbox.waIdOf('Олег'))).some(
      ({ content }) => content.type === 'text' && content.text === '11',
    ),
  )
})

test('further accounts have webhooks, people, script and hours of their own: a second bot, a second number', async () => {
  const { core } = app.otklik
  const closed = Array.from({ length: 7 }, () => [])
  const post = (path: string, body: unknown, headers: Record<string, string>) =>
    fetch(`${app.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const talkOf = (account: string) =>
    eventually(() => core.models.Conversation.findOne({ accountId: account }).lean<Conversation>())

  // A bot: Telegram is told its own address and secret; nobody else's secret opens it.
  app.telegram.createBot(retailBot.token, retailBot)
  const bot = await api.post('/api/v1/channels', {
    kind: 'telegram',
    name: 'Розница',
    settings: { token: retailBot.token, mode: 'webhook' },
    script: null,
    assigneeId: manager.id,
    workingHours: closed,
  })
  expect(bot.status).toBe(201)
  const told = await eventually(async () =>
    app.telegram
      .calls({ method: 'setWebhook' })
      .find(({ params }) => String(params.url).includes(bot.body.id)),
  )
  const { origin, pathname } = new URL(String(told.params.url))
  expect([origin, pathname]).toEqual(['https://crm.example.com', `/webhooks/telegram/${bot.body.id}`])
  const secret = { 'x-telegram-bot-api-secret-token': String(told.params.secret_token) }
  const zoya = app.telegram.user('Зоя').with(retailBot.username)
  await zoya.sendText('Есть кружки?')
  const update = app.telegram.updatesOf(retailBot.token).at(-1)
  expect((await post(pathname, update, {})).status).toBe(401)
  expect((await post('/webhooks/telegram', update, secret)).status).toBe(404)
  expect((await post(pathname, update, secret)).status).toBe(200)
  const atBot = await talkOf(bot.body.id)
  expect(atBot).toMatchObject({ title: 'Зоя', dialog: null })
  // Its person gets the inquiry, and its hours say that nobody is there now.
  await eventually(async () => (await talkOf(bot.body.id)).assigneeId === manager.id)
  await zoya.waitForMessage((message) => message.from?.is_bot === true)

  // A number: the same address, told apart by its id, and signed by its own app.
  const number = await api.post('/api/v1/channels', {
    kind: 'whatsapp-cloud',
    name: 'Опт',
    settings: {
      token: sandbox.account.token,
      verifyToken: 'another-verify-token',
      businessId: sandbox.account.businessId,
      ...secondNumber,
    },
    script: null,
    workingHours: closed,
  })
  expect(number.status).toBe(201)
  await eventually(async () => core.channels.has(number.body.id))
  const taken = await api.post('/api/v1/channels', {
    kind: 'whatsapp-cloud',
    name: 'Ещё раз',
    settings: { token: sandbox.account.token, verifyToken: 'third-verify-token', ...secondNumber },
  })
  expect(taken.body.error.code).toBe('account-taken')
  await say('Игнат', 'В первый номер')
  const sent = (id: string) => ({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: sandbox.account.businessId,
        changes: [
          {
            field: 'messages',
            value: {
              metadata: { phone_number_id: secondNumber.phoneId },
              messages: [
                {
                  id,
                  from: sandbox.waIdOf('Игнат'),
                  timestamp: String(Math.floor(clock.now().getTime() / 1_000)),
                  type: 'text',
                  text: { body: 'Во второй номер' },
                },
              ],
            },
          },
        ],
      },
    ],
  })
  const signed = (body: object, appSecret: string) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', appSecret).update(JSON.stringify(body)).digest('hex')}`,
  })
  const path = '/webhooks/whatsapp'
  // The first number's app may not speak for the second.
  expect((await post(path, sent('a'), signed(sent('a'), sandbox.account.appSecret))).status).toBe(200)
  expect((await post(path, sent('b'), signed(sent('b'), secondNumber.appSecret))).status).toBe(200)
  const atNumber = await talkOf(number.body.id)
  expect(
    await core.models.Message.distinct('externalId', { accountId: number.body.id, direction: 'in' }),
  ).toEqual(['b'])
  await sendMessage(core, manager, {
    conversationId: atNumber._id,
    content: { type: 'text', text: 'Со второго номера' },
  })
  await sandbox.user('Игнат').waitForMessage('Со второго номера')
  const handshake = (token: string) =>
    fetch(`${app.url}${path}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=7`)
  expect(await (await handshake('another-verify-token')).text()).toBe('7')
})
