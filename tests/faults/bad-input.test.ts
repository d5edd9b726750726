import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { clientBot } from '../factories/app.js'
import { eventually } from '../factories/eventually.js'
import { type AppChild, freePort, runMain } from './app-child.js'
import { buildOutside, type Outside } from './outside.js'
import { size } from './size.js'
import { postUpdate, textUpdate, webhookSecret } from './webhook-caller.js'

/* Promise: bad input is harmless, and only Telegram may call the webhook. */

let outside: Outside
let app: AppChild
beforeAll(async () => {
  const port = String(await freePort())
  // Polls, and has the webhook's door open as well: both are tried on one process.
  outside = await buildOutside({ env: { PORT: port, TELEGRAM_WEBHOOK_SECRET: webhookSecret } })
  app = await outside.start()
}, 120_000)
afterAll(() => outside.close(), 60_000)

const names = [
  'update_id',
  'message',
  'edited_message',
  'callback_query',
  'chat',
  'from',
  'id',
  'text',
  'photo',
  '__proto__',
  'constructor',
  'date',
  'document',
  'contact',
  'my_chat_member',
]
const value = fc.oneof(
  fc.jsonValue(),
  fc.double(),
  fc.bigInt().map(String),
  fc.constantFrom('$where', '\u0000', { $gt: '' }, [], {}),
)

/** A real update in which one thing at some depth is something else, or no update at all. */
const malformed = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...names), value) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 1e9 }), fc.array(fc.nat(6), { minLength: 1, maxLength: 4 }), value)
      .map(([chat, path, replacement]) => replaced(textUpdate(chat, 'Испорчено'), path, replacement)),
  },
)

function replaced(target: object, path: number[], replacement: unknown): object {
  const copy = structuredClone(target) as Record<string, unknown>
  let at = copy
  for (const step of path) {
    const keys = Object.keys(at)
    const key = keys[step % Math.max(1, keys.length)] ?? 'extra'
    const next = at[key]
    if (typeof next !== 'object' || next === null || step === path.at(-1)) {
      at[key] = replacement
      return copy
    }
    at = next as Record<string, unknown>
  }
  return copy
}

async function expectStored(chatId: number, count: number): Promise<void> {
  await eventually(
    async () =>
      (await outside.core.models.Message.countDocuments({
        direction: 'in',
        'content.text': `Цел ${chatId}`,
      })) === count,
    60_000,
  )
  expect(app.alive).toBe(true)
}

test(
  'malformed updates at the webhook: refused or passed over, good ones between them stored',
  async () => {
    const updates = fc.sample(malformed, { numRuns: size.malformed.perDoor, seed: 1 })
    const queue = updates.flatMap((update, index) =>
      index % 25 === 0
        ? [JSON.stringify(update), JSON.stringify(textUpdate(801, 'Цел 801'))]
        : [JSON.stringify(update)],
    )
    const statuses = new Map<number, number>()
    const post = async () => {
      for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
        const status = await postUpdate(app.url, body)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: 10 }, post))
    expect([...statuses.keys()].filter((status) => status !== 200 && status !== 400)).toEqual([])
    for (const broken of ['', '{', '{"update_id":', '\u0000', '[[[[', 'not json', '{"update_id":1e999}'])
      expect([200, 400]).toContain(await postUpdate(app.url, broken))
    await expectStored(801, Math.ceil(size.malformed.perDoor / 25))
  },
  size.timeLimitMs,
)

test(
  'malformed updates in a poll: the batch goes on, good ones between them stored',
  async () => {
    const updates = fc
      .sample(malformed, { numRuns: size.malformed.perDoor, seed: 2 })
      // getUpdates answers objects that carry an id of Telegram's own.
      .map((update) => {
        const isObject = typeof update === 'object' && update !== null && !Array.isArray(update)
        const { update_id: _id, ...rest } = { update_id: 0, ...(isObject ? update : { message: update }) }
        return rest
      })
    for (let at = 0; at < updates.length; at += 50) {
      const good = textUpdate(802, 'Цел 802')
      outside.telegram.injectUpdates(clientBot.token, [
        ...updates.slice(at, at + 50),
        { message: good.message },
      ])
    }
    await expectStored(802, Math.ceil(size.malformed.perDoor / 50))
    await eventually(async () => outside.telegram.pendingUpdates(clientBot.token) === 0, 60_000)
  },
  size.timeLimitMs,
)

test(
  'a body of three megabytes is taken, of ten refused with 413 and no memory to speak of',
  async () => {
    const padded = (chatId: number, bytes: number) => {
      const update = textUpdate(chatId, `Цел ${chatId}`)
      return JSON.stringify({ ...update, padding: 'x'.repeat(bytes - JSON.stringify(update).length - 16) })
    }
    expect(await postUpdate(app.url, padded(803, 3_000_000))).toBe(200)
    await expectStored(803, 1)
    const before = app.memory()
    const tenMegabytes = padded(804, 10_000_000)
    for (let index = 0; index < 10; index++) expect(await postUpdate(app.url, tenMegabytes)).toBe(413)
    expect(app.memory() - before).toBeLessThan(50)
    await expectStored(804, 0)
  },
  size.timeLimitMs,
)

test(
  'a missing, empty or wrong secret is refused before anything is read; a replay does nothing',
  async () => {
    const update = JSON.stringify(textUpdate(805, 'Цел 805'))
    for (const secret of [null, '', 'wrong-secret-0000000', `${webhookSecret}x`, webhookSecret.toUpperCase()])
      expect(await postUpdate(app.url, update, secret)).toBe(401)
    expect(await outside.core.models.Message.countDocuments({ 'content.text': 'Цел 805' })).toBe(0)
    for (let index = 0; index < 3; index++) expect(await postUpdate(app.url, update)).toBe(200)
    await expectStored(805, 1)
  },
  size.timeLimitMs,
)

test(
  'without a secret the product does not start a webhook',
  async () => {
    const settings = { ...outside.env, TELEGRAM_MODE: 'webhook', PUBLIC_URL: 'https://crm.example.com' }
    for (const secret of ['', 'short']) {
      const { how, output } = await runMain({ ...settings, TELEGRAM_WEBHOOK_SECRET: secret })
      expect([how, output.trim().split('\n')]).toEqual([
        '2',
        [expect.stringMatching(/^settings: TELEGRAM_WEBHOOK_SECRET: /)],
      ])
    }
  },
  size.timeLimitMs,
)
