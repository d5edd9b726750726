import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { channelCommands } from '../../commands/channel-commands.js'
import { reportChannelState } from '../../core/channel-accounts/report-state.js'
import { tellHeads } from '../../core/channel-accounts/tell-heads.js'
import { readEnv } from '../../core/env.js'
import { createLog } from '../../core/log.js'
import { startOtklik } from '../../main.js'
import { clientBot, managerBot, startTestApp, type TestApp } from '../factories/app.js'
import { MovingClock } from '../factories/desk.js'
import { eventually } from '../factories/eventually.js'
import { TestVisitor } from '../factories/site-chat.js'
import { type Caller, callerWith, cookieOf } from '../factories/web.js'

/** Bots and widgets come and go while the product runs, each with its own people, script, hours and look. */

const retailBot = {
  token: '7000000003:test-retail-bot-token-00000',
  username: 'retail_bot',
  name: 'Retail',
}

const cliBot = { token: '7000000004:test-cli-bot-token-0000000', username: 'cli_bot', name: 'CLI' }

let app: TestApp
let head: Caller
const lines: string[] = []

beforeAll(async () => {
  app = await startTestApp({
    clock: new MovingClock(),
    log: createLog('trace', { write: (line) => void lines.push(line) }),
  })
  app.telegram.createBot(retailBot.token, retailBot)
  app.telegram.createBot(cliBot.token, cliBot)
  const signIn = await callerWith(app.url, {}).post('/api/session', {
    email: 'admin@example.com',
    password: 'correct horse battery',
  })
  head = callerWith(app.url, { cookie: cookieOf(signIn), 'x-csrf-token': signIn.body.csrfToken })
})
afterAll(() => app.close())

const said: unknown[] = []
async function ask(method: string, url: string, body?: unknown) {
  const answer = await head.request(method, url, body)
  said.push(answer.body)
  return answer
}
async function phaseIs(id: string, phase: string, timeoutMs?: number) {
  return eventually(async () => {
    const { body } = await ask('GET', `/api/channels/${id}`)
    return body.state.phase === phase && body
  }, timeoutMs)
}

let retail: string

test('what the settings describe is there, marked, running and not to be edited', async () => {
  await phaseIs('telegram:main', 'ready')
  await phaseIs('staff-telegram:main', 'ready')
  const { items } = (await ask('GET', '/api/channels')).body
  expect(items.map((item: { id: string; source: string }) => [item.id, item.source])).toEqual([
    ['site:main', 'panel'],
    ['staff-telegram:main', 'environment'],
    ['telegram:main', 'environment'],
  ])
  expect(items[2]).toMatchObject({ publicName: '@client_bot', state: { title: 'Работает', advice: '' } })
  const refused = await ask('PATCH', '/api/channels/telegram:main', { settings: { token: retailBot.token } })
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'account-from-environment' } } })
  expect((await ask('DELETE', '/api/channels/telegram:main')).status).toBe(409)
})

test('a wrong token and a bot that is connected already are refused in words', async () => {
  const add = (token: string) =>
    ask('POST', '/api/channels', { kind: 'telegram', name: 'Розница', settings: { token } })
  expect(await add('nonsense')).toMatchObject({ status: 400 })
  const wrong = await add('7999999999:nobody-has-this-token-0000')
  expect(wrong).toMatchObject({ status: 422, body: { error: { code: 'wrong-token' } } })
  expect(wrong.body.error.message).toContain('Токен не подошёл')
  const taken = await add(clientBot.token)
  expect(taken).toMatchObject({ status: 409, body: { error: { code: 'account-taken' } } })
  expect(taken.body.error.message).toContain('@client_bot уже подключён: «Telegram»')
  expect((await add(managerBot.token)).status).toBe(409)
  app.telegram.faults.add({ kind: 'drop', method: 'getMe', times: 1 })
  expect(await add(retailBot.token)).toMatchObject({
    status: 422,
    body: { error: { code: 'channel-unreachable' } },
  })
})

test('the command line lists, adds, stops and starts, and says what is wrong', async () => {
  const { core } = app.otklik
  const said: string[] = []
  const spies = (['log', 'error'] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation((line: string) => void said.push(line)),
  )
  const run = async (name: string, words: string[], given: Record<string, string> = {}) => {
    said.length = 0
    await channelCommands[name]?.run(core, given, words)
    return [...said]
  }
  try {
    expect((await run('channel list', [])).find((line) => line.startsWith('telegram:main'))).toMatch(
      /^telegram:main · telegram · Telegram · @client_bot · Working/,
    )
    const folder = await mkdtemp(path.join(tmpdir(), 'otklik-token-'))
    await writeFile(path.join(folder, 'token'), `${cliBot.token}\n`)
    const add = (words: string[]) => run('channel add', words, { kind: 'telegram', name: 'Опт' })
    await expect(add(['token'])).rejects.toThrow('no setting=value')
    await expect(add(['token=7:nobody-has-this-token-0000'])).rejects.toMatchObject({ code: 'wrong-token' })
    const id = (await add([`token=@${path.join(folder, 'token')}`, 'mode=polling'])).at(-1) ?? ''
    await rm(folder, { recursive: true })
    await phaseIs(id, 'ready')
    await run('channel stop', [id])
    await phaseIs(id, 'stopped')
    await run('channel start', [id])
    await phaseIs(id, 'ready')
    await expect(run('channel stop', ['telegram:nobody'])).rejects.toMatchObject({ code: 'not-found' })
    expect((await ask('DELETE', `/api/channels/${id}`)).status).toBe(204)
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
})

test('a second bot works from the moment it is added, without a script, and answers its own clients', async () => {
  const added = await ask('POST', '/api/channels', {
    kind: 'telegram',
    name: 'Розница',
    settings: { token: retailBot.token },
    script: null,
  })
  expect(added).toMatchObject({
    status: 201,
    body: { publicName: '@retail_bot', settings: { mode: 'polling' }, secretsSet: ['token'], editable: true },
  })
  retail = added.body.id
  await phaseIs(retail, 'ready')
  const { core } = app.otklik
  const boris = app.telegram.user('Борис').with(retailBot.username)
  await boris.sendText('Есть кружки?')
  const talk = await eventually(() => core.models.Conversation.findOne({ accountId: retail }).lean())
  expect(talk).toMatchObject({ channel: 'telegram', title: 'Борис', dialog: null })
  // The same person at the main bot is met by the company's script.
  const main = app.telegram.user('Борис').with(clientBot.username)
  await main.start()
  await main.waitForMessage('Что будем делать?')
  const sent = await ask('POST', `/api/conversations/${talk._id}/messages`, {
    clientMessageId: 'answer-from-the-panel-1',
    text: 'Есть, белые.',
  })
  expect(sent.status).toBe(201)
  await boris.waitForMessage('Есть, белые.')
  // People see which of the two it was, and can ask for one of them.
  const only = async (query: string) =>
    (await ask('GET', `/api/conversations?${query}`)).body.items.map((row: { id: string }) => row.id)
  expect(await only(`accountId=${retail}`)).toEqual([talk._id])
  expect(await only('accountId=telegram:main')).not.toContain(talk._id)
  expect((await ask('GET', '/api/conversations?accountId[$ne]=x')).status).toBe(400)
  const { items } = (await ask('GET', `/api/deliveries?accountId=${retail}`)).body
  expect(items[0]).toMatchObject({ accountId: retail, accountName: 'Розница' })
})

test('a stopped bot is silent and loses nothing; started again it catches up', async () => {
  const { core } = app.otklik
  const boris = app.telegram.user('Борис').with(retailBot.username)
  const talk = await core.models.Conversation.findOne({ accountId: retail }).lean()
  const stopped = await ask('POST', `/api/channels/${retail}/stop`)
  expect(stopped.body.state).toMatchObject({ phase: 'stopped', title: 'Остановлен' })
  const lease = `channel:${retail}`
  await eventually(async () => (await core.models.Lease.findById(lease).lean())?.holder === '')
  await boris.sendText('А синие?')
  await ask('POST', `/api/conversations/${talk?._id}/messages`, {
    clientMessageId: 'answer-while-stopped-1',
    text: 'Сейчас узнаю.',
  })
  const { body } = await ask('GET', `/api/channels/${retail}`)
  expect(body).toMatchObject({ enabled: false, waiting: 1, state: { phase: 'stopped' } })
  expect(await core.models.Message.countDocuments({ accountId: retail, direction: 'in' })).toBe(1)
  expect((await callerWith(app.url, {}).get('/readyz')).status).toBe(200)
  await ask('POST', `/api/channels/${retail}/start`)
  await boris.waitForMessage('Сейчас узнаю.')
  await eventually(
    async () => (await core.models.Message.countDocuments({ accountId: retail, direction: 'in' })) === 2,
  )
})

test('two processes: one holds the bot, the other takes over with a higher token, and nothing comes twice', async () => {
  const { core } = app.otklik
  const boris = app.telegram.user('Борис').with(retailBot.username)
  const held = (await core.models.Lease.findById(`channel:${retail}`).lean())?.token ?? 0
  const dataDir = await mkdtemp(path.join(tmpdir(), 'otklik-second-'))
  const settings = readEnv({
    MONGODB_URI: app.databaseUri,
    DATA_DIR: dataDir,
    PORT: '0',
    ROLES: 'channels',
    SESSION_SECRET: app.secret,
    TELEGRAM_BOT_TOKEN: clientBot.token,
    TELEGRAM_API_ROOT: app.apiRoot,
    MANAGER_BOT_TOKEN: managerBot.token,
  })
  if ('mistakes' in settings) throw new Error(settings.mistakes.join())
  const second = await startOtklik(settings.env, { clock: app.clock, log: createLog('silent') })
  try {
    await boris.sendText('раз')
    await eventually(
      async () => (await core.models.Message.countDocuments({ accountId: retail, direction: 'in' })) === 3,
    )
    expect((await core.models.Lease.findById(`channel:${retail}`).lean())?.token).toBe(held)
    await app.restart()
    const { core: after } = app.otklik
    await boris.sendText('два')
    await eventually(
      async () => (await after.models.Message.countDocuments({ accountId: retail, direction: 'in' })) === 4,
    )
    expect((await after.models.Lease.findById(`channel:${retail}`).lean())?.token).toBeGreaterThan(held)
  } finally {
    await second.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
})

test('heads hear that a bot is down and what to do, and that it is back after a new token', async () => {
  await app.addStaff('Ольга', 'head')
  const olga = app.telegram.user('Ольга').with(managerBot.username)
  // Of two bots the card says which one it was.
  await app.telegram.user('Вера').with(retailBot.username).sendText('Сколько стоят ручки?')
  expect((await olga.waitForMessage('Вера')).text).toMatch(/^✈️ Обращение №\d+ · Telegram · Розница\n/)
  // A new token at @BotFather: the old one is refused from now on.
  const token = '7000000003:test-retail-bot-token-11111'
  app.telegram.createBot(token, retailBot)
  // Ends the poll that is waiting.
  await app.telegram.user('Борис').with(retailBot.username).sendText('три')
  const down = await olga.waitForMessage('Канал «Розница»', 20_000)
  expect(down.text).toContain('Токен больше не действует')
  expect(down.text).toContain('@BotFather')
  const broken = await phaseIs(retail, 'failed')
  expect(broken.state).toMatchObject({ reason: 'wrong-token', what: 'Токен больше не действует' })
  expect((await callerWith(app.url, {}).get('/readyz')).body.parts).toContainEqual(
    expect.objectContaining({
      name: retail,
      ok: true,
      phase: 'failed',
      reason: 'wrong-token',
      advice: expect.any(String),
    }),
  )
  // What is only being loaded does not work yet.
  const { core: now } = app.otklik
  await reportChannelState(now, retail, { phase: 'syncing' })
  expect(await tellHeads(now)).toBe(0)
  await reportChannelState(now, retail, { phase: 'failed', reason: 'wrong-token' })
  const mended = await ask('PATCH', `/api/channels/${retail}`, { settings: { token } })
  expect(mended.status).toBe(200)
  await phaseIs(retail, 'ready')
  await olga.waitForMessage('снова работает', 25_000)
})

test('a widget has its own key, look, words and script; stopped it is not shown', async () => {
  const { core } = app.otklik
  const { body } = await ask('POST', '/api/channels', {
    kind: 'site',
    name: 'Сайт мерча',
    settings: { color: '#c2410c', position: 'left', title: 'Мерч-бюро', greeting: 'Спросите нас' },
    script: null,
    workingHours: [[], [], [], [], [], [], []],
  })
  const key = String(body.id).slice('site:'.length)
  expect(body.facts[0].value).toContain(`data-account="${key}"`)
  expect((await callerWith(app.url, {}).get(`/chat/look/${key}`)).body).toEqual({
    color: '#c2410c',
    theme: 'auto',
    position: 'left',
  })
  const visitor = new TestVisitor(app.url, undefined, { account: key })
  expect((await visitor.hello()).profile).toMatchObject({
    company: 'Мерч-бюро',
    greeting: 'Спросите нас',
    open: false,
  })
  await visitor.say('Сколько стоит флаг?')
  const talk = await eventually(() => core.models.Conversation.findOne({ accountId: body.id }).lean())
  expect(talk.dialog).toBeNull()
  // A visitor of one widget is nobody in the other.
  const stranger = new TestVisitor(app.url, visitor.token, { account: 'main' })
  expect((await stranger.hello()).messages).toEqual([])
  stranger.leave()

  await ask('POST', `/api/channels/${body.id}/stop`)
  expect((await callerWith(app.url, {}).get(`/chat/look/${key}`)).status).toBe(404)
  await expect(visitor.say('Вы тут?')).rejects.toThrow('unavailable')
  visitor.leave()
  await ask('DELETE', `/api/channels/${body.id}`)
  expect((await ask('GET', `/api/channels/${body.id}`)).status).toBe(404)
})

test('a removed bot is gone, its conversations stay and what waited has failed with the reason', async () => {
  const { core } = app.otklik
  const talk = await core.models.Conversation.findOne({ accountId: retail }).lean()
  await ask('POST', `/api/channels/${retail}/stop`)
  await ask('POST', `/api/conversations/${talk?._id}/messages`, {
    clientMessageId: 'too-late-for-this-1',
    text: 'Эй!',
  })
  expect((await ask('DELETE', `/api/channels/${retail}`)).status).toBe(204)
  await eventually(() =>
    core.models.Delivery.findOne({
      accountId: retail,
      state: 'failed',
      'reason.code': 'account-removed',
    }).lean(),
  )
  await eventually(async () => !core.channels.has(retail))
  expect((await ask('GET', `/api/conversations/${talk?._id}`)).status).toBe(200)
  const stored = await core.models.ChannelAccount.findById(retail).lean()
  expect(stored).toMatchObject({ settings: {}, name: 'Розница' })
})

test('tokens were never shown, logged, audited or stored in the open', async () => {
  const { core } = app.otklik
  const everything = JSON.stringify([
    said,
    lines,
    await core.models.ChannelAccount.find({}).lean(),
    await core.models.Audit.find({}).lean(),
    await core.models.Event.find({}).lean(),
  ])
  for (const token of [retailBot.token, '7000000003:test-retail-bot-token-11111', clientBot.token])
    expect(everything).not.toContain(token.split(':')[1])
  expect(everything).toContain('channel.add')
})
