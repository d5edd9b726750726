import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ManualClock } from '../../core/clock.js'
import { createWhatsAppSandbox, type WhatsAppSandbox } from '../../sandbox/whatsapp/web/sandbox.js'
import { managerBot, startTestApp, type TestApp } from '../factories/app.js'
import { eventually } from '../factories/eventually.js'
import { scanCode } from '../factories/scan-code.js'
import { callerWith, cookieOf } from '../factories/web.js'

/** A phone is linked, a client is qualified in WhatsApp Web, a manager answers, the ticks come back. */

let app: TestApp
let sandbox: WhatsAppSandbox
let closeSandbox: () => Promise<void>
let dataDir: string
const clock = new ManualClock('2026-03-11T09:00:00.000Z')
const patience = 25_000

beforeAll(async () => {
  sandbox = createWhatsAppSandbox({ clock })
  const { resolve, close } = await sandbox.listen()
  closeSandbox = close
  dataDir = await mkdtemp(path.join(tmpdir(), 'otklik-whatsapp-'))
  app = await startTestApp({
    clock,
    env: { DATA_DIR: dataDir, WHATSAPP_PROVIDER: 'web', WHATSAPP_WEB_URL_RESOLVE: resolve },
  })
})
afterAll(async () => {
  await app.close()
  await closeSandbox()
  await rm(dataDir, { recursive: true, force: true })
})

test('from the code in the managers’ bot to two blue ticks', async () => {
  const { core } = app.otklik
  const state = async () => (await core.models.ChannelAccount.findById('whatsapp:main').lean())?.state
  await app.addStaff('Дмитрий', 'admin')
  await app.addStaff('Ольга', 'sales')
  const dmitry = app.telegram.user('Дмитрий').with(managerBot.username)
  const olga = app.telegram.user('Ольга').with(managerBot.username)

  // The code: an administrator asks for it in the bot; others are told that they may not.
  await eventually(async () => (await state())?.phase === 'pairing' && (await state())?.qr, patience)
  await dmitry.sendText('/pair')
  const picture = await dmitry.waitForMessage((message) => message.photo !== undefined, patience)
  expect(picture.caption).toContain('Связанные устройства')
  await olga.sendText('/pair')
  await olga.waitForMessage('привязывают администраторы')
  await scanCode(sandbox, async () => (await state())?.qr)
  await eventually(async () => (await state())?.phase === 'ready', patience)
  expect((await state())?.qr).toBeUndefined()

  // A script without buttons: choices are numbers.
  const anna = sandbox.user('Анна')
  await anna.sendText('Здравствуйте')
  const question = await anna.waitForMessage('Что будем делать?', patience)
  expect(question.text).toMatch(/\n1\. .+\n2\. /)
  await anna.sendText('2')
  await anna.waitForMessage('Какой нужен тираж?', patience)

  // A manager takes over and is read.
  const card = await olga.waitForMessage('Анна', patience)
  await olga.press('Взять', { messageId: card.message_id })
  await olga.sendText('Добрый день! Считаю.', { replyTo: card.message_id })
  await anna.waitForMessage('Добрый день! Считаю.', patience)
  const delivery = async () =>
    (await core.models.Message.findOne({ 'content.text': 'Добрый день! Считаю.', direction: 'out' }).lean())
      ?.delivery?.state
  await eventually(async () => (await delivery()) === 'delivered', patience)
  sandbox.read('Анна')
  await eventually(async () => (await delivery()) === 'read', patience)

  // What people do to their messages shows: a reaction, a deletion; the status, the group and the list do not.
  const own = await anna.sendText('Спасибо, не надо')
  const stored = () => core.models.Message.findOne({ 'content.text': 'Спасибо, не надо' }).lean()
  await eventually(stored, patience)
  await anna.delete(own.message_id)
  await eventually(async () => (await stored())?.removed?.by === 'client', patience)
  const answer = (await anna.messages()).findLast(({ text }) => text === 'Добрый день! Считаю.')
  await anna.react(answer?.message_id ?? 0, '👍')
  await eventually(
    async () =>
      (await core.models.Message.findOne({ 'reactions.emoji': '👍' }).lean())?.content.type === 'text',
    patience,
  )
  const t = Math.floor(clock.now().getTime() / 1_000)
  const common = { type: 'chat', t, from: '79131110000@c.us', to: '79130000001@c.us', ack: 1 }
  for (const [remote, body] of [
    ['status@broadcast', 'Статус'],
    ['120363000000@g.us', 'Группа'],
    ['111222333@newsletter', 'Канал'],
  ] as const)
    sandbox.inject({ ...common, id: { fromMe: false, remote, id: `3A${body}` }, body })
  await anna.sendText('Последнее слово')
  await eventually(() => core.models.Message.findOne({ 'content.text': 'Последнее слово' }).lean(), patience)
  expect(await core.models.Message.countDocuments({ 'content.text': /Статус|Группа|Канал/ })).toBe(0)

  // The phone unlinks us: the administrator gets a fresh code without asking.
  const before = (await dmitry.messages()).filter(({ photo }) => photo).length
  clock.set('2026-03-11T09:30:00.000Z')
  sandbox.unlink()
  await eventually(
    async () => (await dmitry.messages()).filter(({ photo }) => photo).length > before,
    patience,
  )
  await scanCode(sandbox, async () => (await state())?.qr)
  await eventually(async () => (await state())?.phase === 'ready', patience)

  const client = await core.models.ContactPoint.findOne({ kind: 'whatsapp' }).lean()
  expect(`+${client?.value}`).toBe(sandbox.server.personOf('Анна').phone)
})

test('a phone that is taken away is logged out, and nothing is left that opens its WhatsApp', async () => {
  const { core } = app.otklik
  const signIn = await callerWith(app.url, {}).post('/api/session', {
    email: 'admin@example.com',
    password: 'correct horse battery',
  })
  const head = callerWith(app.url, { cookie: cookieOf(signIn), 'x-csrf-token': signIn.body.csrfToken })
  // The sandbox's number has one list of devices: the first phone's is emptied beforehand.
  sandbox.unlink()
  const added = await head.post('/api/channels', {
    kind: 'whatsapp-web',
    name: 'Второй',
    settings: {},
    script: null,
  })
  expect(added.status).toBe(201)
  const accountId = String(added.body.id)
  const state = async () => (await core.models.ChannelAccount.findById(accountId).lean())?.state
  await scanCode(sandbox, async () => (await state())?.qr)
  await eventually(async () => (await state())?.phase === 'ready', patience)
  const folder = path.join(dataDir, 'whatsapp', accountId.replaceAll(/[^\w-]/g, '_'))
  expect(existsSync(path.join(folder, 'session'))).toBe(true)

  expect((await head.request('DELETE', `/api/channels/${accountId}`)).status).toBe(204)
  await eventually(async () => !sandbox.server.linked && !existsSync(folder), patience)
})
