import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff, newPhone } from '../../tests/factories/people.js'
import { createClient } from '../clients/create-client.js'
import type { ManualClock } from '../clock.js'
import { rows } from '../collection.js'
import { type Actor, system } from '../context.js'
import type { OtklikError } from '../errors.js'
import { explainError } from '../i18n.js'
import { createDeal } from './create-deal.js'
import { itemsTotal } from './deal-input.js'
import { ensurePipelines, loadPresets } from './ensure-pipelines.js'
import { moveDeal } from './move-deal.js'
import { findStage, getPipeline, listPipelines } from './pipelines.js'
import { dealBoard, dealBoardColumn, getDeal, listDeals } from './queries.js'
import { savePipeline } from './save-pipeline.js'
import { updateDeal } from './update-deal.js'

let core: TestCore
let olga: Extract<Actor, { kind: 'staff' }>
beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  olga = await buildStaff(core, 'sales', 'Ольга')
})
afterAll(() => core.close())

const coded = (code: string) => expect.objectContaining({ code })

describe('the three pipelines', () => {
  test('are those of the maps, and merchandise is the default', async () => {
    const pipelines = await listPipelines(core)
    expect(pipelines.map(({ key, isDefault }) => [key, isDefault])).toEqual([
      ['merchandise', true],
      ['production', false],
      ['designers', false],
    ])
    const open = (key: string) =>
      pipelines.find((each) => each.key === key)?.stages.filter((stage) => stage.kind === 'open').length
    expect(open('merchandise')).toBe(6)
    expect(open('production')).toBe(11)
    expect(pipelines.find((each) => each.key === 'designers')?.stages).toHaveLength(10)
  })

  test('seeding again, even five times at once, keeps what the company changed', async () => {
    const preset = (await loadPresets()).find((each) => each.key === 'designers')
    await savePipeline(core, await buildStaff(core, 'head'), {
      definition: { ...preset, name: { ru: 'Наши дизайнеры', en: 'Our designers' } },
    })
    await Promise.all(Array.from({ length: 5 }, () => ensurePipelines(core)))
    const pipelines = await listPipelines(core)
    expect(pipelines).toHaveLength(3)
    expect(pipelines[2]?.name.ru).toBe('Наши дизайнеры')
    expect(await loadPresets()).toHaveLength(3)
  })

  test('a stage is found as people say it', async () => {
    const pipeline = await getPipeline(core, 'merchandise')
    const said = (text: string) => findStage(pipeline, text)?.key
    expect(said('Счёт оплачен')).toBe('invoice-paid')
    expect(said('счет оплачен')).toBe('invoice-paid')
    expect(said('proposal-sent')).toBe('proposal-sent')
    expect(said('отправил')).toBe('proposal-sent')
    expect(said('invoice')).toBeUndefined()
    expect(said('')).toBeUndefined()
  })
})

describe('moving', () => {
  test.each(['merchandise', 'production', 'designers'])('%s can be walked from first to won', async (key) => {
    const client = await createClient(core, olga, { name: 'Клиент', phones: [newPhone()] })
    const deal = await createDeal(core, olga, { pipeline: key, clientId: client._id, amountMinor: 100_00 })
    const pipeline = await getPipeline(core, key)
    const path = pipeline.stages.filter((stage) => stage.kind !== 'lost').map((stage) => stage.key)
    for (const stage of path.slice(1)) await moveDeal(core, olga, { dealId: deal._id, stage })
    const done = await getDeal(core, deal._id)
    expect(done.history.map((move) => move.to)).toEqual(path)
    expect(done).toMatchObject({ version: path.length, closedAt: core.clock.now(), lostReason: null })
  })

  test('an unknown stage is refused by name, whatever it is', async () => {
    const deal = await createDeal(core, olga, {})
    for (const stage of ['nowhere', '__proto__', 'bonus-given']) {
      const err = await moveDeal(core, olga, { dealId: deal._id, stage }).catch((thrown: unknown) => thrown)
      expect(err).toEqual(coded('bad-input'))
      expect((err as OtklikError).fields?.stage).toContain('new-lead | proposal-sent')
    }
    expect(await getDeal(core, deal._id)).toMatchObject({ version: 1 })
  })

  test('a stage asks for its fields', async () => {
    const deal = await createDeal(core, olga, {})
    const err = await moveDeal(core, olga, { dealId: deal._id, stage: 'invoice-sent' }).catch(
      (thrown: unknown) => thrown,
    )
    expect(explainError(err, 'ru')).toEqual({
      code: 'required-fields-missing',
      message: 'Для этого этапа заполните: сумма: нужно заполнить.',
      fields: { amount: 'нужно заполнить' },
    })
    await updateDeal(core, olga, { dealId: deal._id, amountMinor: 1 })
    expect(await moveDeal(core, olga, { dealId: deal._id, stage: 'invoice-sent' })).toMatchObject({
      stage: 'invoice-sent',
    })
  })

  test('losing asks for a reason, by each branch', async () => {
    const lose = async (reason?: string, reasonText?: string, pipeline?: string, stage = 'lost') => {
      const deal = await createDeal(core, olga, { pipeline })
      return moveDeal(core, olga, { dealId: deal._id, stage, reason, reasonText })
    }
    const refused = await lose().catch((thrown: unknown) => thrown)
    expect(refused).toEqual(coded('reason-required'))
    expect(explainError(refused, 'ru').message).toContain('Купил у конкурентов')
    expect(explainError(refused, 'en').message).toContain('Bought from a competitor')
    await expect(lose('impossible')).rejects.toEqual(coded('reason-required'))
    await expect(lose('', 'только слова')).rejects.toEqual(coded('reason-required'))
    expect(await lose('impossible', 'нет такого станка')).toMatchObject({
      lostReason: { code: 'impossible', text: 'нет такого станка' },
    })
    expect(await lose('competitor')).toMatchObject({
      lostReason: { code: 'competitor', text: '' },
      closedAt: core.clock.now(),
    })
    expect(await lose('Передумали')).toMatchObject({ lostReason: { code: 'other', text: 'Передумали' } })
    // The stage of the designers' map says the reason itself.
    expect(await lose(undefined, undefined, 'designers', 'bought-from-competitor')).toMatchObject({
      lostReason: { code: 'competitor', text: '' },
    })
    const deal = await lose('silent')
    expect(await moveDeal(core, olga, { dealId: deal._id, stage: 'objections' })).toMatchObject({
      lostReason: null,
      closedAt: null,
    })
  })

  test('the marketer and the assistant do not move; a reserved stage asks for its role', async () => {
    const deal = await createDeal(core, olga, {})
    for (const role of ['marketer', 'assistant'] as const) {
      await expect(
        moveDeal(core, await buildStaff(core, role), { dealId: deal._id, stage: 'objections' }),
      ).rejects.toEqual(coded('not-allowed'))
    }
    await rows(core.models.Pipeline).updateOne(
      { key: 'production' },
      { $set: { 'stages.1.roles': ['account'] } },
    )
    const made = await createDeal(core, olga, { pipeline: 'production' })
    const move = (by: Actor) => moveDeal(core, by, { dealId: made._id, stage: 'needs' })
    await expect(move(olga)).rejects.toEqual(coded('not-allowed'))
    expect(await move(await buildStaff(core, 'account'))).toMatchObject({ stage: 'needs' })
  })

  test('ten at once: every move counts once, and the history is one line', async () => {
    const deal = await createDeal(core, olga, {})
    const stages = ['proposal-sent', 'objections']
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        moveDeal(core, olga, { dealId: deal._id, stage: stages[index % 2] ?? '' }),
      ),
    )
    const now = await getDeal(core, deal._id)
    expect(now.version).toBe(now.history.length)
    now.history.reduce<string | null>((state, move) => {
      expect(move.from).toBe(state)
      return move.to
    }, null)
    const events = await rows(core.models.Event)
      .find({ stream: deal._id }, { sort: { seq: 1 } })
      .toArray()
    expect(events.map((event) => event.seq)).toEqual(now.history.map((_, index) => index + 1))
  })
})

describe('money', () => {
  test('items give the sum to the kopeck, and no kopeck is lost on the way through the database', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            quantity: fc.integer({ min: 1, max: 100_000 }),
            priceMinor: fc.integer({ min: 0, max: 10_000_000 }),
          }),
          {
            minLength: 1,
            maxLength: 8,
          },
        ),
        async (lines) => {
          const items = lines.map((line, index) => ({ name: `Товар ${index}`, ...line }))
          const exact = lines.reduce(
            (sum, { quantity, priceMinor }) => sum + BigInt(quantity) * BigInt(priceMinor),
            0n,
          )
          const deal = await createDeal(core, system, { items })
          expect(BigInt((await getDeal(core, deal._id)).amountMinor)).toBe(exact)
        },
      ),
      { numRuns: 8 },
    )
  })

  test('parts of a kopeck, negative and endless sums are refused; unpriced items leave the sum alone', async () => {
    for (const amountMinor of [0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) {
      await expect(createDeal(core, olga, { amountMinor })).rejects.toEqual(coded('bad-input'))
    }
    await expect(createDeal(core, olga, { currency: 'XXX' as never })).rejects.toEqual(coded('bad-input'))
    const deal = await createDeal(core, olga, { amountMinor: 500 })
    expect(
      await updateDeal(core, olga, { dealId: deal._id, items: [{ name: 'Кружка', quantity: 5 }] }),
    ).toMatchObject({
      amountMinor: 500,
    })
    expect(itemsTotal([])).toBeNull()
    expect(itemsTotal([{ name: 'Лента', quantity: 0.5, priceMinor: 101 }])).toBe(51)
  })
})

describe('the board', () => {
  test('a card stays where it was dropped, however often', async () => {
    const clock = core.clock as ManualClock
    const ids: string[] = []
    for (let index = 0; index < 6; index++) {
      clock.advance(1000)
      ids.unshift((await createDeal(core, olga, { pipeline: 'designers', stage: 'shipment' }))._id)
    }
    const order = async () =>
      (await dealBoardColumn(core, { pipeline: 'designers', stage: 'shipment', limit: 100 })).items.map(
        (deal) => deal._id,
      )
    expect(await order()).toEqual(ids)
    const model = [...ids]
    await fc.assert(
      fc.asyncProperty(fc.nat(5), fc.option(fc.nat(5)), async (from, before) => {
        const dealId = model[from] as string
        const aboveOfId = before === null ? null : (model[before] as string)
        if (aboveOfId === dealId) return
        await moveDeal(core, olga, { dealId, stage: 'shipment', aboveOfId })
        model.splice(from, 1)
        model.splice(aboveOfId === null ? model.length : model.indexOf(aboveOfId), 0, dealId)
        expect(await order()).toEqual(model)
      }),
      { numRuns: 12 },
    )
    // No number is left between two cards (made in one millisecond, or parted too often): the stage is numbered anew.
    await rows(core.models.Deal).updateMany(
      { pipeline: 'designers', stage: 'shipment' },
      { $set: { rank: 7 } },
    )
    model.sort()
    const last = model.pop() as string
    await moveDeal(core, olga, { dealId: last, stage: 'shipment', aboveOfId: model[2] as string })
    model.splice(2, 0, last)
    expect(await order()).toEqual(model)
  })

  test('columns carry counts, sums, names and the first cards', async () => {
    const client = await createClient(core, olga, { name: 'Для доски', companyName: 'Доска' })
    for (let index = 0; index < 3; index++) {
      await createDeal(core, olga, {
        pipeline: 'production',
        stage: 'photo-report',
        clientId: client._id,
        amountMinor: 100_50,
      })
    }
    const column = (await dealBoard(core, { pipeline: 'production', limit: 2 })).find(
      (each) => each.stage.key === 'photo-report',
    )
    expect(column).toMatchObject({ count: 3, totals: [{ currency: 'RUB', amountMinor: 301_50 }] })
    expect(column?.deals).toHaveLength(2)
    expect(column?.deals[0]).toMatchObject({
      clientName: 'Для доски',
      companyName: 'Доска',
      ownerName: 'Ольга',
    })
    const rest = await dealBoardColumn(core, {
      pipeline: 'production',
      stage: 'photo-report',
      limit: 2,
      cursor: column?.nextCursor ?? '',
    })
    expect(rest.items).toHaveLength(1)
    expect(rest.nextCursor).toBeNull()
  })
})

test('lists filter; a deal answers to its number; owners are guarded', async () => {
  const igor = await buildStaff(core, 'sales', 'Игорь')
  const client = await createClient(core, olga, { name: 'Клиент' })
  const deal = await createDeal(core, olga, { clientId: client._id })
  expect((await listDeals(core, { clientId: client._id })).items).toMatchObject([
    { _id: deal._id, clientName: 'Клиент' },
  ])
  expect((await listDeals(core, { clientId: client._id, closed: true })).items).toEqual([])
  expect(await getDeal(core, deal.number)).toMatchObject({ _id: deal._id })
  await expect(getDeal(core, 999_999)).rejects.toEqual(coded('not-found'))
  await expect(updateDeal(core, igor, { dealId: deal._id, ownerId: igor.id })).rejects.toEqual(
    coded('not-allowed'),
  )
  await expect(updateDeal(core, olga, { dealId: deal._id, title: 'x', expectedVersion: 7 })).rejects.toEqual(
    coded('changed-by-other'),
  )
  expect(await updateDeal(core, olga, { dealId: deal._id, ownerId: igor.id })).toMatchObject({
    ownerId: igor.id,
  })
})
