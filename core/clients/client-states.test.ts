import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff } from '../../tests/factories/people.js'
import { cancelActivity } from '../activities/cancel-activity.js'
import { completeActivity } from '../activities/complete-activity.js'
import { planActivity } from '../activities/plan-activity.js'
import type { ManualClock } from '../clock.js'
import { rows } from '../collection.js'
import { type Actor, system } from '../context.js'
import { createDeal } from '../deals/create-deal.js'
import type { Deal } from '../deals/deal.model.js'
import { ensurePipelines } from '../deals/ensure-pipelines.js'
import { OtklikError } from '../errors.js'
import { newId } from '../ids.js'
import { inTransaction } from '../transaction.js'
import { changeClientState, manualClientEvents } from './change-client-state.js'
import type { ClientCard } from './client.model.js'
import { baseOf, clientBases, noFacts } from './client-base.js'
import { refreshClientFacts } from './client-facts.js'
import {
  clientEvents,
  clientRules,
  clientStates,
  clientTransitions,
  manualEvents,
  moveClientState,
} from './client-state.js'
import { createClient } from './create-client.js'
import { noticeQuiet } from './notice-quiet.js'
import { getClient, listClients } from './queries.js'
import { readQuiet, updateQuiet } from './quiet-settings.js'
import { updateClient } from './update-client.js'

let core: TestCore
let head: Extract<Actor, { kind: 'staff' }>
let olga: Extract<Actor, { kind: 'staff' }>
beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  head = await buildStaff(core, 'head', 'Марина')
  olga = await buildStaff(core, 'sales', 'Ольга')
})
afterAll(() => core.close())

const coded = (code: string) => expect.objectContaining({ code })

describe('the state of a client', () => {
  test('whatever happens, it stays in the map and the history replays to it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('not-client' as const, 'potential' as const),
        fc.array(fc.constantFrom(...clientEvents), { maxLength: 12 }),
        async (start, path) => {
          const { _id } = await createClient(core, olga, { name: 'Кто-то', state: start })
          for (const event of path) {
            const before = await getClient(core, _id)
            const moving = inTransaction(core, (tx) =>
              moveClientState(core, tx, olga, _id, event, 'так вышло'),
            )
            if (clientTransitions[before.state][event] === undefined) {
              const refused = await moving.then(() => null).catch((err: unknown) => err)
              expect(refused).toBeInstanceOf(OtklikError)
              expect(refused).toMatchObject({
                code: 'illegal-transition',
                params: { allowed: Object.keys(clientRules[before.state]).join(', ') },
              })
              expect(await getClient(core, _id)).toEqual(before)
            } else await moving
          }
          const { history, state } = await getClient(core, _id)
          expect(clientStates).toContain(state)
          const [first, ...moves] = history
          expect(first).toMatchObject({ event: 'create', from: null, to: start })
          let replayed: (typeof clientStates)[number] = start
          for (const move of moves) {
            expect(move.from).toBe(replayed)
            expect(move).toMatchObject({ by: { id: olga.id, name: 'Ольга' }, why: 'так вышло' })
            replayed = clientTransitions[replayed][move.event as (typeof clientEvents)[number]] as never
            expect(move.to).toBe(replayed)
          }
          expect(replayed).toBe(state)
        },
      ),
      { numRuns: 25 },
    )
  })

  test('people are offered exactly what they may say', () => {
    for (const state of clientStates) {
      for (const event of manualEvents(state)) expect(manualClientEvents).toContain(event)
    }
    expect(manualEvents('disconnected')).toEqual(['reconnect'])
  })

  test('parting needs a reason, no open deal and a head; it frees the client and ends the plans', async () => {
    const client = await createClient(core, olga, { name: 'Уходящий' })
    const plan = await planActivity(core, olga, {
      kind: 'call',
      title: 'Позвонить',
      dueAt: new Date('2026-03-12T09:00:00Z'),
      clientId: client._id,
    })
    const leave = { clientId: client._id, event: 'disconnect' as const }
    await expect(changeClientState(core, olga, { ...leave, why: 'ушёл' })).rejects.toEqual(
      coded('not-allowed'),
    )
    await expect(changeClientState(core, head, leave)).rejects.toEqual(coded('bad-input'))
    const deal = await createDeal(core, olga, { clientId: client._id })
    await expect(changeClientState(core, head, { ...leave, why: 'ушёл' })).rejects.toEqual(
      coded('client-has-open-deals'),
    )
    await rows(core.models.Deal).updateOne({ _id: deal._id }, { $set: { closedAt: core.clock.now() } })
    const left = await changeClientState(core, head, { ...leave, why: 'ушёл к другим' })
    expect(left).toMatchObject({
      state: 'disconnected',
      base: 'disconnected',
      relation: 'inactive',
      ownerId: null,
    })
    expect(left.history.at(-1)).toMatchObject({
      event: 'disconnect',
      why: 'ушёл к другим',
      by: { id: head.id },
    })
    expect(await rows(core.models.Activity).findOne({ _id: plan._id })).toMatchObject({ status: 'cancelled' })
    await expect(
      changeClientState(core, head, { clientId: client._id, event: 'go-quiet' }),
    ).rejects.toMatchObject({
      code: 'illegal-transition',
      params: { allowed: 'open-deal, win-deal, reconnect' },
    })
  })

  test('two who move one card: the later is told who was first', async () => {
    const client = await createClient(core, olga, { name: 'Двое', state: 'not-client' })
    await changeClientState(core, olga, { clientId: client._id, event: 'qualify', expectedVersion: 1 })
    await expect(
      changeClientState(core, head, {
        clientId: client._id,
        event: 'disconnect',
        why: 'x',
        expectedVersion: 1,
      }),
    ).rejects.toMatchObject({ code: 'changed-by-other', params: { name: 'Ольга' } })
  })
})

describe('bases', () => {
  test('every card is in exactly one', () => {
    fc.assert(
      fc.property(
        fc.record({
          state: fc.constantFrom(...clientStates),
          ownerId: fc.constantFrom(null, 'olga'),
          openDeals: fc.nat(2),
          closedDeals: fc.nat(2),
        }),
        ({ state, ownerId, openDeals, closedDeals }) => {
          const facts = { ...noFacts, openDeals, deals: openDeals + closedDeals }
          expect(clientBases).toContain(baseOf({ state, ownerId, facts }))
        },
      ),
    )
  })

  test('taking and releasing moves between them; a finished deal makes the free base', async () => {
    const mark = `База ${Date.now()}`
    const client = await createClient(core, head, { name: mark })
    const inBase = async (base: (typeof clientBases)[number]) =>
      (await listClients(core, { base, search: mark })).items.map((each) => each._id)
    expect(await inBase('cold')).toEqual([client._id])
    await updateClient(core, olga, { clientId: client._id, ownerId: olga.id })
    expect(await inBase('funnel')).toEqual([client._id])
    const deal = await createDeal(core, olga, { clientId: client._id })
    await rows(core.models.Deal).updateOne({ _id: deal._id }, { $set: { closedAt: core.clock.now() } })
    await updateClient(core, olga, { clientId: client._id, ownerId: null })
    await refreshClientFacts(core, client._id)
    expect(await inBase('free')).toEqual([client._id])
    expect((await getClient(core, client._id)).facts).toMatchObject({ deals: 1, openDeals: 0, wonDeals: 1 })
    const inquirer = await createClient(core, system, { name: mark, state: 'not-client' })
    expect(await inBase('undefined')).toEqual([inquirer._id])
  })
})

describe('silence', () => {
  const days = (count: number) => new Date(core.clock.now().getTime() - count * 24 * 3600_000)
  const silent = async (name: string, set: Partial<ClientCard>) => {
    const { _id } = await createClient(core, olga, { name })
    await rows(core.models.Client).updateOne({ _id }, { $set: set })
    return _id
  }
  const planned = async (clientId: string) =>
    rows(core.models.Activity).find({ clientId, status: 'planned' }).toArray()
  const clock = () => core.clock as ManualClock

  test('an active client becomes former by the setting, with the reason; the owner is told once', async () => {
    await rows(core.models.Staff).updateOne({ _id: olga.id }, { $set: { telegramChatId: '501' } })
    const gone = await silent('Тихий Павел', { state: 'active', lastContactAt: days(181) })
    const busy = await silent('Занятой Пётр', { state: 'active', lastContactAt: days(181) })
    await createDeal(core, olga, { title: 'Идёт', clientId: busy })
    await refreshClientFacts(core, busy)
    // Twenty longer silent ones have deals that their cards do not know of: refused each time, they hold up nobody.
    const card = (await rows(core.models.Client).findOne({ _id: busy })) as ClientCard
    const deal = (await rows(core.models.Deal).findOne({ clientId: busy })) as Deal
    const refused = Array.from({ length: 20 }, (_, at) => ({
      ...card,
      _id: newId(),
      lastContactAt: days(200 + at),
      facts: { ...card.facts, openDeals: 0 },
    }))
    await rows(core.models.Client).insertMany(refused)
    await rows(core.models.Deal).insertMany(
      refused.map(({ _id }, at) => ({ ...deal, _id: newId(), number: -1 - at, clientId: _id })),
    )
    expect(await readQuiet(core)).toMatchObject({ formerAfter: 180, version: 0 })
    await updateQuiet(core, head, { remind: { potential: null, active: null }, formerAfter: null })
    expect(await noticeQuiet(core)).toBe(0)
    await updateQuiet(core, head, { remind: { potential: null, active: null }, formerAfter: 180 })
    expect(await noticeQuiet(core)).toBe(1)
    expect(await noticeQuiet(core)).toBe(0)
    expect(await getClient(core, gone)).toMatchObject({ state: 'former', relation: 'inactive' })
    expect((await getClient(core, gone)).history.at(-1)).toMatchObject({
      event: 'go-quiet',
      from: 'active',
      to: 'former',
      by: { kind: 'system' },
      why: 'Нет контакта больше 180 дн.',
    })
    expect((await getClient(core, busy)).state).toBe('active')
    const told = await rows(core.models.Delivery)
      .find({ 'subject.id': gone } as object)
      .toArray()
    expect(told).toMatchObject([{ chatId: '501', content: { text: expect.stringContaining('Тихий Павел') } }])
    const stuck = { _id: { $in: refused.map(({ _id }) => _id) } }
    expect(await rows(core.models.Client).countDocuments({ ...stuck, state: 'active' })).toBe(20)
    await rows(core.models.Client).deleteMany(stuck)
    await expect(updateQuiet(core, olga, {})).rejects.toEqual(coded('not-allowed'))
  })

  test('the owner is asked to call once a silence, five at a time, in working hours', async () => {
    await updateQuiet(core, head, { remind: { potential: 30, active: 60 }, formerAfter: null })
    const [first = '', ...others] = await Promise.all(
      [46, 45, 44, 43, 42, 41].map((ago) => silent(`Молчун ${ago}`, { lastContactAt: days(ago) })),
    )
    const fresh = await silent('Недавний', { lastContactAt: days(29) })
    const night = new Date('2026-03-11T20:00:00Z').getTime() - clock().now().getTime()
    clock().advance(night)
    expect(await noticeQuiet(core)).toBe(0)
    clock().advance(-night)
    expect(await noticeQuiet(core)).toBe(5)
    const [call] = await planned(first)
    expect(call).toMatchObject({ kind: 'call', staffId: olga.id, title: 'Давно не общались: Молчун 46' })
    expect(call?.dueAt).toEqual(new Date('2026-03-12T07:00:00Z'))
    expect(await planned(others.at(-1) ?? '')).toHaveLength(0)
    expect(await planned(fresh)).toHaveLength(0)

    // A call that was put off is not planned again; a talk begins a new silence and makes room for the next one.
    await cancelActivity(core, olga, { activityId: call?._id ?? '' })
    await refreshClientFacts(core, first)
    expect(await noticeQuiet(core)).toBe(1)
    expect(await planned(first)).toHaveLength(0)
    expect(await planned(others.at(-1) ?? '')).toHaveLength(1)
    const [second] = await planned(others[0] ?? '')
    await completeActivity(core, olga, { activityId: second?._id ?? '', outcome: 'talked' })
    expect(await rows(core.models.Client).findOne({ _id: others[0] ?? '' })).toMatchObject({
      quiet: null,
      lastContactAt: core.clock.now(),
    })
  })
})
