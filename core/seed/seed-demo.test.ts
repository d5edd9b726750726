import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { clientTimeline } from '../clients/timeline.js'
import { rows } from '../collection.js'
import { ensurePipelines } from '../deals/ensure-pipelines.js'
import { dealBoard } from '../deals/queries.js'
import { ensureAdmin } from '../staff/ensure-admin.js'
import { verifyCredentials } from '../staff/verify-credentials.js'
import { seedDemo } from './seed-demo.js'

let core: TestCore

beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
})
afterAll(() => core.close())

test('the demo company is complete, in the past, and comes once', async () => {
  const signIn = await ensureAdmin(core)
  const startedAt = performance.now()
  expect(await seedDemo(core, { telegramIds: { olga: '700000201' } })).toBe(true)
  // `npm start` waits for it: seconds at most, even where several things run at once.
  expect(performance.now() - startedAt).toBeLessThan(30_000)
  expect(await seedDemo(core)).toBe(false)

  const { models } = core
  const now = core.clock.now()
  const counts = await Promise.all(
    [models.Staff, models.Client, models.Inquiry, models.Deal, models.Conversation, models.Activity].map(
      (model) => model.collection.countDocuments(),
    ),
  )
  expect(counts).toEqual([6, 300, 500, 200, 125, 160])
  expect(await rows(models.Delivery).countDocuments()).toBe(0)
  expect(
    await rows(models.Event).countDocuments({ type: { $nin: ['staff.changed', 'department.changed'] } }),
  ).toBe(0)
  for (const message of await rows(models.Message).find().toArray())
    expect(message.createdAt <= now).toBe(true)
  for (const { history, createdAt } of await rows(models.Inquiry).find().toArray()) {
    expect(createdAt <= now).toBe(true)
    expect(history.every((move) => move.at <= now)).toBe(true)
  }

  // Three pipelines at work, each deal at a stage its history leads to; a month of talk.
  const deals = await rows(models.Deal).find().toArray()
  expect(new Set(deals.map((deal) => deal.pipeline))).toEqual(
    new Set(['merchandise', 'production', 'designers']),
  )
  for (const deal of deals) {
    expect(deal.history.at(-1)?.to).toBe(deal.stage)
    expect(deal.history.every((move, at) => move.from === (deal.history[at - 1]?.to ?? null))).toBe(true)
  }
  expect(await rows(models.Message).countDocuments()).toBeGreaterThan(500)
  expect(await rows(models.Inquiry).countDocuments({ status: 'waiting' })).toBeLessThan(15)

  const head = await verifyCredentials(core, signIn as NonNullable<typeof signIn>)
  expect(head).toMatchObject({ name: 'Дмитрий Громов', role: 'admin' })
  const client = await rows(models.Client).findOne({ name: 'Елена Кузнецова' })
  const timeline = await clientTimeline(core, { clientId: client?._id ?? '', limit: 100 })
  expect(new Set(timeline.items.map((entry) => entry.kind))).toEqual(
    new Set(['message', 'inquiry', 'deal', 'activity']),
  )
  const board = await dealBoard(core, { pipeline: 'merchandise' })
  expect(board.find((column) => column.stage.key === 'goods-ordered')).toMatchObject({
    totals: [{ currency: 'RUB' }],
  })
})
