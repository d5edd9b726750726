import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { system } from '../../core/context.js'
import { createApiKey } from '../../core/staff/api-keys.js'
import { clientBot, startTestApp, type TestApp } from '../factories/app.js'
import { eventually } from '../factories/eventually.js'
import { callerWith } from '../factories/web.js'
import { size } from './size.js'

/* Promise: a client program may repeat a request with its Idempotency-Key as often as it likes, also after a restart. */

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
}, 60_000)
afterAll(() => app.close(), 60_000)

test('a hundred times the same key is one message; another body with it is refused', async () => {
  const anna = app.telegram.user('Анна').with(clientBot.username)
  await anna.sendText('Здравствуйте')
  const { models } = app.otklik.core
  const conversation = await eventually(() => models.Conversation.findOne({}).lean())
  const { key } = await createApiKey(app.otklik.core, system, { name: 'Shop', role: 'sales' })
  const path = `/api/v1/conversations/${conversation._id}/messages`
  const say = (text: string) =>
    callerWith(app.url, { authorization: `Bearer ${key}` }).post(
      path,
      { text },
      { 'idempotency-key': 'order-1001' },
    )

  const first = await Promise.all(Array.from({ length: size.idempotentCalls }, () => say('Заказ собран')))
  expect(new Set(first.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(first.map(({ body }) => body.id)).size).toBe(1)
  expect(first.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1)
  await anna.waitForMessage('Заказ собран', 15_000)

  await app.restart()
  const again = await say('Заказ собран')
  expect([again.status, again.headers.get('idempotency-replayed'), again.body.id]).toEqual([
    201,
    'true',
    first[0]?.body.id,
  ])
  const other = await say('Заказ отменён')
  expect([other.status, other.body.error.code]).toEqual([409, 'idempotency-conflict'])

  const said = await app.otklik.core.models.Message.find({
    direction: 'out',
    'content.text': 'Заказ собран',
  }).lean()
  expect(said).toHaveLength(1)
  expect(await app.otklik.core.models.Delivery.countDocuments({ messageId: said[0]?._id })).toBe(1)
  expect((await anna.messages()).filter(({ text }) => text === 'Заказ собран')).toHaveLength(1)
}, 90_000)
