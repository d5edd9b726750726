import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Channel } from '../../../core/channel.js'
import { clientFactsSubscriber } from '../../../core/clients/client-facts-subscriber.js'
import { rows } from '../../../core/collection.js'
import { ensurePipelines } from '../../../core/deals/ensure-pipelines.js'
import type { EventDoc } from '../../../core/events.js'
import { newId } from '../../../core/ids.js'
import { buildCore, type TestCore } from '../../../tests/factories/core.js'
import { newPhone } from '../../../tests/factories/people.js'
import { buildWeb, type Caller, type SignedIn, type Web } from '../../../tests/factories/web.js'

let core: TestCore
let web: Web
let head: Caller
let api: Caller
let sales: SignedIn
let other: Caller
let admin: SignedIn

beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  web = await buildWeb(core)
  head = await web.signIn('head')
  api = await web.withKey('head')
  sales = await web.signIn('sales')
  other = await web.signIn('sales')
  admin = await web.signIn('admin')
  core.channels.register({
    accountId: 'telegram:main',
    kind: 'telegram',
    entryLink: async (token) => `https://t.me/shop_bot?start=${token}`,
  } as Channel)
})
afterAll(async () => {
  await web.close()
  await core.close()
})

/** Lets the subscriber hear what happened to these cards, as the dispatcher would. */
async function settle(...ids: string[]): Promise<void> {
  const events = await rows(core.models.Event as never)
    .find({ stream: { $in: ids }, type: /^client\.(created|changed)$/ } as object)
    .toArray()
  for (const event of events) {
    await clientFactsSubscriber.on['client.changed']?.(event as unknown as EventDoc<'client.changed'>, core)
  }
}

describe('the card', () => {
  test('has every field of the maps, the company’s own ones too, in both APIs', async () => {
    const declared = await head.put('/api/client-fields', {
      fields: [
        { key: 'size', label: 'Размер', type: 'choice', options: ['S', 'XL'] },
        { key: 'budget', label: 'Бюджет', type: 'money' },
      ],
    })
    expect(declared).toMatchObject({ status: 200, body: { version: 1 } })
    const agent = await api.post('/api/v1/clients', {
      name: 'Студия «Свет»',
      kind: 'agent',
      bonusPercent: 7.5,
    })
    const phone = newPhone()
    const made = await head.post('/api/clients', {
      name: 'Иван Петров',
      companyName: 'ООО «Студия»',
      position: 'Дизайнер',
      birthday: '1985-03-08',
      notes: 'Любит чай',
      phones: [`8 (${phone.slice(2, 5)}) ${phone.slice(5)}`],
      emails: ['Ivan@Studio.RU'],
      address: 'Красный проспект, 1',
      territory: 'Новосибирск',
      kind: 'through-agent',
      agentId: agent.body.id,
      bonusPercent: 5,
      custom: { size: 'XL', budget: 1500.5 },
    })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      phones: [phone],
      emails: ['ivan@studio.ru'],
      agent: { id: agent.body.id, name: 'Студия «Свет»' },
      custom: { size: 'XL', budget: 1500.5 },
      base: 'cold',
      facts: { contact: 'received' },
      moves: ['disconnect'],
      linkChannels: ['telegram'],
    })
    const seen = await api.get(`/api/v1/clients/${made.body.id}`)
    expect(seen.body).toMatchObject({ custom: { budget: 1500.5 }, contact: 'received', notes: 'Любит чай' })
    expect((await head.get(`/api/clients/${agent.body.id}`)).body.brought).toMatchObject([
      { name: 'Иван Петров' },
    ])
    const wrong = await head.patch(`/api/clients/${made.body.id}`, { custom: { size: 'XXL' } })
    expect(wrong).toMatchObject({
      status: 400,
      body: { error: { fields: { 'custom.size': expect.any(String) } } },
    })
    const nobody = await head.patch(`/api/clients/${made.body.id}`, { agentId: made.body.id })
    expect(nobody).toMatchObject({
      status: 400,
      body: { error: { fields: { agentId: expect.any(String) } } },
    })
  })

  test('parting and coming back: refused with what may be done, kept with who and why', async () => {
    const { body: client } = await api.post('/api/v1/clients', { name: 'Уходящий' })
    const say = (body: object) => head.post(`/api/clients/${client.id}/state`, body)
    expect(await say({ event: 'reconnect' })).toMatchObject({
      status: 409,
      body: { error: { code: 'illegal-transition', message: expect.stringContaining('отключить') } },
    })
    expect(await say({ event: 'disconnect' })).toMatchObject({ status: 400 })
    const gone = await say({ event: 'disconnect', why: 'переехал' })
    expect(gone.body).toMatchObject({
      state: 'disconnected',
      base: 'disconnected',
      moves: ['reconnect'],
      history: [{ event: 'disconnect', to: 'disconnected', why: 'переехал' }, { event: 'create' }],
    })
    expect((await sales.post(`/api/clients/${client.id}/state`, { event: 'reconnect' })).status).toBe(403)
    expect((await api.post(`/api/v1/clients/${client.id}/state`, { event: 'reconnect' })).body).toMatchObject(
      {
        state: 'potential',
        base: 'cold',
      },
    )
    const { body } = await head.get(`/api/clients/${client.id}/timeline`)
    expect(body.items.map((item: { type: string; event?: string }) => item.event)).toEqual([
      'reconnect',
      'disconnect',
    ])
  })

  test('a phone is made sure of; a link leads into Telegram', async () => {
    const { body: client } = await api.post('/api/v1/clients', { name: 'Проверяемый', phones: [newPhone()] })
    const [point] = (await head.get(`/api/clients/${client.id}`)).body.contactPoints
    await head.put(`/api/clients/${client.id}/contacts/${point.id}`, { verified: true })
    await settle(client.id)
    expect((await head.get(`/api/clients/${client.id}`)).body).toMatchObject({
      facts: { contact: 'verified' },
      contactPoints: [{ state: 'verified' }],
    })
    const link = await head.post(`/api/clients/${client.id}/link`, { channel: 'telegram' })
    expect(link).toMatchObject({
      status: 201,
      body: { url: expect.stringContaining('https://t.me/shop_bot?start=link_') },
    })
    expect(await head.post(`/api/clients/${client.id}/link`, { channel: 'whatsapp' })).toMatchObject({
      status: 409,
    })
    const mail = await api.post('/api/v1/contacts', { clientId: client.id, kind: 'email', value: 'A@B.ru' })
    expect(mail).toMatchObject({ status: 201, body: { value: 'a@b.ru', state: 'received' } })
    expect((await api.patch(`/api/v1/contacts/${mail.body.id}`, { verified: true })).body.state).toBe(
      'verified',
    )
  })
})

test('duplicates: found, looked at, merged, given back', async () => {
  const company = { companyName: `Фирма ${newPhone()}` }
  const one = (await head.post('/api/clients', { name: 'Анна Белова', ...company, territory: 'Томск' })).body
  const two = (await head.post('/api/clients', { name: 'Белова Анна', ...company, notes: 'Вторая' })).body
  await settle(one.id, two.id)
  const pairs = (await api.get('/api/v1/duplicates')).body.items
  const pair = pairs.find((each: { clients: { id: string }[] }) =>
    each.clients.some(({ id }) => id === one.id),
  )
  expect(pair).toMatchObject({ reasons: ['name-company'] })
  expect((await head.get(`/api/clients/${two.id}`)).body.duplicates).toMatchObject([
    { client: { id: one.id, name: 'Анна Белова' } },
  ])
  const both = { survivorId: one.id, otherId: two.id }
  const preview = (await head.post('/api/clients/merge/preview', both)).body
  expect(preview.fields).toEqual([
    { field: 'name', survivor: 'Анна Белова', other: 'Белова Анна', choice: 'survivor' },
    { field: 'territory', survivor: 'Томск', other: '', choice: 'survivor' },
    { field: 'notes', survivor: '', other: 'Вторая', choice: 'other' },
  ])
  const merged = await head.post('/api/clients/merge', { ...both, choices: { name: 'other' } })
  expect(merged.status).toBe(201)
  // An old address leads to the card that stayed.
  const card = (await head.get(`/api/clients/${two.id}`)).body
  expect(card).toMatchObject({
    id: one.id,
    name: 'Белова Анна',
    notes: 'Вторая',
    merges: [{ name: 'Белова Анна' }],
  })
  expect((await head.post(`/api/clients/merges/${card.merges[0].id}/undo`)).body.undoneAt).toEqual(
    expect.any(String),
  )
  expect((await head.get(`/api/clients/${one.id}`)).body).toMatchObject({
    name: 'Анна Белова',
    notes: '',
    merges: [],
  })
  const sure = await head.post(`/api/duplicates/${pair.id}/dismiss`)
  expect([204, 404]).toContain(sure.status)
})

test('segments: built from the catalogue, counted, used by both lists', async () => {
  const { items } = (await head.get('/api/segments/fields')).body
  expect(items.map((field: { key: string }) => field.key)).toEqual(
    expect.arrayContaining(['territory', 'lastWonAt', 'custom.size']),
  )
  await head.post('/api/clients', { name: 'Томич', territory: 'Дальний Томск' })
  const definition = { match: 'all', rules: [{ field: 'territory', operator: 'begins', value: 'Дальний' }] }
  expect((await head.post('/api/segments/count', { definition })).body).toEqual({ count: 1, more: false })
  const { body: segment } = await head.post('/api/segments', { name: 'Томские', definition, shared: true })
  const listed = (await head.get(`/api/clients?segment=${segment.id}`)).body.items
  expect(listed.map((client: { name: string }) => client.name)).toEqual(['Томич'])
  expect((await api.get(`/api/v1/clients?segment=${segment.id}`)).body.items).toHaveLength(1)
  expect(
    (await head.patch(`/api/segments/${segment.id}`, { name: 'Томичи', expectedVersion: 9 })).status,
  ).toBe(409)
  const bad = await head.post('/api/segments', {
    name: 'x',
    definition: { match: 'all', rules: [{ field: '$where', operator: 'is', value: '1' }] },
  })
  expect(bad).toMatchObject({ status: 400 })
  expect((await head.delete(`/api/segments/${segment.id}`)).status).toBe(204)
})

test('companies are changed through the public API', async () => {
  const { body: company } = await api.post('/api/v1/companies', { name: `Кампания ${newPhone()}` })
  const changed = await api.patch(`/api/v1/companies/${company.id}`, {
    website: 'https://example.ru',
    expectedVersion: 1,
  })
  expect(changed.body).toMatchObject({ website: 'https://example.ru', version: 2 })
  expect(
    (await api.patch(`/api/v1/companies/${company.id}`, { inn: '123456789', expectedVersion: 1 })).status,
  ).toBe(409)
})

test('a company has a card in the panel: its people, deals and owner; two of one name cannot be', async () => {
  const name = `ООО «Ковчег ${newPhone()}»`
  const made = await sales.post('/api/companies', { name, inn: '5406123456' })
  expect(made).toMatchObject({ status: 201, body: { name, inn: '5406123456', people: 0, owner: null } })
  const { id } = made.body
  expect((await sales.post('/api/companies', { name: name.toUpperCase() })).body.error.code).toBe(
    'already-exists',
  )
  expect(
    (await sales.post('/api/companies', { name: 'Другая', inn: 'нет' })).body.error.fields,
  ).toHaveProperty('inn')
  const client = (await sales.post('/api/clients', { name: 'Нина Ковальчук', companyId: id })).body
  await sales.post('/api/deals', { title: 'Вывеска', clientId: client.id, companyId: id })
  expect((await sales.get(`/api/companies/${id}`)).body).toMatchObject({
    people: 1,
    facts: { deals: 1, openDeals: 1, wonSum: { value: 0, currency: 'RUB' } },
  })
  expect((await sales.get(`/api/clients?companyId=${id}`)).body.items).toMatchObject([{ id: client.id }])
  expect((await sales.get(`/api/deals?companyId=${id}`)).body.items).toMatchObject([{ title: 'Вывеска' }])

  const mine = { ownerId: sales.staff._id, expectedVersion: 1 }
  expect((await sales.patch(`/api/companies/${id}`, mine)).body).toMatchObject({
    owner: { id: sales.staff._id },
  })
  expect((await sales.get('/api/companies?owner=me')).body.items[0]).toMatchObject({ id, people: 1 })
  const stale = { notes: 'Позже', expectedVersion: 1 }
  expect((await sales.patch(`/api/companies/${id}`, stale)).body.error.code).toBe('changed-by-other')
  expect((await other.patch(`/api/companies/${id}`, { ownerId: null })).body.error.code).toBe('not-allowed')
  expect((await sales.patch(`/api/companies/${id}`, { ownerId: newId() })).body.error.fields).toHaveProperty(
    'ownerId',
  )
})

test('a company is found by its INN, its people by its name, and its card says who changed it', async () => {
  const name = `ООО «Бирюза ${newPhone().slice(-6)}»`
  const { body: company } = await head.post('/api/companies', { name, inn: '9161234567' })
  const { body: person } = await sales.post('/api/clients', { name: 'Вера', companyName: name })
  // Ten digits are an INN here, whatever phone they would make.
  const byInn = await head.get('/api/companies?q=9161234567&owner=none')
  expect(byInn.body.items).toMatchObject([{ id: company.id, people: 1 }])
  expect((await head.get(`/api/clients?q=${encodeURIComponent(name)}`)).body.items).toMatchObject([
    { id: person.id },
  ])
  const changed = await sales.patch(`/api/companies/${company.id}`, { address: 'Омск', expectedVersion: 1 })
  expect(changed.body).toMatchObject({ address: 'Омск', changed: { by: { id: sales.staff._id } } })
  expect(await head.patch(`/api/companies/${company.id}`, { notes: 'x', expectedVersion: 1 })).toMatchObject({
    status: 409,
    body: { error: { code: 'changed-by-other', message: expect.stringContaining(sales.staff.name) } },
  })
})

test('an administrator downloads everything of a person and forgets them by typing the name', async () => {
  const { body: client } = await head.post('/api/clients', { name: 'Аглая  Уходящая', phones: [newPhone()] })
  const path = `/api/clients/${client.id}`
  const copy = await fetch(`${web.url}${path}/copy`, { headers: admin.headers })
  expect(copy.headers.get('content-type')).toBe('application/zip')
  expect(copy.headers.get('content-disposition')).toContain('attachment')
  const bytes = Buffer.from(await copy.arrayBuffer())
  expect(bytes.subarray(0, 2).toString()).toBe('PK')
  expect(bytes.includes('data.json')).toBe(true)
  const preview = await admin.get(`${path}/erasure`)
  expect(preview.body).toMatchObject({ gone: { contacts: 1, messages: 0 }, nameless: { deals: 0 } })
  expect(await admin.post(`${path}/erase`, { name: 'Аглая' })).toMatchObject({
    status: 400,
    body: { error: { fields: { name: expect.any(String) } } },
  })
  expect((await admin.get(path)).status).toBe(200)
  expect((await admin.post(`${path}/erase`, { name: ' аглая уходящая ' })).status).toBe(204)
  expect((await admin.get(path)).status).toBe(404)
  const log = await admin.get(`/api/audit?entityId=${client.id}`)
  expect(log.body.items.map((entry: { action: string }) => entry.action)).toEqual(
    expect.arrayContaining(['client.export', 'client.erase']),
  )
  expect(JSON.stringify(log.body)).not.toContain('Уходящая')
})
