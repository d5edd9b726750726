import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ManualClock } from '../../core/clock.js'
import { type Role, system } from '../../core/context.js'
import type { Deal } from '../../core/deals/deal.model.js'
import { createApiKey } from '../../core/staff/api-keys.js'
import type { PersonChat } from '../../sandbox/telegram/person-chat.js'
import { clientBot, managerBot, startTestApp, type TestApp } from '../factories/app.js'
import { eventually } from '../factories/eventually.js'
import { newPhone } from '../factories/people.js'
import { type Caller, callerWith } from '../factories/web.js'

/**
 * From an inquiry to "successfully realised" through each ready pipeline, every step by the role that owns it, in the
 * managers' bot and through the API; and the ways a deal ends badly.
 */

let app: TestApp
const clock = new ManualClock('2026-03-11T09:00:00.000Z')
const team = { olga: 'Ольга', marina: 'Марина', sveta: 'Света', oleg: 'Олег' } as const
let olga: PersonChat
let marina: PersonChat
let sveta: PersonChat
let ids: Record<keyof typeof team, string>
const keys = {} as Record<'sales' | 'account' | 'assistant' | 'head', Caller>

beforeAll(async () => {
  app = await startTestApp({ clock })
  const roles = { olga: 'sales', marina: 'account', sveta: 'assistant', oleg: 'head' } as const
  ids = { olga: '', marina: '', sveta: '', oleg: '' }
  for (const [who, name] of Object.entries(team) as [keyof typeof team, string][])
    ids[who] = (await app.addStaff(name, roles[who])).id
  const withKey = async (role: Role) => {
    const { key } = await createApiKey(app.otklik.core, system, { name: role, role })
    return callerWith(app.url, { authorization: `Bearer ${key}` })
  }
  for (const role of ['sales', 'account', 'assistant', 'head'] as const) keys[role] = await withKey(role)
  olga = app.telegram.user(team.olga).with(managerBot.username)
  marina = app.telegram.user(team.marina).with(managerBot.username)
  sveta = app.telegram.user(team.sveta).with(managerBot.username)
})
afterAll(() => app.close())

const stored = async (id: string) =>
  (await app.otklik.core.models.Deal.findById(id).lean<Deal | null>()) as Deal
const at = (id: string, stage: string) =>
  eventually(async () => ((await stored(id)).stage === stage ? stored(id) : null))
/** The answer of the API, which must be a success. */
async function ok(answer: Promise<{ status: number; body: never }>): Promise<never> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}
const call = async (caller: Caller, path: string, body: object) =>
  (await ok(caller.post(path, body) as never)) as { id: string; [field: string]: unknown }

/** Somebody called: an inquiry by phone, converted by the sales manager. */
async function called(pipeline: string, fields: object = {}) {
  const inquiry = await call(keys.sales, '/api/v1/inquiries', {
    channel: 'phone',
    name: `Клиент ${newPhone()}`,
    phone: newPhone(),
    source: 'call',
    ...fields,
  })
  const deal = await call(keys.sales, `/api/v1/inquiries/${inquiry.id}/convert`, { pipeline })
  await ok(keys.sales.patch(`/api/v1/deals/${deal.id}`, { ownerId: ids.olga }) as never)
  return deal
}
/** Asks the managers' bot for the card of a deal and presses its buttons, one after the other. */
async function pressCard(who: PersonChat, dealId: string, ...buttons: string[]) {
  const { number } = await stored(dealId)
  await who.sendText(`/deal #${number}`)
  const card = await who.waitForMessage(`Сделка №${number}`)
  for (const button of buttons) await who.press(button, { messageId: card.message_id })
}
const story = (deal: Deal) => deal.history.map(({ to, by }) => `${to}: ${by.name}`)

test('merchandise: sales sells, the assistant does the papers, the account manager delivers, in the bot', async () => {
  const { core } = app.otklik
  const anna = app.telegram.user('Анна').with(clientBot.username)
  await anna.start()
  await anna.waitForMessage('Что будем делать?')
  const card = await olga.waitForMessage('Анна')
  await olga.press('Взять', { messageId: card.message_id })
  await olga.press('Сделка', { messageId: card.message_id })
  const made = await olga.waitForMessage('Новая сделка')
  const deal = await eventually(() => core.models.Deal.findOne({}).lean<Deal | null>())
  const press = async (who: PersonChat, messageId: number, ...buttons: string[]) => {
    for (const button of buttons) await who.press(button, { messageId })
  }
  await press(olga, made.message_id, '⚡ Что произошло', 'КП отправлено')
  await at(deal._id, 'proposal-sent')
  await olga.sendText('/stage Ведение и возражения')
  await at(deal._id, 'objections')
  await olga.sendText('/stage Выставлен счёт')
  await olga.waitForMessage('Какая сумма сделки')
  await olga.sendText('150 000')
  await at(deal._id, 'invoice-sent')
  // The assistant may not move deals, and has a task of their own; the bank's news they may tell.
  const refused = await keys.assistant.post(`/api/v1/deals/${deal._id}/stage`, { stage: 'invoice-paid' })
  expect(refused.body.error.code).toBe('not-allowed')
  const tasks = await keys.assistant.get(`/api/v1/activities?dealId=${deal._id}&staffId=${ids.sveta}`)
  expect(tasks.body.items).toMatchObject([{ title: 'Завести счёт и проект в 1С', status: 'planned' }])
  await call(keys.assistant, `/api/v1/activities/${tasks.body.items[0].id}/complete`, {})
  await call(keys.assistant, `/api/v1/deals/${deal._id}/milestones`, { milestone: 'invoice-paid' })
  await at(deal._id, 'invoice-paid')
  await olga.sendText('/stage Заказ товара')
  const given = await marina.waitForMessage('передаёт вам сделку')
  await anna.waitForMessage('передан в работу')
  await press(marina, given.message_id, '⚡ Что произошло', 'Доставлено')
  const won = await at(deal._id, 'won')
  expect(won).toMatchObject({ ownerId: ids.marina, salesId: ids.olga, lostReason: null })
  expect(story(won)).toEqual([
    'new-lead: Ольга',
    'proposal-sent: Ольга',
    'objections: Ольга',
    'invoice-sent: Ольга',
    'invoice-paid: assistant',
    'goods-ordered: Ольга',
    'won: Марина',
  ])
  expect((await core.models.Client.findById(won.clientId).lean())?.state).toBe('active')
  // Nothing that a stage planned asks for anything any more.
  const open = await core.models.Activity.find({ dealId: deal._id, status: 'planned' }).lean()
  expect(open.filter(({ rule }) => rule !== null)).toEqual([])
})

test('made to order: eleven steps to the photo report, over the API and in the bot', async () => {
  const deal = await called('production')
  const stage = (caller: Caller, name: string, more: object = {}) =>
    call(caller, `/api/v1/deals/${deal.id}/stage`, { stage: name, ...more })
  const happened = (milestone: string) =>
    call(keys.sales, `/api/v1/deals/${deal.id}/milestones`, { milestone })
  for (const name of ['needs', 'measurements', 'design']) await stage(keys.sales, name)
  await happened('proposal-sent')
  await happened('design-approved')
  const early = await keys.sales.post(`/api/v1/deals/${deal.id}/milestones`, {
    milestone: 'proposal-accepted',
  })
  expect(early.body.error).toMatchObject({
    code: 'required-fields-missing',
    fields: { amount: expect.anything() },
  })
  // The assistant, who moves no deals, tells what happened and is asked for the sum.
  await pressCard(sveta, deal.id, '⚡ Что произошло', 'КП принято')
  await sveta.waitForMessage('Какая сумма сделки')
  await sveta.sendText('480 000,50')
  await at(deal.id, 'contract')
  await pressCard(olga, deal.id, '⚡ Что произошло', 'Договор подписан')
  await at(deal.id, 'materials')
  const handed = await stored(deal.id)
  expect(handed).toMatchObject({ stage: 'materials', ownerId: ids.marina, amountMinor: 48_000_050 })
  await stage(keys.account, 'production')
  await pressCard(marina, deal.id, 'Этап', 'Монтаж')
  await at(deal.id, 'installation')
  await stage(keys.account, 'photo-report')
  await pressCard(marina, deal.id, '⚡ Что произошло', 'Доставлено')
  const won = await at(deal.id, 'won')
  expect(story(won)).toEqual([
    'first-contact: sales',
    'needs: sales',
    'measurements: sales',
    'design: sales',
    'design-approval: sales',
    'pricing: sales',
    'contract: Света',
    'materials: Ольга',
    'production: account',
    'installation: Марина',
    'photo-report: account',
    'won: Марина',
  ])
  const client = await keys.sales.get(`/api/v1/clients/${won.clientId}`)
  expect(client.body).toMatchObject({ state: 'active' })
})

test('a designer brings a client: the project goes to the bonus', async () => {
  const { core } = app.otklik
  const agent = await call(keys.sales, '/api/v1/clients', {
    name: 'Студия «Свет»',
    kind: 'agent',
    bonusPercent: 10,
  })
  const deal = await called('designers')
  const { clientId } = await stored(deal.id)
  await ok(
    keys.sales.patch(`/api/v1/clients/${clientId}`, { kind: 'through-agent', agentId: agent.id }) as never,
  )
  expect((await keys.sales.get(`/api/v1/clients?agentId=${agent.id}`)).body.items).toMatchObject([
    { id: clientId, kind: 'through-agent' },
  ])
  // The proposal's task says by itself that it went out.
  const task = await core.models.Activity.findOne({ dealId: deal.id, milestone: 'proposal-sent' }).lean()
  await call(keys.sales, `/api/v1/activities/${task?._id}/complete`, {})
  expect((await stored(deal.id)).stage).toBe('awaiting-answer')
  await call(keys.sales, `/api/v1/deals/${deal.id}/stage`, { stage: 'proposal-editing' })
  await ok(
    keys.sales.patch(`/api/v1/deals/${deal.id}`, {
      variants: [
        { key: 'base', name: 'Базовый', items: [{ name: 'Свет', quantity: 3, price: 33_333.33 }] },
        { key: 'full', name: 'Полный', items: [{ name: 'Свет', quantity: 5, price: 33_333.33 }] },
      ],
    }) as never,
  )
  await ok(keys.sales.patch(`/api/v1/deals/${deal.id}`, { chosenVariant: 'base' }) as never)
  for (const milestone of ['proposal-sent', 'invoice-sent'])
    await call(keys.sales, `/api/v1/deals/${deal.id}/milestones`, { milestone })
  await pressCard(sveta, deal.id, '⚡ Что произошло', 'Счёт оплачен')
  await at(deal.id, 'invoice-paid')
  for (const milestone of ['goods-arrived', 'shipped'])
    await call(keys.account, `/api/v1/deals/${deal.id}/milestones`, { milestone })
  await pressCard(olga, deal.id, 'Этап', '🏆 Выдан бонус')
  const won = await at(deal.id, 'bonus-given')
  expect(story(won).slice(-4)).toEqual([
    'invoice-paid: Света',
    'in-stock: account',
    'shipment: account',
    'bonus-given: Ольга',
  ])
  expect(won).toMatchObject({ amountMinor: 9_999_999, lostReason: null })
  expect(won.history.map(({ to }) => to)).toEqual([
    'proposal-making',
    'awaiting-answer',
    'proposal-editing',
    'awaiting-answer',
    'invoice-sent',
    'invoice-paid',
    'in-stock',
    'shipment',
    'bonus-given',
  ])
})

test('deferred demand comes back on its date, and becomes a deal', async () => {
  const { core } = app.otklik
  const inquiry = await call(keys.sales, '/api/v1/inquiries', { name: 'Лето', phone: newPhone() })
  const move = (body: object) => keys.sales.post(`/api/v1/inquiries/${inquiry.id}/move`, body)
  const until = new Date(clock.now().getTime() + 30 * 24 * 3600_000).toISOString()
  expect((await move({ event: 'defer', until, why: 'К лету' })).body).toMatchObject({
    status: 'deferred',
    deferredUntil: until,
  })
  expect((await move({ event: 'release' })).body.error).toMatchObject({ code: 'illegal-transition' })
  clock.advance(30 * 24 * 3600_000 + 1000)
  // The job looks once a minute of real time; it is run as it would run.
  const { returnDeferredJob } = await import('../../jobs/return-deferred.js')
  await returnDeferredJob.run(core)
  const back = await eventually(async () => {
    const { body } = await keys.sales.get(`/api/v1/inquiries/${inquiry.id}`)
    return body.status === 'waiting' ? body : null
  })
  expect(back.deferredUntil).toBeNull()
  const deal = await call(keys.sales, `/api/v1/inquiries/${inquiry.id}/convert`, {})
  expect((await keys.sales.get(`/api/v1/inquiries/${inquiry.id}`)).body).toMatchObject({
    status: 'converted',
    dealId: deal.id,
  })
})

test('a deal is lost by each branch: why, who goes on, who won', async () => {
  const { core } = app.otklik
  const lose = async (reason: object, pipeline = 'merchandise') => {
    const deal = await called(pipeline)
    return {
      deal,
      answer: await keys.sales.post(`/api/v1/deals/${deal.id}/stage`, { stage: 'lost', ...reason }),
    }
  }
  const bare = await lose({})
  expect(bare.answer.body.error.code).toBe('reason-required')
  const silent = await lose({ reason: 'impossible' })
  expect(silent.answer.body.error).toMatchObject({ fields: { reasonText: expect.anything() } })
  const impossible = await lose({ reason: 'impossible', reasonText: 'Такого не делают' })
  expect(impossible.answer.body).toMatchObject({
    stage: 'lost',
    lostReason: 'Такого не делают',
    lostReasonKey: 'impossible',
  })
  // Buys elsewhere: the head (until a wholesale person is named) gets a call to make.
  const elsewhere = await lose({ reason: 'buys-elsewhere' })
  const told = await core.models.Activity.findOne({ dealId: elsewhere.deal.id, staffId: ids.oleg }).lean()
  expect(told).toMatchObject({ kind: 'call', status: 'planned' })
  await app.telegram.user(team.oleg).with(managerBot.username).waitForMessage('поставщиков')
  const competitor = await lose({ reason: 'competitor' })
  expect(competitor.answer.body.lostReasonKey).toBe('competitor')
  // In the designers' pipeline the stage itself says it.
  const project = await called('designers')
  const bought = await keys.sales.post(`/api/v1/deals/${project.id}/stage`, {
    stage: 'bought-from-competitor',
  })
  expect(bought.body).toMatchObject({ lostReasonKey: 'competitor' })
  expect((await stored(impossible.deal.id)).closedAt).not.toBeNull()
})
