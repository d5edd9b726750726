import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ensurePipelines } from '../../../core/deals/ensure-pipelines.js'
import { buildCore, type TestCore } from '../../../tests/factories/core.js'
import { buildStaff } from '../../../tests/factories/people.js'
import { buildWeb, type Caller, type Web } from '../../../tests/factories/web.js'

let core: TestCore
let web: Web
let api: Caller
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

async function ok<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await api.request(method, `/api/v1${path}`, body)
  expect([path, answer.status, answer.body.error ?? null]).toEqual([path, answer.status, null])
  return answer.body as T
}

test('from an inquiry to a deal that is delivered, by another program', async () => {
  const inquiry = await ok<{ id: string }>('POST', '/inquiries', {
    channel: 'form',
    name: 'Ольга',
    phone: '8 913 777-66-55',
    message: 'Нужны кружки',
    project: 'Мерч',
  })
  expect(
    await ok('PATCH', `/inquiries/${inquiry.id}`, { qualification: 'lead', byMeaning: 'target' }),
  ).toMatchObject({ status: 'waiting', qualification: 'lead', project: 'Мерч', byContact: 'received' })
  const deal = await ok<{ id: string; number: number }>('POST', `/inquiries/${inquiry.id}/convert`, {})
  expect(await ok('GET', `/inquiries/${inquiry.id}`)).toMatchObject({
    history: [
      { event: 'open', from: null, to: 'waiting' },
      { event: 'convert', from: 'waiting', to: 'converted', by: { kind: 'api' } },
    ],
  })

  const refused = await api.request('POST', `/api/v1/deals/${deal.id}/stage`, { stage: 'invoice-sent' })
  expect([refused.status, refused.body.error.code, Object.keys(refused.body.error.fields)]).toEqual([
    422,
    'required-fields-missing',
    ['amount'],
  ])
  await ok('PATCH', `/deals/${deal.id}`, {
    variants: [{ key: 'a', name: 'Эконом', items: [{ name: 'Кружка', quantity: 300, price: 250.5 }] }],
  })
  expect(await ok('PATCH', `/deals/${deal.number}`, { chosenVariant: 'a' })).toMatchObject({
    amount: { value: 75_150, currency: 'RUB' },
    variants: [{ key: 'a', amount: 75_150 }],
  })
  expect(await ok('PUT', `/deals/${deal.id}/checklist`, { item: 'run', done: true })).toMatchObject({
    checklist: [{ stage: 'new-lead', item: 'run' }],
  })
  expect(await ok('POST', `/deals/${deal.id}/milestones`, { milestone: 'invoice-paid' })).toMatchObject({
    stage: 'invoice-paid',
  })
  const found = await ok<{ items: { id: string }[] }>('GET', '/deals?q=%D0%BA%D1%80%D1%83%D0%B6')
  expect(found.items.map((row) => row.id)).toEqual([deal.id])
  const delivered = await ok<{ history: { to: string }[] }>('POST', `/deals/${deal.id}/milestones`, {
    milestone: 'delivered',
  })
  expect(delivered.history.map((move) => move.to)).toEqual(['new-lead', 'invoice-paid', 'won'])
  expect(
    await ok('POST', `/deals/${deal.number}/pipeline`, { pipeline: 'production', reason: 'Ещё вывеска' }),
  ).toMatchObject({
    pipeline: 'production',
    closedAt: null,
    history: [
      {},
      {},
      { toPipeline: 'merchandise' },
      { from: 'won', fromPipeline: 'merchandise', toPipeline: 'production', reason: 'Ещё вывеска' },
    ],
  })
})

test('a call is planned, moved, completed with its outcome and the next one', async () => {
  const { id: staffId } = await buildStaff(core, 'sales')
  const meeting = await ok<{ id: string }>('POST', '/activities', {
    kind: 'meeting',
    title: 'Показать образцы',
    when: 'завтра в 15:00',
    staffId,
    goals: 'Выбрать цвет',
    guests: 'Партнёр',
  })
  expect(await ok('PATCH', `/activities/${meeting.id}`, { when: 'послезавтра в 11:00' })).toMatchObject({
    dueAt: '2026-03-13T08:00:00.000Z',
    goals: 'Выбрать цвет',
  })
  const refused = await api.request('POST', `/api/v1/activities/${meeting.id}/complete`, {
    outcome: 'postponed',
  })
  expect([refused.status, refused.body.error.code]).toEqual([422, 'next-step-required'])
  expect(
    await ok('POST', `/activities/${meeting.id}/complete`, {
      outcome: 'postponed',
      next: { kind: 'meeting', title: 'Ещё раз', when: 'через неделю' },
    }),
  ).toMatchObject({ status: 'completed', outcome: 'postponed' })
})

test('a pipeline is changed whole, and comes back as it was sent', async () => {
  const before = await ok<Record<string, unknown>>('GET', '/pipelines/designers')
  const { id: _id, version, ...rest } = before
  const stages = (before.stages as Record<string, unknown>[]).map((stage) =>
    Object.fromEntries(
      Object.entries(stage).filter(
        ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
      ),
    ),
  )
  const clean = JSON.parse(
    JSON.stringify({ ...rest, stages }, (_key, value: unknown) => (value === null ? undefined : value)),
  ) as Record<string, unknown>
  const { key: _key, ...body } = clean
  const saved = await ok('PUT', '/pipelines/designers', {
    ...body,
    name: { ru: 'Наши дизайнеры', en: 'Our designers' },
    expectedVersion: version,
  })
  expect(saved).toEqual({
    ...before,
    name: { ru: 'Наши дизайнеры', en: 'Our designers' },
    version: (version as number) + 1,
  })
  const late = await api.request('PUT', '/api/v1/pipelines/designers', { ...body, expectedVersion: version })
  expect([late.status, late.body.error.code]).toEqual([409, 'changed-by-other'])
})

test('a person joins the team and leaves it, and the work goes to the heir', async () => {
  const heir = await buildStaff(core, 'sales', 'Наследница')
  const body = { name: 'Временный', role: 'sales', telegramId: '700100' }
  const { id } = await ok<{ id: string }>('POST', '/staff', body)
  expect(await ok('GET', `/staff/${id}`)).toMatchObject({ name: 'Временный', active: true })
  const again = await api.request('POST', '/api/v1/staff', body)
  expect([again.status, again.body.error.code]).toEqual([409, 'already-exists'])
  const deal = await ok<{ id: string }>('POST', '/deals', { title: 'Кепки', ownerId: id })
  expect(await ok('POST', `/staff/${id}/remove`, { heirId: heir.id })).toMatchObject({ deals: 1 })
  expect(await ok('GET', `/staff/${id}`)).toMatchObject({ active: false })
  expect(await ok('GET', `/deals/${deal.id}`)).toMatchObject({ ownerId: heir.id })
})
