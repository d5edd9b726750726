import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { systemClock } from '../../core/clock.js'
import { system } from '../../core/context.js'
import { createApiKey } from '../../core/staff/api-keys.js'
import { startTestApp, type TestApp } from '../factories/app.js'
import { eventually } from '../factories/eventually.js'
import { callerWith } from '../factories/web.js'
import { size } from './size.js'
import { SiteStreet } from './streets/site-chat.js'
import type { Street } from './streets/street.js'
import { TelegramStreet } from './streets/telegram.js'
import { CloudStreet } from './streets/whatsapp-cloud.js'

/* Promise: a client program may repeat a request with its Idempotency-Key as often as it likes, also after a restart. */

let app: TestApp
let streets: Street[]
beforeAll(async () => {
  const cloud = await CloudStreet.open(systemClock)
  app = await startTestApp({ env: cloud.env() })
  streets = [new TelegramStreet(app.telegram, app.url, () => 'polling'), cloud, new SiteStreet()]
  for (const street of streets) await street.opened(app.url)
}, 60_000)
afterAll(async () => {
  await app.close()
  for (const street of streets) await street.close()
}, 60_000)

test('a hundred times the same key is one message on every channel; another body with it is refused', async () => {
  const { key } = await createApiKey(app.otklik.core, system, { name: 'Shop', role: 'sales' })
  const people = await Promise.all(streets.map((street) => street.meet('Анна')))
  for (const person of people) await person.say('Здравствуйте')
  const conversations = await eventually(async () => {
    const rows = await app.otklik.core.models.Conversation.find({}).lean()
    return rows.length === people.length && rows
  })
  const say = (conversationId: string, text: string) =>
    callerWith(app.url, { authorization: `Bearer ${key}` }).post(
      `/api/v1/conversations/${conversationId}/messages`,
      { text },
      { 'idempotency-key': `order-${conversationId}` },
    )
  const first = await Promise.all(
    conversations.map(async ({ _id }) => {
      const calls = Array.from({ length: size.idempotentCalls }, () => say(_id, 'Заказ собран'))
      const answers = await Promise.all(calls)
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
      expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1)
      return { conversationId: _id, messageId: String(answers[0]?.body.id) }
    }),
  )
  const heard = async () => {
    const shown = await Promise.all(people.map((person) => person.shown()))
    return shown.map((messages) => messages.filter(({ text }) => text === 'Заказ собран').length)
  }
  await eventually(async () => (await heard()).every((times) => times > 0))

  await app.restart()
  for (const { conversationId, messageId } of first) {
    const again = await say(conversationId, 'Заказ собран')
    expect([again.status, again.headers.get('idempotency-replayed'), again.body.id]).toEqual([
      201,
      'true',
      messageId,
    ])
    const other = await say(conversationId, 'Заказ отменён')
    expect([other.status, other.body.error.code]).toEqual([409, 'idempotency-conflict'])
  }
  const { models } = app.otklik.core
  const said = await models.Message.find({ direction: 'out', 'content.text': 'Заказ собран' }).lean()
  expect(said.map(({ _id }) => _id).sort()).toEqual(first.map(({ messageId }) => messageId).sort())
  for (const { _id } of said) expect(await models.Delivery.countDocuments({ messageId: _id })).toBe(1)
  expect(await heard()).toEqual(people.map(() => 1))
}, 90_000)
