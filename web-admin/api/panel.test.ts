import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ensurePipelines } from '../../core/deals/ensure-pipelines.js'
import { Dispatcher } from '../../core/events/dispatcher.js'
import type { Subscriber } from '../../core/events.js'
import { newId } from '../../core/ids.js'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { eventually } from '../../tests/factories/eventually.js'
import { buildWeb, type SignedIn, type Web } from '../../tests/factories/web.js'

let core: TestCore
let web: Web
let me: SignedIn

beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  web = await buildWeb(core)
  me = await web.signIn('sales')
})
afterAll(async () => {
  await web.close()
  await core.close()
})

const ids = (page: { items: { id: string }[] }) => page.items.map((item) => item.id)

test('a client card: made, found, changed, and by two people at once', async () => {
  const made = await me.post('/api/clients', {
    name: 'Ирина Ковалёва',
    phones: ['8 913 777-66-55'],
    companyName: 'ООО «Ромашка»',
    birthday: '1990-05-17',
  })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    company: { name: 'ООО «Ромашка»' },
    owner: { id: me.staff._id },
    phones: ['+79137776655'],
    contactPoints: [{ kind: 'phone', value: '+79137776655' }],
    conversations: [],
  })
  const { id, version } = made.body
  expect(ids((await me.get(`/api/clients?q=${encodeURIComponent('ковал')}&owner=me`)).body)).toEqual([id])
  expect(ids((await me.get('/api/clients?q=777-66-55')).body)).toEqual([id])

  const first = await me.patch(`/api/clients/${id}`, { notes: 'Любит синий', expectedVersion: version })
  expect(first.body).toMatchObject({ notes: 'Любит синий', version: version + 1 })
  const second = await me.patch(`/api/clients/${id}`, { notes: 'Любит красный', expectedVersion: version })
  expect(second.status).toBe(409)
  expect(second.body.error).toMatchObject({ code: 'changed-by-other' })
  expect(second.body.error.message).toContain('Test sales')

  const moved = await me.patch(`/api/clients/${id}`, { companyName: 'Лютик' })
  expect(moved.body.company.name).toBe('Лютик')
  const companies = (await me.get('/api/companies?q=лют')).body
  expect((await me.get(`/api/companies/${companies.items[0].id}`)).body.name).toBe('Лютик')
  expect((await me.patch(`/api/clients/${id}`, { companyName: null })).body.company).toBeNull()
  const clash = await me.post('/api/clients', { name: 'Другая', phones: ['+79137776655'] })
  expect(clash.body.error).toMatchObject({ code: 'already-exists' })
})

test('an inquiry from a chat is commented, deferred, returned and becomes a deal', async () => {
  const conversationId = await web.conversation('Нужны кружки')
  const list = await me.get(`/api/inquiries?conversationId=${conversationId}`)
  const [inquiry] = list.body.items
  expect(inquiry).toMatchObject({ channel: 'telegram', conversationId, dealId: null, byNumber: 'primary' })
  expect(inquiry.contactName).toMatch(/^Person/)

  const commented = await me.put(`/api/inquiries/${inquiry.id}/comment`, { comment: 'Срочно' })
  expect(commented.body).toMatchObject({
    comment: 'Срочно',
    allowed: expect.arrayContaining(['take', 'defer']),
  })
  const deferred = await me.post(`/api/inquiries/${inquiry.id}/move`, {
    event: 'defer',
    until: '2026-04-01T09:00:00Z',
    why: 'Вернётся в апреле',
  })
  expect(deferred.body).toMatchObject({ status: 'deferred', deferredUntil: '2026-04-01T09:00:00.000Z' })
  expect(deferred.body.history.at(-1)).toMatchObject({
    event: 'defer',
    why: 'Вернётся в апреле',
    by: { name: 'Test sales' },
  })
  const illegal = await me.post(`/api/inquiries/${inquiry.id}/move`, { event: 'qualify' })
  expect(illegal.status).toBe(409)
  expect(illegal.body.error.message).toContain('Отложенный спрос')
  await me.post(`/api/inquiries/${inquiry.id}/move`, { event: 'return' })

  const deal = await me.post(`/api/inquiries/${inquiry.id}/convert`, { title: 'Кружки' })
  expect(deal.status).toBe(201)
  const again = await me.post(`/api/inquiries/${inquiry.id}/convert`, {})
  expect(again.body.id).toBe(deal.body.id)
  expect((await me.get(`/api/inquiries/${inquiry.id}`)).body).toMatchObject({
    status: 'converted',
    dealId: deal.body.id,
  })
  expect((await me.get(`/api/conversations/${conversationId}`)).body.inquiry).toMatchObject({
    dealId: deal.body.id,
  })
})

test('deals stand on the board, are dragged, and show what they are worth', async () => {
  const { body: pipelines } = await me.get('/api/pipelines')
  const pipeline = pipelines.items.at(-1)
  const [first, second] = pipeline.stages
  const made = []
  for (const title of ['А', 'Б', 'В']) {
    made.push(
      (
        await me.post('/api/deals', {
          title,
          pipeline: pipeline.key,
          amount: { value: 100.1, currency: 'RUB' },
        })
      ).body,
    )
  }
  const [a, b, c] = made
  const board = async () => (await me.get(`/api/deals/board?pipeline=${pipeline.key}&owner=me`)).body
  const column = async (stage: string) =>
    (await board()).columns.find((each: { stage: string }) => each.stage === stage)
  expect(await column(first.key)).toMatchObject({ count: 3, totals: [{ value: 300.3, currency: 'RUB' }] })
  expect(new Set(ids(await column(first.key)))).toEqual(new Set([a.id, b.id, c.id]))

  await me.post(`/api/deals/${a.id}/stage`, { stage: first.key, aboveOfId: null })
  await me.post(`/api/deals/${c.id}/stage`, { stage: first.key, aboveOfId: b.id })
  expect(ids(await column(first.key))).toEqual([c.id, b.id, a.id])
  const page = await me.get(`/api/deals/board/column?pipeline=${pipeline.key}&stage=${first.key}&limit=2`)
  expect(ids(page.body)).toEqual([c.id, b.id])

  const changed = await me.patch(`/api/deals/${a.id}`, {
    items: [{ name: 'Кружка', quantity: 3, price: 99.99 }],
    dueAt: '2026-05-01T00:00:00+03:00',
    priority: 'high',
    expectedVersion: (await me.get(`/api/deals/${a.id}`)).body.version,
  })
  expect(changed.body).toMatchObject({
    amount: { value: 299.97 },
    priority: 'high',
    items: [{ price: 99.99 }],
  })
  const moved = await me.post(`/api/deals/${a.id}/stage`, { stage: second.key })
  expect(moved.body.stage === second.key || moved.body.error.code === 'required-fields-missing').toBe(true)
  expect(ids((await me.get(`/api/deals?pipeline=${pipeline.key}&stage=${first.key}`)).body).sort()).toEqual(
    [b.id, c.id].sort(),
  )
})

test('activities in words and by date: planned, moved, completed with a next step', async () => {
  const client = (await me.post('/api/clients', { name: 'Для звонка' })).body
  const planned = await me.post('/api/activities', {
    kind: 'call',
    title: 'Перезвонить',
    when: 'завтра в 15:00',
    clientId: client.id,
  })
  expect(planned.body).toMatchObject({
    dueAt: '2026-03-12T12:00:00.000Z',
    staff: { id: me.staff._id, name: 'Test sales' },
    client: { id: client.id, name: 'Для звонка' },
    status: 'planned',
  })
  const unclear = await me.post('/api/activities', { kind: 'call', title: 'x', when: 'когда-нибудь' })
  expect(unclear.body.error.code).toBe('date-not-understood')
  expect((await me.post('/api/activities', { kind: 'call', title: 'x' })).status).toBe(400)
  const moved = await me.post(`/api/activities/${planned.body.id}/reschedule`, {
    dueAt: '2026-03-13T10:00:00Z',
  })
  expect(moved.body.dueAt).toBe('2026-03-13T10:00:00.000Z')
  const done = await me.post(`/api/activities/${planned.body.id}/complete`, {
    result: 'Договорились',
    next: { kind: 'meeting', title: 'Встреча', dueAt: '2026-03-20T10:00:00Z' },
  })
  expect(done.body).toMatchObject({ status: 'completed', result: 'Договорились' })
  const open = await me.get('/api/activities?status=planned')
  // The deals of other tests have planned some of their own.
  const next = open.body.items.find((item: { title: string }) => item.title === 'Встреча')
  const cancelled = await me.post(`/api/activities/${next.id}/cancel`)
  expect(cancelled.body.status).toBe('cancelled')
  const other = await web.signIn('sales')
  expect((await other.post(`/api/activities/${planned.body.id}/cancel`)).status).toBe(403)
  const timeline = await me.get(`/api/clients/${client.id}/timeline?limit=1`)
  expect(timeline.body.items).toHaveLength(1)
  const rest = await me.get(`/api/clients/${client.id}/timeline?cursor=${timeline.body.nextCursor}`)
  expect(rest.body.items.length).toBeGreaterThan(1)
})

test('a delivery of unknown fate is listed, sent again or given up; the menu counts it', async () => {
  const id = await web.conversation()
  const sent = await me.post(`/api/conversations/${id}/messages`, {
    clientMessageId: newId(),
    text: 'Дошло ли?',
  })
  const messageId = sent.body.items[0].id
  const lose = async () => {
    const reason = { code: 'timeout', text: 'ETIMEDOUT' }
    await core.models.Delivery.updateOne({ messageId }, { $set: { state: 'unknown', reason } })
  }
  await lose()
  const [row] = (await me.get('/api/deliveries?state=trouble')).body.items
  expect(row).toMatchObject({
    state: 'unknown',
    preview: 'Дошло ли?',
    reason: { code: 'timeout', text: 'ETIMEDOUT' },
    conversation: { id },
    canRetry: true,
  })
  expect((await me.get('/api/counters')).body).toMatchObject({ deliveries: 1, parkedEvents: 0 })
  const retried = await me.post(`/api/deliveries/${row.id}/retry`)
  expect(retried.body).toMatchObject({ state: 'queued', canRetry: false })
  expect((await me.post(`/api/deliveries/${row.id}/retry`)).status).toBe(409)
  await lose()
  const again = await me.post(`/api/conversations/${id}/messages/${messageId}/resend`)
  expect(again.body.delivery).toMatchObject({ state: 'queued' })
  await lose()
  expect((await me.post(`/api/deliveries/${row.id}/discard`)).body.state).toBe('discarded')
})

test('a parked event is shown to heads, whatever is wrong with it, tried again or given up', async () => {
  const head = await web.signIn('head')
  const conversationId = await web.conversation()
  const park = () =>
    core.models.Event.collection.updateOne(
      { stream: conversationId },
      {
        $unset: { pending: '' },
        $set: {
          payload: null,
          parked: [{ subscriber: 'routing', attempts: 5, error: 'boom', at: core.clock.now() }],
        },
      },
    )
  await park()
  const [event] = (await head.get('/api/parked-events')).body.items
  expect(event).toMatchObject({
    stream: conversationId,
    conversationId: null,
    failures: [{ subscriber: 'routing', attempts: 5, error: 'boom' }],
  })
  expect((await head.post(`/api/parked-events/${event.id}/retry`)).status).toBe(204)
  expect((await head.get('/api/parked-events')).body.items).toEqual([])
  expect((await head.post(`/api/parked-events/${event.id}/discard`)).status).toBe(404)
})

test('what a subscriber fails five times is parked, others go on, and a retry runs only that subscriber', async () => {
  const head = await web.signIn('head')
  const stream = await web.conversation()
  const seen = { well: 0, broken: 0 }
  let isBroken = true
  const about = (work: () => void) => ({
    'message.received': async (event: { stream: string }) => {
      if (event.stream === stream) work()
    },
  })
  const subscribers: Subscriber[] = [
    {
      name: 'well',
      on: about(() => {
        seen.well += 1
      }),
    },
    {
      name: 'broken',
      on: about(() => {
        seen.broken += 1
        if (isBroken) throw new Error('сломалось')
      }),
    },
  ]
  const stopping = new AbortController()
  const running = new Dispatcher(core, subscribers, newId(), [1, 1, 1, 1]).run(stopping.signal)
  try {
    const parked = async () =>
      (await head.get('/api/parked-events')).body.items.find(
        (event: { stream: string }) => event.stream === stream,
      )
    const event = await eventually(parked)
    expect(event.failures).toMatchObject([{ subscriber: 'broken', attempts: 5, error: 'сломалось' }])
    expect(seen).toEqual({ well: 1, broken: 5 })

    isBroken = false
    expect((await head.post(`/api/parked-events/${event.id}/retry`)).status).toBe(204)
    await eventually(async () => seen.broken === 6)
    await eventually(async () => (await core.models.Event.countDocuments({ stream, pending: true })) === 0)
    expect([await parked(), seen.well]).toEqual([undefined, 1])
    const retried = { action: 'event.retry', 'entity.id': event.id }
    expect(await core.models.Audit.countDocuments(retried)).toBe(1)
  } finally {
    stopping.abort()
    await running
  }
})

test('the team is listed by name, without anything secret', async () => {
  const { body } = await me.get('/api/staff')
  expect(body.items.find((person: { id: string }) => person.id === me.staff._id)).toEqual({
    id: me.staff._id,
    name: 'Test sales',
    role: 'sales',
    active: true,
    linked: false,
    title: '',
    photoUrl: '',
    department: null,
    presence: { state: 'there', backAt: null },
  })
})
