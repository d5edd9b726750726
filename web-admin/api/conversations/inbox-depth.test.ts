import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { rows } from '../../../core/collection.js'
import { newId } from '../../../core/ids.js'
import { indexMessages } from '../../../core/search/index-messages.js'
import { buildCore, type TestCore } from '../../../tests/factories/core.js'
import { buildWeb, type Caller, type SignedIn, type Web } from '../../../tests/factories/web.js'

let core: TestCore
let web: Web
let head: SignedIn
let sales: SignedIn
let key: Caller

beforeAll(async () => {
  core = await buildCore()
  web = await buildWeb(core)
  head = await web.signIn('head')
  sales = await web.signIn('sales')
  key = await web.withKey('admin')
})
afterAll(async () => {
  await web.close()
  await core.close()
})

const inHours = (hours: number) => new Date(core.clock.now().getTime() + hours * 3600_000).toISOString()

describe('inbox of a person', () => {
  test('unread, muted, mentions and labels narrow the list and are counted', async () => {
    const id = await web.conversation('Где мой заказ?')
    const other = await web.conversation('Добрый день')
    const list = async (caller: Caller, query: string) =>
      (await caller.get(`/api/conversations?${query}`)).body.items.map((row: { id: string }) => row.id)
    expect(await list(sales, 'only=unread')).toEqual(expect.arrayContaining([id, other]))

    const { body: messages } = await sales.get(`/api/conversations/${id}/messages`)
    expect((await sales.post(`/api/conversations/${id}/read`, { seq: messages.items[0].seq })).status).toBe(
      204,
    )
    expect(await list(sales, 'only=unread')).not.toContain(id)
    const back = await sales.post(`/api/conversations/${id}/unread`, {})
    expect(back.body).toMatchObject({ unreadCount: 1, muted: false, blocked: null })
    expect((await sales.put(`/api/conversations/${id}/muted`, { muted: true })).body.muted).toBe(true)
    expect(await list(sales, 'only=unread')).not.toContain(id)

    const note = await head.post(`/api/conversations/${id}/notes`, {
      text: 'посмотри, пожалуйста',
      mentionIds: [sales.staff._id],
    })
    expect(note.body.mentions).toEqual([sales.staff._id])
    expect((await sales.get('/api/conversations/counts')).body.mentions).toBe(1)
    expect(await list(sales, 'only=mentions')).toEqual([id])
    expect((await sales.get('/api/mentions')).body.items).toMatchObject([
      { conversation: { id }, messageId: note.body.id, seq: note.body.seq, seen: false },
    ])

    await sales.put(`/api/conversations/${id}/labels`, { labels: ['Опт'] })
    expect(await list(head, `label=${encodeURIComponent('Опт')}`)).toEqual([id])
    const { body: labels } = await head.get('/api/labels')
    expect(labels.items).toMatchObject([{ name: 'Опт', colour: expect.any(String) }])
    expect((await sales.patch(`/api/labels/${labels.items[0].id}`, { name: 'Опт!' })).status).toBe(403)
    expect((await head.patch(`/api/labels/${labels.items[0].id}`, { name: 'Опт!' })).status).toBe(200)
    expect((await head.get(`/api/conversations/${id}`)).body.labels).toEqual(['Опт!'])
  })

  test('putting aside is taken back to what it was; spam is closed and listed by itself', async () => {
    const id = await web.conversation('Спам')
    await sales.post(`/api/conversations/${id}/messages`, { clientMessageId: newId(), text: 'Да?' })
    await sales.post(`/api/conversations/${id}/snooze`, { until: inHours(2) })
    expect((await sales.post(`/api/conversations/${id}/restore`)).body.status).toBe('waiting')
    expect((await sales.post(`/api/conversations/${id}/block`, { as: 'spam' })).body).toMatchObject({
      status: 'closed',
      blocked: 'spam',
    })
    const refused = await sales.post(`/api/conversations/${id}/messages`, {
      clientMessageId: newId(),
      text: 'Да?',
    })
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'contact-blocked' } } })
    expect((await sales.get('/api/conversations?only=blocked')).body.items).toMatchObject([{ id }])
    expect((await sales.post(`/api/conversations/${id}/unblock`)).body.blocked).toBe(null)
  })
})

describe('what is said', () => {
  test('ready replies are kept by heads, filled in for a conversation', async () => {
    const id = await web.conversation('Здравствуйте')
    const body = { shortcut: 'цена', title: 'Цена', text: '{{client.name}}, считаем.{{deal.amount}}' }
    expect((await sales.post('/api/canned-replies', body)).status).toBe(403)
    const made = await head.post('/api/canned-replies', body)
    expect(made).toMatchObject({ status: 201, body: { shortcut: 'цена', own: false, version: 1 } })
    const { body: filled } = await sales.get(`/api/conversations/${id}/canned-replies`)
    expect(filled.items).toMatchObject([
      { text: expect.stringMatching(/^Person .*, считаем\.$/), missing: ['deal.amount'] },
    ])
    expect((await head.post('/api/canned-replies', { ...body, text: '{{x.y}}' })).status).toBe(400)
    expect((await key.get('/api/v1/canned-replies')).body.items).toHaveLength(1)
    expect((await head.delete(`/api/canned-replies/${made.body.id}`)).status).toBe(204)
  })

  test('a message is planned, changed, said now or given up, in the panel and by a program', async () => {
    const id = await web.conversation('Когда готово?')
    const planned = await sales.post(`/api/conversations/${id}/scheduled`, {
      text: 'Завтра',
      at: inHours(20),
    })
    expect(planned).toMatchObject({ status: 201, body: { items: [{ state: 'planned', version: 1 }] } })
    const [{ id: scheduledId }] = planned.body.items
    expect(
      (await sales.patch(`/api/scheduled/${scheduledId}`, { text: 'Сегодня', at: inHours(2) })).body,
    ).toMatchObject({ content: { text: 'Сегодня' }, version: 2 })
    expect(
      (await sales.post(`/api/conversations/${id}/scheduled`, { text: 'x', at: inHours(-1) })).status,
    ).toBe(422)
    expect((await sales.post(`/api/scheduled/${scheduledId}/send`)).body).toMatchObject({
      state: 'sent',
      messageId: expect.any(String),
    })
    expect((await sales.delete(`/api/scheduled/${scheduledId}`)).status).toBe(409)
    const byKey = await key.post(`/api/v1/conversations/${id}/scheduled`, { text: 'Из CRM', at: inHours(1) })
    expect(byKey.status).toBe(201)
    expect((await key.delete(`/api/v1/scheduled/${byKey.body.items[0].id}`)).body.state).toBe('cancelled')
    expect((await sales.get(`/api/conversations/${id}/scheduled`)).body.items).toEqual([])
  })

  test('a message still in the queue is changed and taken back by its author and heads alone', async () => {
    const id = await web.conversation('Здравствуйте')
    const sent = await sales.post(`/api/conversations/${id}/messages`, {
      clientMessageId: newId(),
      text: 'Опечтка',
    })
    const [{ id: messageId }] = sent.body.items
    const path = `/api/conversations/${id}/messages/${messageId}`
    const stranger = await web.signIn('sales')
    expect((await stranger.patch(path, { text: 'чужое' })).status).toBe(403)
    expect((await sales.patch(path, { text: 'Опечатка' })).body).toMatchObject({
      content: { text: 'Опечатка' },
      previous: [{ text: 'Опечтка' }],
      change: null,
    })
    expect(await rows(core.models.Delivery).findOne({ messageId })).toMatchObject({
      state: 'queued',
      content: { text: 'Опечатка' },
    })
    const removed = await key.delete(`/api/v1/conversations/${id}/messages/${messageId}`)
    expect(removed).toMatchObject({ status: 200, body: { removed: { by: 'team' } } })
    expect(await rows(core.models.Delivery).findOne({ messageId })).toMatchObject({ state: 'discarded' })
    const foreign = await web.conversation('другой')
    expect((await head.delete(`/api/conversations/${foreign}/messages/${messageId}`)).status).toBe(404)
    const [{ id: incoming }] = (await head.get(`/api/conversations/${id}/messages`)).body.items
    expect((await head.patch(`/api/conversations/${id}/messages/${incoming}`, { text: 'x' })).status).toBe(
      422,
    )
  })

  test('is found with its place, by the panel and by a program', async () => {
    const id = await web.conversation('Сколько стоят термокружки с гравировкой?')
    const [message] = (await head.get(`/api/conversations/${id}/messages`)).body.items
    await indexMessages(core, [message.id])
    const query = encodeURIComponent('термокружка гравировка')
    for (const answer of [
      await sales.get(`/api/search/messages?q=${query}`),
      await key.get(`/api/v1/search/messages?q=${query}`),
    ]) {
      expect(answer.body.items).toMatchObject([
        { messageId: message.id, seq: message.seq, conversation: { id }, direction: 'in' },
      ])
      expect(answer.body.items[0].snippet.filter((part: { hit: boolean }) => part.hit)).toHaveLength(2)
    }
  })
})

describe('possible gaps', () => {
  test('are shown in conversations that were there before', async () => {
    const id = await web.conversation('Здравствуйте')
    const hour = 3600_000
    const now = core.clock.now().getTime()
    await rows(core.models.ChannelGap).insertMany([
      {
        _id: newId(),
        accountId: 'telegram:main',
        from: new Date(now + hour),
        to: new Date(now + 31 * hour),
        keptHours: 24,
      },
      {
        _id: newId(),
        accountId: 'telegram:main',
        from: new Date(now - 50 * hour),
        to: new Date(now - hour),
        keptHours: 24,
      },
      {
        _id: newId(),
        accountId: 'telegram:other',
        from: new Date(now + hour),
        to: new Date(now + 31 * hour),
        keptHours: 24,
      },
    ])
    expect((await sales.get(`/api/conversations/${id}`)).body.gaps).toMatchObject([{ keptHours: 24 }])
    expect((await key.get(`/api/v1/conversations/${id}`)).body.possibleGaps).toHaveLength(1)
  })
})

test('a program sees the ledger and the parked events and decides', async () => {
  const id = await web.conversation('Здравствуйте')
  const sent = await key.post(`/api/v1/conversations/${id}/messages`, { text: 'Добрый день' })
  await rows(core.models.Delivery).updateOne(
    { messageId: sent.body.id },
    { $set: { state: 'unknown', reason: { code: 'timeout', text: 'no answer' } } },
  )
  const { body } = await key.get(`/api/v1/deliveries?conversationId=${id}`)
  expect(body.items).toMatchObject([{ state: 'unknown', reason: { code: 'timeout', text: 'no answer' } }])
  expect((await key.post(`/api/v1/deliveries/${body.items[0].id}/retry`)).body.state).toBe('queued')
  const event = await core.models.Event.findOne({ stream: id })
  await rows(core.models.Event).updateOne(
    { _id: event?._id ?? '' },
    { $set: { parked: [{ subscriber: 'x', attempts: 5, error: 'y', at: core.clock.now() }] } },
  )
  expect((await key.get('/api/v1/parked-events')).body.items).toHaveLength(1)
  expect((await key.post(`/api/v1/parked-events/${event?._id}/discard`)).status).toBe(204)
  const audited = await rows(core.models.Audit)
    .find({ action: { $in: ['delivery.resend', 'event.discard'] } })
    .toArray()
  expect(audited.map(({ action }) => action).sort()).toEqual(['delivery.resend', 'event.discard'])
})
