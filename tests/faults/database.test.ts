import { afterEach, expect, test } from '@jest/globals'
import { MongoClient } from 'mongodb'
import { databaseAppName } from '../../core/db.js'
import { clientBot } from '../factories/app.js'
import { eventually } from '../factories/eventually.js'
import { freePort, runMain } from './app-child.js'
import { type CutProxy, cutProxy } from './cut-proxy.js'
import { buildOutside, type Outside } from './outside.js'
import { size } from './size.js'
import { postUpdate, textUpdate, webhookSecret } from './webhook-caller.js'

/* Promise: without a database nothing is acknowledged, and the product comes back by itself when it does. */

let outside: Outside
let proxy: CutProxy | undefined
afterEach(async () => {
  await outside.close()
  await proxy?.close()
}, 150_000)

test(
  'a database that does not answer at start: one clear line and an exit code',
  async () => {
    outside = await buildOutside()
    const nobody = `mongodb://127.0.0.1:${await freePort()}/otklik?directConnection=true`
    const { how, output } = await runMain({ ...outside.env, MONGODB_URI: nobody })
    expect([how, output.trim().split('\n')]).toEqual([
      '1',
      [expect.stringContaining('The database does not answer')],
    ])
  },
  size.timeLimitMs,
)

test(
  'a database lost in the middle: 503, then everything once, unaided',
  async () => {
    outside = await buildOutside({ managers: 1 })
    const { hostname, port, pathname } = new URL(outside.env.MONGODB_URI ?? '')
    proxy = await cutProxy({ host: hostname, port: Number(port) })
    const app = await outside.start({
      MONGODB_URI: `mongodb://127.0.0.1:${proxy.port}${pathname}?directConnection=true`,
      TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    })
    const client = outside.telegram.createPerson({ name: 'Анна' })
    const anna = outside.telegram.user(client.id).with(clientBot.username)
    await anna.sendText('Здравствуйте')
    await anna.waitForMessage('Что будем делать?', 60_000)
    const other = (text: string) => JSON.stringify(textUpdate(900, text))
    expect(await postUpdate(app.url, other('До обрыва'))).toBe(200)

    proxy.cut()
    await anna.sendText('Футболки')
    const lost = Array.from({ length: 5 }, (_, index) => other(`Во время обрыва ${index}`))
    expect(await Promise.all(lost.map((update) => postUpdate(app.url, update)))).toEqual(lost.map(() => 503))
    proxy.mend()

    // Telegram sends again what was not acknowledged, sometimes twice, one after another within a chat.
    const mendedAt = performance.now()
    await eventually(async () => (await postUpdate(app.url, lost[0] ?? '')) === 200, 60_000)
    expect(performance.now() - mendedAt).toBeLessThan(30_000)
    for (const update of [...lost, ...lost]) expect(await postUpdate(app.url, update)).toBe(200)
    await anna.waitForMessage('Какой нужен тираж?', 60_000)
    const stored = await outside.core.models.Message.find({ direction: 'in' })
      .sort({ conversationId: 1, seq: 1 })
      .lean()
    const texts = stored.map(({ content }) => (content.type === 'text' ? content.text : content.type))
    expect(texts.filter((text) => !text.startsWith('Во') && text !== 'До обрыва')).toEqual([
      'Здравствуйте',
      'Футболки',
    ])
    expect(texts.filter((text) => text.startsWith('Во') || text === 'До обрыва')).toEqual([
      'До обрыва',
      ...lost.map((_, index) => `Во время обрыва ${index}`),
    ])
    const { models } = outside.core
    await eventually(async () => (await models.Event.countDocuments({ pending: true })) === 0, 60_000)
    expect(app.alive).toBe(true)
  },
  size.timeLimitMs,
)

test(
  'what a dead process has locked is free again within seconds of the next start',
  async () => {
    outside = await buildOutside({ managers: 1 })
    const { core, env, staffIds } = outside
    const [staffId] = staffIds
    const { hostname, port, pathname } = new URL(env.MONGODB_URI ?? '')
    proxy = await cutProxy({ host: hostname, port: Number(port) })
    const dead = new MongoClient(`mongodb://127.0.0.1:${proxy.port}/?directConnection=true`, {
      appName: databaseAppName,
    })
    try {
      const session = dead.startSession()
      session.startTransaction()
      const staff = dead.db(pathname.slice(1)).collection('staff')
      await staff.updateOne({ _id: staffId as never }, { $inc: { version: 1 } }, { session })
      proxy.cut()

      await outside.start()
      const began = performance.now()
      await core.models.Staff.updateOne({ _id: staffId }, { $set: { name: 'Иван' } })
      // MongoDB itself would take a minute.
      expect(performance.now() - began).toBeLessThan(20_000)
    } finally {
      await dead.close(true)
    }
  },
  size.timeLimitMs,
)
