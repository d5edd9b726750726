import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { system } from '../../../core/context.js'
import { ensurePipelines } from '../../../core/deals/ensure-pipelines.js'
import { newId } from '../../../core/ids.js'
import { revokeApiKey } from '../../../core/staff/api-keys.js'
import { buildCore, type TestCore } from '../../../tests/factories/core.js'
import { buildWeb, callerWith, type Web } from '../../../tests/factories/web.js'

let core: TestCore
let web: Web
let api: Awaited<ReturnType<Web['withKey']>>

beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  web = await buildWeb(core)
  api = await web.withKey('admin')
})
afterAll(async () => {
  await web.close()
  await core.close()
})

test('a wrong, missing or revoked key gets 401', async () => {
  for (const headers of [{}, { authorization: 'Bearer nonsense' }, { authorization: `Basic ${api.key}` }]) {
    const answer = await callerWith(web.url, headers as Record<string, string>).get('/api/v1/deals')
    expect(answer.status).toBe(401)
    expect(answer.body.error.code).toBe('bad-api-key')
  }
  const other = await web.withKey('sales')
  expect((await other.get('/api/v1/deals')).status).toBe(200)
  await revokeApiKey(core, system, { apiKeyId: other.keyId })
  expect((await other.get('/api/v1/deals')).status).toBe(401)
})

test('a deal from its making to its loss', async () => {
  const { body: pipelines } = await api.get('/api/v1/pipelines')
  const [pipeline] = pipelines.items
  const [first, second] = pipeline.stages
  const lost = pipeline.stages.find((stage: { kind: string }) => stage.kind === 'lost')
  const client = await api.post('/api/v1/clients', { name: 'Ольга', phones: ['8 913 123-45-67'] })
  expect(client.body.phones).toEqual(['+79131234567'])

  const made = await api.post('/api/v1/deals', {
    title: 'Кружки с логотипом',
    pipeline: pipeline.key,
    amount: { value: 1500.5, currency: 'RUB' },
    clientId: client.body.id,
    dueAt: '2026-04-01T12:00:00+03:00',
    items: [{ name: 'Кружка', quantity: 10, price: 150.05 }],
  })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    title: 'Кружки с логотипом',
    pipeline: pipeline.key,
    stage: first.key,
    amount: { value: 1500.5, currency: 'RUB' },
    clientId: client.body.id,
    dueAt: '2026-04-01T09:00:00.000Z',
    items: [{ name: 'Кружка', quantity: 10, unit: null, price: 150.05 }],
  })
  expect(made.body.lostReason).toBeUndefined()
  expect((await core.models.Deal.findById(made.body.id).lean())?.amountMinor).toBe(150_050)

  const moved = await api.post(`/api/v1/deals/${made.body.number}/stage`, { stage: second.key })
  expect(moved.body).toMatchObject({ id: made.body.id, stage: second.key })
  const silent = await api.post(`/api/v1/deals/${made.body.id}/stage`, { stage: lost.key })
  expect(silent.status).toBe(422)
  expect(silent.body.error.code).toBe('reason-required')
  const gone = await api.post(`/api/v1/deals/${made.body.id}/stage`, {
    stage: lost.key,
    reason: 'Передумали',
  })
  expect(gone.body).toMatchObject({ stage: lost.key, lostReason: 'Передумали' })
  const unknown = await api.post(`/api/v1/deals/${made.body.id}/stage`, { stage: 'nowhere' })
  expect(unknown.status).toBe(400)
  expect(unknown.body.error.fields.stage).toContain(first.key)

  const timeline = await api.get(`/api/v1/clients/${client.body.id}/timeline`)
  expect(timeline.body.items.map((item: { type: string }) => item.type)).toEqual(['deal', 'deal', 'deal'])
})

test('an inquiry from outside finds or makes its client', async () => {
  const first = await api.post('/api/v1/inquiries', {
    name: 'Пётр',
    phone: '+7 (999) 000-11-22',
    message: 'Нужны ручки',
    source: 'partner',
    answers: { product: 'ручки', run: 500, deadline: { label: 'Срок', text: 'к пятнице' } },
    origin: { pageUrl: 'https://shop.example/pens', utm: { utm_source: 'ya' } },
  })
  expect(first.status).toBe(201)
  expect(first.body).toMatchObject({
    channel: 'api',
    status: 'waiting',
    source: 'partner',
    conversationId: null,
    answers: {
      product: { label: 'product', text: 'ручки', value: 'ручки' },
      run: { label: 'run', text: '500', value: 500 },
      deadline: { label: 'Срок', text: 'к пятнице' },
    },
  })
  const again = await api.post('/api/v1/inquiries', { phone: '89990001122' })
  expect(again.body.clientId).toBe(first.body.clientId)
  const list = await api.get('/api/v1/inquiries?source=partner')
  expect(list.body.items.map((each: { id: string }) => each.id)).toEqual([first.body.id])
  const bad = await api.post('/api/v1/inquiries', { phone: '123' }, { 'accept-language': 'en' })
  expect(bad.status).toBe(400)
  expect(bad.body.error.fields).toEqual({ phone: 'does not look like a phone number' })
})

test('a message goes out and shows with its author and delivery', async () => {
  const id = await web.conversation('Здравствуйте')
  const sent = await api.post(`/api/v1/conversations/${id}/messages`, { text: 'Добрый день!' })
  expect(sent.status).toBe(201)
  expect(sent.body).toMatchObject({
    conversationId: id,
    direction: 'out',
    author: 'staff',
    content: { type: 'text', text: 'Добрый день!' },
    delivery: { state: 'queued' },
    externalId: null,
  })
  const me = await web.signIn()
  await me.post(`/api/conversations/${id}/notes`, { text: 'тайна' })
  const list = await api.get(`/api/v1/conversations/${id}/messages?sort=sentAt`)
  expect(list.body.items.map((message: { author: string }) => message.author)).toEqual(['client', 'staff'])
  expect((await api.get(`/api/v1/conversations/${newId()}/messages`)).status).toBe(404)
  expect((await api.get('/api/v1/conversations?channel=telegram')).body.items[0]).toMatchObject({
    id,
    accountId: 'telegram:main',
    status: 'waiting',
  })
  expect((await api.get('/api/v1/conversations?accountId=telegram:other')).body.items).toEqual([])
})

test('files go up, out to the client and come down again; a note calls a colleague', async () => {
  const conversationId = await web.conversation()
  const path = `/api/v1/conversations/${conversationId}`
  const upload = async (...names: string[]) => {
    const form = new FormData()
    for (const name of names) form.append('file', new Blob([`%PDF-1.4 ${name}`]), name)
    const { status, body } = await api.post('/api/v1/files', form, { 'idempotency-key': 'upload' })
    expect(status).toBe(201)
    return body.items.map(({ fileId }: { fileId: string }) => fileId)
  }
  const [price, layout] = await upload('Прайс.pdf', 'Макет.pdf')
  const send = (body: object) => api.post(`${path}/messages`, body)
  expect(await send({ fileIds: [price, layout] })).toMatchObject({
    status: 400,
    body: { error: { fields: { fileIds: expect.any(String) } } },
  })
  expect((await send({ fileIds: [newId()] })).status).toBe(404)
  const sent = await send({ fileIds: [price], text: 'Наш прайс' })
  expect(sent).toMatchObject({
    status: 201,
    body: { content: { type: 'document', caption: 'Наш прайс', file: { fileId: price, name: 'Прайс.pdf' } } },
  })
  const down = await api.get(`/api/v1/files/${price}`)
  expect([down.status, down.body]).toEqual([200, '%PDF-1.4 Прайс.pdf'])
  expect(down.headers.get('content-disposition')).toContain('.pdf')
  expect((await web.stranger.get(`/api/v1/files/${price}`)).status).toBe(401)

  const { staff } = await web.signIn('sales')
  const note = await api.post(
    `${path}/notes`,
    { text: 'Просит скидку', mentionIds: [staff._id] },
    { 'idempotency-key': 'note-1' },
  )
  expect(note).toMatchObject({ status: 201, body: { text: 'Просит скидку', mentionIds: [staff._id] } })
  expect((await api.get(`${path}/messages`)).body.items.map(({ id }: { id: string }) => id)).not.toContain(
    note.body.id,
  )
})

test('one hundred requests with one key have one effect', async () => {
  const id = await web.conversation()
  const key = { 'idempotency-key': newId() }
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      api.post(`/api/v1/conversations/${id}/messages`, { text: 'Один раз' }, key),
    ),
  )
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]))
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
  expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === 'true')).toHaveLength(99)
  expect(await core.models.Message.countDocuments({ conversationId: id, direction: 'out' })).toBe(1)

  const other = await api.post(`/api/v1/conversations/${id}/messages`, { text: 'Другое' }, key)
  expect(other.status).toBe(409)
  expect(other.body.error.code).toBe('idempotency-conflict')
  // The same text under another key, or another caller's same key, is another request.
  expect(
    (
      await api.post(
        `/api/v1/conversations/${id}/messages`,
        { text: 'Один раз' },
        { 'idempotency-key': newId() },
      )
    ).status,
  ).toBe(201)
  const colleague = await web.withKey('sales')
  expect(
    (await colleague.post(`/api/v1/conversations/${id}/messages`, { text: 'Один раз' }, key)).status,
  ).toBe(201)
  expect(await core.models.Message.countDocuments({ conversationId: id, direction: 'out' })).toBe(3)
})

test('a key outlives the process: another one gives the first answer', async () => {
  const key = { 'idempotency-key': newId() }
  const first = await api.post('/api/v1/deals', { title: 'Одна' }, key)
  const restarted = await buildWeb(core)
  const again = await callerWith(restarted.url, api.headers).post('/api/v1/deals', { title: 'Одна' }, key)
  await restarted.close()
  expect(again.body).toEqual(first.body)
  expect(await core.models.Deal.countDocuments({ title: 'Одна' })).toBe(1)
})

test('a key whose request died with its process is taken over after its lock', async () => {
  const key = newId()
  const first = await api.post('/api/v1/deals', { title: 'Умерла' }, { 'idempotency-key': key })
  expect(first.status).toBe(201)
  // As a crash leaves it: the record still says "running", the effect never committed.
  await core.models.Deal.deleteOne({ _id: first.body.id })
  await core.models.Idempotency.collection.updateOne(
    { 'body.id': first.body.id },
    { $set: { state: 'running', lockedUntil: new Date(Date.now() + 700) }, $unset: { body: '', status: '' } },
  )
  const retry = await api.post('/api/v1/deals', { title: 'Умерла' }, { 'idempotency-key': key })
  expect(retry.status).toBe(201)
  expect(retry.body.id).not.toBe(first.body.id)
  expect(await core.models.Deal.countDocuments({ title: 'Умерла' })).toBe(1)
})

test('a refused request leaves its key free for the corrected one', async () => {
  const key = { 'idempotency-key': newId() }
  const refused = await api.post('/api/v1/deals', { title: 'Без клиента', clientId: newId() }, key)
  expect(refused.status).toBe(404)
  expect((await api.post('/api/v1/deals', { title: 'Без клиента' }, key)).status).toBe(201)
})

test('a key that asks too often is told to wait; others go on', async () => {
  const small = await buildWeb(core, { requestsPerKey: 20 })
  const eager = callerWith(small.url, api.headers)
  const answers = await Promise.all(Array.from({ length: 30 }, () => eager.get('/api/v1/pipelines')))
  expect(answers.filter((answer) => answer.status === 429)).toHaveLength(10)
  expect(answers.find((answer) => answer.status === 429)?.headers.get('retry-after')).toMatch(/^\d+$/)
  const calm = await small.withKey()
  expect((await calm.get('/api/v1/pipelines')).status).toBe(200)
  await small.close()
})

test('lists page by cursor, refuse what they do not know, and sort both ways', async () => {
  for (let count = 0; count < 5; count++) await api.post('/api/v1/companies', { name: `Фирма ${count}` })
  const newest = await api.get('/api/v1/companies?limit=3')
  expect(newest.body.items).toHaveLength(3)
  const rest = await api.get(`/api/v1/companies?limit=3&cursor=${newest.body.nextCursor}`)
  expect(rest.body.items).toHaveLength(2)
  expect(rest.body.nextCursor).toBeNull()
  const oldest = await api.get('/api/v1/companies?sort=createdAt&limit=1')
  expect(oldest.body.items[0].name).toBe('Фирма 0')
  for (const query of [
    'limit=0',
    'limit=101',
    'limit=x',
    'sort=name',
    'cursor=!!',
    'cursor=abc',
    'unknown=1',
    'limit=1&limit=2',
  ]) {
    const answer = await api.get(`/api/v1/companies?${query}`)
    expect([query, answer.status]).toEqual([query, 400])
  }
})
