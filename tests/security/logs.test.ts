import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createLog } from '../../core/log.js'
import { tinyPng } from '../../sandbox/telegram/testing.js'
import { clientBot, managerBot, startTestApp, type TestApp } from '../factories/app.js'
import { MovingClock } from '../factories/desk.js'
import { eventually } from '../factories/eventually.js'
import { TestVisitor } from '../factories/site-chat.js'
import { callerWith, cookieOf } from '../factories/web.js'

/** What people say, their phones and every kind of key stay out of the log, also when everything goes wrong. */

let app: TestApp
const lines: string[] = []

beforeAll(async () => {
  // Time runs: a platform that asks to wait is asked again.
  app = await startTestApp({
    clock: new MovingClock(),
    log: createLog('trace', { write: (line) => void lines.push(line) }),
  })
})
afterAll(() => app.close())

/** Words that appear nowhere but in what people said and in keys. */
const secrets = new Map<string, string>([
  ['a text of a client', 'Жёлтые-зонты'],
  ['a text of a visitor', 'Синие-шопперы'],
  ['a text of a manager', 'Считаю-варианты'],
  ['a text of the API', 'Ответ-из-программы'],
  ['a caption', 'Подпись-к-файлу'],
  ['a file name', 'Секретный-макет'],
  ['a name', 'Феофан'],
  ['a phone', '79137770011'],
  ['the same phone as people write it', '777-00-11'],
  ['a note', 'Клиент-капризный'],
  ['a password', 'correct horse battery'],
  ['a wrong password', 'wrong-horse-battery'],
  ['an e-mail', 'feofan@example.com'],
  ['what somebody searched for', 'Искомое'],
  ['a forged key', 'otk_forged-key-0011'],
  ['the token of the client bot', clientBot.token],
  ['the token of the managers’ bot', managerBot.token],
])

test('the log of a day with every trouble has none of it', async () => {
  const { telegram, url } = app
  const { core } = app.otklik
  const olga = await app.addStaff('Ольга', 'head')
  const manager = telegram.user(olga.telegramId).with(managerBot.username)
  const client = telegram.user('Феофан').with(clientBot.username)

  // Telegram: words, a file, a shared phone, an edit, a duplicate, nonsense; the platform fails in every way.
  const first = await client.sendText('Жёлтые-зонты, мой номер +7 913 777-00-11')
  await client.waitForMessage(undefined, 15_000)
  telegram.injectUpdate(clientBot.token, {
    message: { text: 'Жёлтые-зонты', chat: { id: 'nonsense' }, from: { first_name: 'Феофан' } },
  })
  telegram.injectUpdate(clientBot.token, telegram.updatesOf(clientBot.token).at(0))
  await client.edit(first.message_id, 'Жёлтые-зонты и зонты')
  telegram.faults.add({ kind: 'http', status: 500, method: 'file', times: 1 })
  await client.sendDocument({ name: 'Секретный-макет.png', data: tinyPng }, { caption: 'Подпись-к-файлу' })
  await client.shareOwnContact()
  await client.sendContact({ phone: '+79137770011', firstName: 'Феофан' })
  const card = await manager.waitForMessage('Феофан', 15_000)
  for (const fault of [
    { kind: 'http', status: 500 },
    { kind: 'http', status: 400, description: 'Bad Request: cannot send Считаю-варианты' },
    { kind: 'http', status: 429, retryAfter: 1 },
    { kind: 'drop' },
    { kind: 'accepted-then-cut' },
  ] as const) {
    const before = telegram.calls({ method: 'sendMessage', bot: clientBot.username }).length
    telegram.faults.add({ ...fault, method: 'sendMessage', bot: clientBot.username, times: 1 })
    await manager.sendText('Считаю-варианты', { replyTo: card.message_id })
    await eventually(
      async () => telegram.calls({ method: 'sendMessage', bot: clientBot.username }).length > before,
    )
  }

  // The widget, with a forged token as well.
  const visitor = new TestVisitor(url)
  const { token = '' } = await visitor.hello()
  secrets.set('a visitor’s token', token)
  await visitor.say('Синие-шопперы')
  await visitor.say({ type: 'contact', phone: '8 913 777-00-11', name: 'Феофан' })
  await visitor.answer('send', { clientMessageId: '?', content: { type: 'text', text: 'Синие-шопперы' } })
  visitor.leave()
  new TestVisitor(url, `${token}x`).leave()

  // The panel and the public API.
  const stranger = callerWith(url, {})
  await stranger.post('/api/session', { email: 'feofan@example.com', password: 'wrong-horse-battery' })
  const session = await stranger.post('/api/session', {
    email: 'admin@example.com',
    password: 'correct horse battery',
  })
  const cookie = cookieOf(session)
  secrets.set('a session', cookie.split('=')[1] ?? '')
  secrets.set('a CSRF token', session.body.csrfToken)
  const panel = callerWith(url, { cookie, 'x-csrf-token': session.body.csrfToken })
  const { body: inbox } = await panel.get('/api/conversations')
  const [{ id }] = inbox.items
  expect((await panel.post(`/api/conversations/${id}/notes`, { text: 'Клиент-капризный' })).status).toBe(201)
  await panel.post(`/api/conversations/${id}/messages`, { text: { $ne: 'Считаю-варианты' } })
  await panel.get('/api/clients?q=Искомое')
  await panel.get('/api/нет-такого?phone=79137770011')
  const twice = { name: 'Феофан', phones: ['+79137770011'], emails: ['feofan@example.com'] }
  await Promise.all([panel.post('/api/clients', twice), panel.post('/api/clients', twice)])
  await stranger.get('/api/v1/clients', { authorization: 'Bearer otk_forged-key-0011' })
  await stranger.post('/forms/quote', { name: 'Феофан', phone: '+7 913 777-00-11', message: 'Жёлтые-зонты' })

  // A value that the database refuses because somebody has it, and an error that carries an address with a token.
  await core.models.Client.collection.createIndex({ phones: 1 }, { unique: true, name: 'test_phones' })
  const broken = { name: 'Феофан', phones: ['+79137770011'] }
  for (let n = 0; n < 2; n++) {
    await core.models.Client.collection
      .insertOne({ _id: `x${n}`, ...broken } as never)
      .catch((err: unknown) => core.log.error({ err }, 'refused'))
  }
  await core.models.Client.collection.dropIndex('test_phones')
  const err = new Error(`request to https://api/bot${clientBot.token}/sendMessage failed`)
  core.log.error({ err: new Error('outer', { cause: err }) }, 'failed')
  await app.restart()

  expect(lines.length).toBeGreaterThan(20)
  expect(lines.join('')).toContain('dup key')
  const leaks = [...secrets].flatMap(([what, secret]) =>
    lines.filter((line) => line.includes(secret)).map((line) => `${what}: ${line}`),
  )
  expect(leaks).toEqual([])
})

test('a secret that is logged would be found', () => {
  const seen: string[] = []
  const log = createLog('trace', { write: (line) => void seen.push(line) })
  log.info({ said: 'Жёлтые-зонты' }, 'a careless line')
  log.info(
    { text: 'Жёлтые-зонты', message: { text: 'Жёлтые-зонты', phone: '79137770011' } },
    'a redacted line',
  )
  expect(seen.filter((line) => line.includes('Жёлтые-зонты'))).toHaveLength(1)
  expect(seen.some((line) => line.includes('79137770011'))).toBe(false)
})
