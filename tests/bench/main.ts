import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { MongoClient } from 'mongodb'
import { Pool } from 'undici'
import { systemClock } from '../../core/clock.js'
import { system } from '../../core/context.js'
import { openDatabase } from '../../core/db.js'
import { newId } from '../../core/ids.js'
import { createApiKey } from '../../core/staff/api-keys.js'
import { createTelegramSandbox } from '../../sandbox/telegram/sandbox.js'
import { buildCore } from '../factories/core.js'
import { type AppProcess, startApp } from './app-process.js'
import { DriverBaseline } from './driver-baseline.js'
import { benchJournal } from './journal.js'
import { drive, type Figures, figuresOf, medianOf, round } from './measure.js'
import { benchSearch } from './search.js'
import { benchStalledChat } from './stalled-chat.js'
import { benchWhatsAppWebBurst } from './whatsapp-web-burst.js'

/**
 * `npm run bench`: what the product reaches, as ratios against the plain driver doing the same durable work on the same
 * server in the same run. Absolute figures belong to the machine; the ratios are the point.
 */
const { values: options } = parseArgs({
  options: {
    out: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    /** Which parts to run, by commas; all unless told. */
    parts: { type: 'string', default: 'inbound,dialog,pages,search,journal,burst,stalled' },
    /** Messages at once, by commas. */
    levels: { type: 'string', default: '1,10,50,200' },
  },
})
const parts = options.parts.split(',')
const uri = process.env.MONGODB_URI ?? ''
const rounds = Number(options.rounds)
const chats = 1_000
const levels = options.levels.split(',').map(Number)
const countAt = (level: number) => ({ 1: 200, 10: 1_500, 50: 5_000, 200: 8_000 })[level] ?? 1_000
const secret = 'bench-webhook-secret-0001'
const token = '7000000009:bench-client-bot-token-00000'

function databaseUri(name: string): string {
  const url = new URL(uri)
  url.pathname = `/${name}`
  return url.toString()
}

const telegram = createTelegramSandbox({ clock: systemClock })
telegram.createBot(token, { username: 'bench_bot', name: 'Bench' })
const { url: apiRoot, close: closeTelegram } = await telegram.listen()

function appEnv(database: string): Record<string, string> {
  return {
    MONGODB_URI: databaseUri(database),
    DATA_DIR: `${process.env.DATA_DIR ?? '/tmp'}/${database}`,
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: apiRoot,
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_SECRET: secret,
    PUBLIC_URL: 'http://127.0.0.1:1',
  }
}

let updateId = 1
function textUpdate(chat: number, text: string): string {
  updateId += 1
  return JSON.stringify({
    update_id: updateId,
    message: {
      message_id: updateId,
      date: Math.floor(Date.now() / 1_000),
      chat: { id: chat, type: 'private', first_name: 'Bench' },
      from: { id: chat, first_name: `Bench ${chat}`, is_bot: false, language_code: 'ru' },
      text,
    },
  })
}

function webhook(pool: Pool, body: string): Promise<void> {
  return pool
    .request({
      method: 'POST',
      path: '/webhooks/telegram',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
      body,
    })
    .then(async (res) => {
      await res.body.dump()
      if (res.statusCode !== 200) throw new Error(`the webhook answered ${res.statusCode}`)
    })
}

async function setDefaultScript(database: string, script: string | null): Promise<void> {
  const client = await MongoClient.connect(uri)
  await client
    .db(database)
    .collection<{ _id: string }>('settings')
    .updateOne({ _id: 'dialogs' }, { $set: { 'value.default': script } })
  await client.close()
}

/** Waits until the product has done all it does about what it received: it is not to slow down what is measured next. */
async function settled(database: string): Promise<void> {
  const client = await MongoClient.connect(uri)
  const db = client.db(database)
  const open = async () =>
    (await db.collection('events').findOne({ pending: true }, { hint: 'open' })) ??
    (await db.collection('deliveries').findOne({ state: { $in: ['queued', 'sending'] } }))
  while (await open()) await new Promise((resolve) => setTimeout(resolve, 100))
  await client.close()
}

/** Inbound messages: the product through its webhook and API, alternately with the plain driver. */
async function benchInbound() {
  const database = `bench-${newId()}`
  const app = await startApp(appEnv(database))
  await setDefaultScript(database, null)
  await new Promise((resolve) => setTimeout(resolve, 6_000))
  const baseline = await DriverBaseline.open(uri, `bench-driver-${newId()}`, chats)
  const pool = new Pool(app.url, { connections: 200, pipelining: 1 })
  const key = await makeKey(database)
  try {
    console.log('warming up: 1,000 conversations')
    await drive(chats, 50, (index) => webhook(pool, textUpdate(100_000 + index, 'first')))
    const table: Record<string, Record<string, Figures[]>> = {}
    const note = (level: number, name: string, figures: Figures) => {
      const row = table[level] ?? {}
      table[level] = row
      row[name] = [...(row[name] ?? []), figures]
      console.log(
        `  ${String(level).padStart(3)} at once  ${name.padEnd(34)} ${Math.round(figures.perSecond)}/s`,
      )
    }
    for (let round = 0; round < rounds; round++) {
      for (const level of levels) {
        const count = countAt(level)
        const run = randomBytes(6).toString('hex')
        const few = Math.min(count, 1_500)
        await settled(database)
        note(
          level,
          'driver, transaction per message',
          figuresOf(await drive(few, level, (i) => baseline.alone(i % chats, `${run}-a-${i}`))),
        )
        note(
          level,
          'driver, flush when idle',
          figuresOf(await drive(count, level, (i) => baseline.batched(i % chats, `${run}-b-${i}`))),
        )
        note(
          level,
          'Telegram webhook',
          figuresOf(
            await drive(count, level, (i) =>
              webhook(pool, textUpdate(100_000 + (i % chats), `message ${i}`)),
            ),
          ),
        )
        note(
          level,
          'public API, inquiry',
          figuresOf(await drive(Math.min(few, 400), level, (i) => postInquiry(pool, key, `${run}-${i}`))),
        )
      }
    }
    const medians = Object.fromEntries(
      Object.entries(table).map(([level, row]) => [
        level,
        Object.fromEntries(Object.entries(row).map(([name, runs]) => [name, medianOf(runs)])),
      ]),
    )
    return medians as Record<string, Record<string, Figures>>
  } finally {
    await pool.close()
    await app.stop()
    await baseline.close()
    await drop(database)
  }
}

async function makeKey(database: string): Promise<string> {
  const opened = await openDatabase(databaseUri(database))
  const core = { ...opened, clock: systemClock, wake: { streams() {}, deliveries() {}, files() {} } }
  const { key } = await createApiKey(core as never, system, { name: 'bench', role: 'admin' })
  await opened.connection.close()
  return key
}

async function postInquiry(pool: Pool, key: string, idempotencyKey: string): Promise<void> {
  const res = await pool.request({
    method: 'POST',
    path: '/api/v1/inquiries',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
      'idempotency-key': idempotencyKey,
    },
    body: JSON.stringify({ name: 'Bench', message: 'One thousand mugs', source: 'bench' }),
  })
  await res.body.dump()
  if (res.statusCode === 429) return
  if (res.statusCode >= 300) throw new Error(`the API answered ${res.statusCode}`)
}

/** A message that a dialog answers against one that nobody answers: what the step and its reply cost in the commit. */
async function benchDialog() {
  const figures: Record<string, Figures[]> = { 'no dialog': [], 'a dialog step and its reply': [] }
  const firstAnswers: number[] = []
  const database = `bench-${newId()}`
  const app = await startApp(appEnv(database))
  const pool = new Pool(app.url, { connections: 50 })
  try {
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    const memory = await atRest(app)
    for (let i = 0; i < 30; i++) {
      const chat = telegram.createPerson({ name: `First ${i}` }).id
      // Opens the chat at Telegram's end; its update goes to an address where nobody is, ours goes to the product.
      await telegram.user(chat).start()
      const heard = nextMessage()
      const at = performance.now()
      await webhook(pool, textUpdate(chat, '/start'))
      await heard
      firstAnswers.push(performance.now() - at)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    for (let round = 0; round < rounds; round++) {
      const base = 1_000_000 + round * 10_000
      await setDefaultScript(database, null)
      await new Promise((resolve) => setTimeout(resolve, 6_000))
      await drive(500, 50, (i) => webhook(pool, textUpdate(base + i, 'first')))
      figures['no dialog']?.push(
        figuresOf(await drive(2_000, 50, (i) => webhook(pool, textUpdate(base + (i % 500), 'hello')))),
      )
      await setDefaultScript(database, 'merchandise')
      await new Promise((resolve) => setTimeout(resolve, 6_000))
      await drive(500, 50, (i) => webhook(pool, textUpdate(base + 5_000 + i, 'first')))
      figures['a dialog step and its reply']?.push(
        figuresOf(
          await drive(2_000, 50, (i) =>
            webhook(pool, textUpdate(base + 5_000 + (i % 500), i < 500 ? 'Кружки' : 'назад')),
          ),
        ),
      )
    }
    return {
      memory,
      firstAnswer: figuresOf({ count: firstAnswers.length, seconds: 1, waits: firstAnswers }).p50,
      plain: medianOf(figures['no dialog'] ?? []),
      dialog: medianOf(figures['a dialog step and its reply'] ?? []),
    }
  } finally {
    await pool.close()
    await app.stop()
    await drop(database)
  }
}

/** The next message that stands in any chat of the sandbox: one person is talked to at a time. */
function nextMessage(): Promise<void> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('no answer within 10 s')), 10_000)
    const off = telegram.onEvent((event) => {
      if (event.type !== 'message') return
      clearTimeout(limit)
      off()
      resolve()
    })
  })
}

async function atRest(app: AppProcess): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  return app.memory()
}

/** A page of the inbox at a thousand conversations and at a hundred thousand. */
async function benchInboxPage() {
  const figures: Record<number, Figures> = {}
  for (const size of [1_000, 100_000]) {
    const database = `bench-${newId()}`
    const app = await startApp(appEnv(database))
    const key = await makeKey(database)
    await fillInbox(database, size)
    const pool = new Pool(app.url, { connections: 4 })
    try {
      const page = async () => {
        const res = await pool.request({
          method: 'GET',
          path: '/api/v1/conversations?limit=40',
          headers: { authorization: `Bearer ${key}` },
        })
        await res.body.dump()
        if (res.statusCode !== 200) throw new Error(`the API answered ${res.statusCode}`)
      }
      await drive(20, 1, page)
      figures[size] = figuresOf(await drive(60, 1, page))
    } finally {
      await pool.close()
      await app.stop()
      await drop(database)
    }
  }
  return figures
}

async function fillInbox(database: string, size: number): Promise<void> {
  const client = await MongoClient.connect(uri)
  const collection = client.db(database).collection<{ _id: string }>('conversations')
  for (let at = 0; at < size; at += 5_000) {
    await collection.insertMany(
      Array.from({ length: Math.min(5_000, size - at) }, (_, i) => ({
        _id: newId(),
        channel: 'telegram',
        accountId: 'telegram:main',
        contactPointId: newId(),
        chatId: String(at + i),
        title: `Client ${at + i}`,
        clientId: null,
        inquiryId: newId(),
        status: ['open', 'waiting', 'closed'][i % 3],
        snoozedUntil: null,
        assigneeId: null,
        labels: [],
        unreadCount: i % 4,
        lastMessageAt: new Date(Date.now() - (at + i) * 1_000),
        lastMessage: { direction: 'in', type: 'text', preview: 'One thousand mugs with a logo, please' },
        lastInboundAt: new Date(),
        dialog: {
          scriptId: 'merchandise',
          version: 1,
          status: 'completed',
          step: null,
          answers: { run: { raw: 'x'.repeat(1_500) } },
          history: [],
        },
        reachable: true,
        locale: 'ru',
        version: 2,
        createdAt: new Date(),
      })) as never[],
    )
  }
  await client.close()
}

/** Search in messages: a hundred times as many must not cost ten times as much. */
async function benchSearchSizes(): Promise<{ small: Figures; large: Figures }> {
  const core = await buildCore({ clock: systemClock, databaseName: `bench-${newId()}` })
  try {
    console.log('search: 10,000 messages')
    const small = await benchSearch(core, 10_000)
    console.log(`  p50 ${round(small.p50)} ms   p99 ${round(small.p99)} ms\nsearch: filling up to 1,000,000`)
    const large = await benchSearch(core, 1_000_000)
    console.log(`  p50 ${round(large.p50)} ms   p99 ${round(large.p99)} ms`)
    return { small, large }
  } finally {
    await core.close()
  }
}

/** Journal and client list: at a hundred times the documents a page must cost about the same, whatever the filter. */
async function benchJournalSizes(): Promise<{
  worst: number
  worstSearch: number
  filters: Record<string, number>
}> {
  const core = await buildCore({ clock: systemClock, databaseName: `bench-${newId()}` })
  try {
    console.log('journal and clients: 1,000 of each, then 100,000')
    const small = await benchJournal(core, 1_000)
    const large = await benchJournal(core, 100_000)
    const filters = Object.fromEntries(
      Object.entries(large).map(([name, p50]) => [name, p50 / (small[name] ?? Number.NaN)]),
    )
    for (const [name, ratio] of Object.entries(filters))
      console.log(
        `  ${name.padEnd(34)} ${round(small[name] ?? 0)} ms -> ${round(large[name] ?? 0)} ms   x ${round(ratio)}`,
      )
    const worstOf = (isSearch: boolean) =>
      Math.max(
        ...Object.entries(filters).flatMap(([name, ratio]) =>
          name.includes('search') === isSearch ? [ratio] : [],
        ),
      )
    return { worst: worstOf(false), worstSearch: worstOf(true), filters }
  } finally {
    await core.close()
  }
}

async function drop(database: string): Promise<void> {
  const client = await MongoClient.connect(uri)
  await client.db(database).dropDatabase()
  await client.close()
}

const inbound = parts.includes('inbound') ? await benchInbound() : {}
for (const [level, row] of Object.entries(inbound)) {
  console.log(`\n${level} at once`)
  for (const [name, f] of Object.entries(row)) {
    console.log(
      `  ${name.padEnd(34)} ${String(Math.round(f.perSecond)).padStart(6)}/s   p50 ${round(f.p50)} ms   p99 ${round(f.p99)} ms`,
    )
  }
}
const dialog = parts.includes('dialog') ? await benchDialog() : null
const pages = parts.includes('pages') ? await benchInboxPage() : null
const search = parts.includes('search') ? await benchSearchSizes() : null
const journal = parts.includes('journal') ? await benchJournalSizes() : null
const burst = parts.includes('burst') ? await benchWhatsAppWebBurst() : Number.NaN
const stalled = parts.includes('stalled')
  ? { telegram: await benchStalledChat('telegram'), cloud: await benchStalledChat('whatsapp-cloud') }
  : null
const rate = (level: number, name: string) => inbound[level]?.[name]?.perSecond ?? Number.NaN
const p50 = (level: number, name: string) => inbound[level]?.[name]?.p50 ?? Number.NaN
const ratios = Object.fromEntries(
  Object.entries({
    'webhook / transaction per message, 50 at once (goal 5)':
      rate(50, 'Telegram webhook') / rate(50, 'driver, transaction per message'),
    'webhook / flush when idle, 50 at once (goal 0.7)':
      rate(50, 'Telegram webhook') / rate(50, 'driver, flush when idle'),
    'alone: webhook p50 / one transaction p50 (goal at most 1.3)':
      p50(1, 'Telegram webhook') / p50(1, 'driver, transaction per message'),
    'dialog step and reply / no dialog, throughput (goal 0.85)': dialog
      ? dialog.dialog.perSecond / dialog.plain.perSecond
      : Number.NaN,
    'first answer at rest, p50 ms (goal 100)': dialog?.firstAnswer ?? Number.NaN,
    'inbox page 100,000 / 1,000, p50 (goal at most 1.2)':
      (pages?.[100_000]?.p50 ?? Number.NaN) / (pages?.[1_000]?.p50 ?? Number.NaN),
    'search at 1,000,000 messages / 10,000, p50 (goal at most 10)':
      (search?.large.p50 ?? Number.NaN) / (search?.small.p50 ?? Number.NaN),
    'journal and clients at 100,000 / 1,000, the worst filter, p50 (goal at most 1.5)':
      journal?.worst ?? Number.NaN,
    'search in clients at 100,000 / 1,000, the worst, p50 (goal at most 1.5)':
      journal?.worstSearch ?? Number.NaN,
    '300 WhatsApp Web messages at once, stored, ms (goal at most 2,000)': burst,
    'Telegram: p99 of other chats while one is stalled, ms (goal at most 2,000)':
      stalled?.telegram ?? Number.NaN,
    'WhatsApp Cloud: p99 of other chats while one is stalled, ms (goal at most 2,000)':
      stalled?.cloud ?? Number.NaN,
    'memory at rest, MB (goal 350)': dialog?.memory ?? Number.NaN,
  }).filter(([, value]) => !Number.isNaN(value)),
)
console.log('\nReached:')
for (const [name, value] of Object.entries(ratios)) console.log(`  ${name.padEnd(66)} ${round(value)}`)
if (options.out)
  writeFileSync(
    options.out,
    `${JSON.stringify({ at: new Date().toISOString(), cores: cpus().length, inbound, dialog, pages, search, journal, ratios }, null, 2)}\n`,
  )
telegram.close()
await closeTelegram()
process.exit(0)
