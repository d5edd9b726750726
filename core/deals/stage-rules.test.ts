import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff, newPhone } from '../../tests/factories/people.js'
import type { Activity } from '../activities/activity.model.js'
import { cancelActivity } from '../activities/cancel-activity.js'
import { completeActivity } from '../activities/complete-activity.js'
import { planActivity } from '../activities/plan-activity.js'
import { tellOverdue } from '../activities/tell-overdue.js'
import { createClient } from '../clients/create-client.js'
import { updateClient } from '../clients/update-client.js'
import type { ManualClock } from '../clock.js'
import { rows } from '../collection.js'
import { type Actor, system } from '../context.js'
import { OtklikError } from '../errors.js'
import type { EventDoc } from '../events.js'
import { explainError } from '../i18n.js'
import { tickChecklist } from './checklist.js'
import { createDeal } from './create-deal.js'
import type { Deal } from './deal.model.js'
import { placedMoves } from './deal-moves.js'
import { dealWordsSubscriber } from './deal-words.js'
import { ensurePipelines, loadPresets } from './ensure-pipelines.js'
import { moveDeal } from './move-deal.js'
import { moveToPipeline } from './move-to-pipeline.js'
import { getPipeline } from './pipelines.js'
import { getDeal, listDeals } from './queries.js'
import { reachMilestone } from './reach-milestone.js'
import { removePipeline, savePipeline } from './save-pipeline.js'
import { dueOf } from './stage-activities.js'
import { fillWords, stageNoticeSubscriber } from './stage-notice.js'
import { updateDeal } from './update-deal.js'

type Person = Extract<Actor, { kind: 'staff' }>
let core: TestCore
let olga: Person
let marina: Person
let head: Person
let assistant: Person
beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  olga = await buildStaff(core, 'sales', 'Ольга')
  marina = await buildStaff(core, 'account', 'Марина')
  head = await buildStaff(core, 'head', 'Дмитрий')
  assistant = await buildStaff(core, 'assistant', 'Анна')
})
afterAll(() => core.close())

const coded = (code: string) => expect.objectContaining({ code })
const planned = (dealId: string): Promise<Activity[]> =>
  rows(core.models.Activity)
    .find({ dealId, status: 'planned' }, { sort: { dueAt: 1, _id: 1 } })
    .toArray()
const titles = async (dealId: string) => (await planned(dealId)).map((activity) => activity.title).sort()

describe('what a stage does by itself', () => {
  test('plans the call of the next day and the deadline of the proposal; sending it moves the deal', async () => {
    const client = await createClient(core, olga, { name: 'Ирина', phones: [newPhone()] })
    const deal = await createDeal(core, olga, { clientId: client._id })
    const first = await planned(deal._id)
    expect(first.map(({ title, kind, staffId }) => [title, kind, staffId])).toEqual([
      ['Позвонить клиенту', 'call', olga.id],
      ['Отправить КП', 'task', olga.id],
    ])
    // Wednesday noon in Moscow: the next working day is Thursday.
    expect(first.map(({ dueAt }) => dueAt.toISOString())).toEqual([
      '2026-03-12T08:00:00.000Z',
      '2026-03-12T15:00:00.000Z',
    ])
    await completeActivity(core, olga, { activityId: first[1]?._id ?? '' })
    expect(await getDeal(core, deal._id)).toMatchObject({ stage: 'proposal-sent' })
    // What the stage that was left had planned is gone, the control call is there.
    expect(await titles(deal._id)).toEqual(['Контрольный звонок: дошло ли КП'])
  })

  test('a deal without an owner gets its tasks when somebody takes it', async () => {
    const deal = await createDeal(core, system, {})
    expect(await planned(deal._id)).toEqual([])
    await updateDeal(core, olga, { dealId: deal._id, ownerId: olga.id })
    expect(await titles(deal._id)).toEqual(['Отправить КП', 'Позвонить клиенту'])
    expect(await getDeal(core, deal._id)).toMatchObject({ salesId: olga.id })
  })

  test('coming back to a stage does not plan twice what is open', async () => {
    const deal = await createDeal(core, olga, { stage: 'objections' })
    await moveDeal(core, olga, { dealId: deal._id, stage: 'proposal-sent' })
    await moveDeal(core, olga, { dealId: deal._id, stage: 'objections' })
    expect(await titles(deal._id)).toEqual(['Перезвонить: готов ли клиент заказать'])
  })

  test('a deadline on Friday evening goes to Monday, and a holiday is no working day', () => {
    const at = (now: string, days: number) =>
      dueOf({ days, at: '11:00' }, new Date(now), 'Europe/Moscow').toISOString()
    expect(at('2026-03-13T14:00:00Z', 1)).toBe('2026-03-16T08:00:00.000Z')
    expect(at('2026-04-30T09:00:00Z', 1)).toBe('2026-05-04T08:00:00.000Z')
    // Today, and the hour has passed: soon.
    expect(at('2026-03-11T09:00:00Z', 0)).toBe('2026-03-11T10:00:00.000Z')
  })

  test('ordered goods go to the account manager, the invoice to the assistant', async () => {
    const deal = await createDeal(core, olga, { amountMinor: 100 })
    await moveDeal(core, olga, { dealId: deal._id, stage: 'invoice-sent' })
    const forAssistant = (await planned(deal._id)).find((each) => each.staffId === assistant.id)
    expect(forAssistant?.title).toBe('Завести счёт и проект в 1С')
    const moved = await moveDeal(core, olga, { dealId: deal._id, stage: 'goods-ordered' })
    expect(moved).toMatchObject({ ownerId: marina.id, salesId: olga.id, accountId: marina.id })
    const told = await rows(core.models.Event).findOne({ type: 'deal.delegated', stream: deal._id })
    expect(told?.payload).toMatchObject({ fromId: olga.id, toId: marina.id, byId: olga.id })
    const other = await buildStaff(core, 'account', 'Другая')
    const named = await createDeal(core, olga, { amountMinor: 100 })
    expect(
      await moveDeal(core, olga, { dealId: named._id, stage: 'goods-ordered', delegateToId: other.id }),
    ).toMatchObject({ ownerId: other.id })
    await rows(core.models.Staff).updateOne({ _id: other.id }, { $set: { active: false } })
  })

  test('where the stage says so the last call is not done without a next one', async () => {
    const deal = await createDeal(core, olga, { stage: 'objections' })
    const [call] = await planned(deal._id)
    const complete = (more: object) => completeActivity(core, olga, { activityId: call?._id ?? '', ...more })
    await expect(complete({})).rejects.toEqual(coded('result-required'))
    await expect(complete({ outcome: 'held' })).rejects.toEqual(coded('bad-input'))
    await expect(complete({ outcome: 'talked' })).rejects.toEqual(coded('next-step-required'))
    const { next } = await complete({
      outcome: 'talked',
      next: { kind: 'call', title: 'Перезвонить', dueAt: new Date('2026-03-20T09:00:00Z') },
    })
    expect(next).toMatchObject({ dealId: deal._id, status: 'planned' })
    // Whoever refused is not called again.
    await completeActivity(core, olga, { activityId: next?._id ?? '', outcome: 'refused' })
  })

  test('the checklist holds the deal back where it must, whatever stage is aimed at', async () => {
    const preset = (await loadPresets()).find((each) => each.key === 'designers')
    const stages = preset?.stages.map((stage) =>
      stage.key === 'shipment'
        ? { ...stage, checklist: stage.checklist?.map((item) => ({ ...item, blocks: true })) }
        : stage,
    )
    await savePipeline(core, head, {
      definition: { ...preset, key: 'strict', isDefault: false, position: 9, stages },
    })
    const deal = await createDeal(core, olga, { pipeline: 'strict', stage: 'in-stock', amountMinor: 1 })
    const finish = () => moveDeal(core, olga, { dealId: deal._id, stage: 'bonus-given' })
    const refused = await finish().catch((err: unknown) => err)
    expect(refused).toEqual(coded('checklist-open'))
    expect(explainError(refused, 'ru').message).toBe(
      'Сначала отметьте в чек-листе: Документы подписаны, Бонус дизайнера посчитан.',
    )
    // Nor is there a way round through another pipeline.
    const go = (pipeline: string, stage: string) =>
      moveToPipeline(core, olga, { dealId: deal._id, pipeline, stage })
    await go('merchandise', 'objections')
    await expect(go('strict', 'bonus-given')).rejects.toEqual(coded('checklist-open'))
    await go('strict', 'shipment')
    await expect(
      tickChecklist(core, olga, { dealId: deal._id, item: 'nothing', done: true }),
    ).rejects.toEqual(coded('not-found'))
    for (const item of ['papers', 'bonus-counted'])
      await tickChecklist(core, assistant, { dealId: deal._id, item, done: true })
    expect(await finish()).toMatchObject({ stage: 'bonus-given', closedAt: core.clock.now() })
  })

  test('milestones move forward only, once, and by people who do not move deals by hand', async () => {
    const deal = await createDeal(core, olga, { amountMinor: 500_00 })
    const reach = (milestone: 'proposal-sent' | 'invoice-paid' | 'goods-arrived') =>
      reachMilestone(core, assistant, { dealId: deal._id, milestone })
    expect(await reach('invoice-paid')).toMatchObject({ moved: true, deal: { stage: 'invoice-paid' } })
    expect(await reach('invoice-paid')).toMatchObject({ moved: false })
    expect(await reach('proposal-sent')).toMatchObject({ moved: false })
    // Nothing of this pipeline waits for it.
    expect(await reach('goods-arrived')).toMatchObject({ moved: false })
    expect((await getDeal(core, deal._id)).history.at(-1)).toMatchObject({
      to: 'invoice-paid',
      by: { name: 'Анна' },
      reason: 'invoice-paid',
    })
  })

  test('a client without a messenger is told by a person, once', async () => {
    const client = await createClient(core, olga, { name: 'Пётр', phones: [newPhone()] })
    const deal = await createDeal(core, olga, { clientId: client._id, amountMinor: 1, title: 'Кружки' })
    await moveDeal(core, olga, { dealId: deal._id, stage: 'goods-ordered' })
    const event = (await rows(core.models.Event).findOne({
      type: 'deal.moved',
      stream: deal._id,
    })) as unknown as EventDoc<'deal.moved'>
    for (let run = 0; run < 2; run++) await stageNoticeSubscriber.on['deal.moved']?.(event, core)
    const tell = (await planned(deal._id)).filter((activity) => activity.kind === 'message')
    expect(tell.map((activity) => activity.title)).toEqual([
      'Сообщить клиенту: Пётр, ваш заказ «Кружки» передан в работу. Ожидаемая дата готовности: уточняется. Ваш менеджер: Марина. Реклама и мерч',
    ])
  })

  test('variables of a notice are filled in both languages, unknown ones stay', () => {
    expect(fillWords('{{имя}}, заказ {{ order }} {{чудо}}', { name: 'Ольга', title: '№ 5' })).toBe(
      'Ольга, заказ № 5 {{чудо}}',
    )
    expect(fillWords('{{имя}}, заказ готов', { name: '' })).toBe('заказ готов')
  })
})

describe('losing, by each branch', () => {
  test('"buys elsewhere" tells the wholesale colleague, the others do not; a person may be named', async () => {
    const lose = async (reason: string, reasonText?: string, pipeline?: string) => {
      const deal = await createDeal(core, olga, { pipeline, title: 'Опт' })
      return moveDeal(core, olga, { dealId: deal._id, stage: 'lost', reason, reasonText })
    }
    const told = await lose('buys-elsewhere')
    expect(await planned(told._id)).toMatchObject([
      {
        kind: 'call',
        staffId: head.id,
        title: 'Закупается у поставщиков напрямую: договориться с клиентом. Опт',
      },
    ])
    expect(await planned((await lose('competitor', 'У «Радуги»'))._id)).toEqual([])
    expect(await planned((await lose('impossible', 'Нет станка', 'production'))._id)).toEqual([])
    await expect(lose('impossible')).rejects.toEqual(coded('reason-required'))

    const wholesale = await buildStaff(core, 'sales', 'Оптовик')
    const pipeline = await getPipeline(core, 'production')
    const { _id, version, ...definition } = pipeline
    await savePipeline(core, head, {
      definition: {
        ...definition,
        lossReasons: pipeline.lossReasons.map((reason) =>
          reason.tell ? { ...reason, tell: { role: 'sales', staffId: wholesale.id } } : reason,
        ),
      },
      expectedVersion: version,
    })
    const named = await lose('buys-elsewhere', undefined, 'production')
    expect(await planned(named._id)).toMatchObject([{ staffId: wholesale.id }])
  })
})

describe('pipelines are edited', () => {
  test('a stage with deals is not lost: they go where it is said, with the move in their history', async () => {
    const preset = (await loadPresets()).find((each) => each.key === 'merchandise')
    const definition = { ...preset, key: 'ours', isDefault: false, position: 8 }
    await savePipeline(core, head, { definition })
    const deal = await createDeal(core, olga, { pipeline: 'ours', stage: 'objections' })
    const without = { ...definition, stages: definition.stages?.filter(({ key }) => key !== 'objections') }
    const save = (moveTo?: Record<string, string>) =>
      savePipeline(core, head, { definition: without, moveTo })
    await expect(save()).rejects.toEqual(coded('stage-in-use'))
    await expect(save({ objections: 'won' })).rejects.toEqual(coded('stage-in-use'))
    await save({ objections: 'proposal-sent' })
    expect(await getDeal(core, deal._id)).toMatchObject({ stage: 'proposal-sent', version: 2 })
    await expect(removePipeline(core, head, 'ours')).rejects.toEqual(coded('stage-in-use'))
    await expect(savePipeline(core, olga, { definition })).rejects.toEqual(coded('not-allowed'))
    await expect(
      savePipeline(core, head, { definition: { ...definition, stages: definition.stages?.slice(0, 2) } }),
    ).rejects.toEqual(coded('bad-input'))
    await expect(savePipeline(core, head, { definition: without, expectedVersion: 1 })).rejects.toEqual(
      coded('changed-by-other'),
    )
  })

  test('one is the default, and what was removed stays away', async () => {
    const preset = (await loadPresets()).find((each) => each.key === 'merchandise')
    await savePipeline(core, head, { definition: { ...preset, key: 'spare', isDefault: true, position: 7 } })
    expect(await rows(core.models.Pipeline).countDocuments({ isDefault: true })).toBe(1)
    await expect(removePipeline(core, head, 'spare')).rejects.toEqual(coded('bad-input'))
    const merchandise = await getPipeline(core, 'merchandise')
    const { _id, version, ...definition } = merchandise
    await savePipeline(core, head, { definition: { ...definition, isDefault: true } })
    await removePipeline(core, head, 'spare')
    await ensurePipelines(core)
    expect(await rows(core.models.Pipeline).countDocuments({ key: 'spare' })).toBe(0)
  })
})

describe('another pipeline', () => {
  test('the deal comes to its first stage, the old plans are cancelled, the history says where it came from', async () => {
    const deal = await createDeal(core, olga, { amountMinor: 700_00, title: 'Вывеска' })
    await moveDeal(core, olga, { dealId: deal._id, stage: 'objections' })
    const own = await planActivity(core, olga, {
      kind: 'task',
      title: 'Своё дело',
      dueAt: new Date('2026-03-20T09:00:00Z'),
      dealId: deal._id,
    })
    const first = (await getPipeline(core, 'production')).stages[0]
    const moved = await moveToPipeline(core, olga, {
      dealId: deal._id,
      pipeline: 'production',
      reason: 'Нужно изготовление',
    })
    expect(moved).toMatchObject({ pipeline: 'production', stage: first?.key, amountMinor: 700_00 })
    const last = { from: 'objections', to: first?.key, fromPipeline: 'merchandise', toPipeline: 'production' }
    expect(placedMoves(moved).at(-1)).toMatchObject({
      ...last,
      by: { id: olga.id },
      reason: 'Нужно изготовление',
    })
    expect(placedMoves(moved)[1]).toMatchObject({ fromPipeline: 'merchandise', toPipeline: 'merchandise' })
    const left = await planned(deal._id)
    expect(left.every(({ rule }) => rule === null || rule?.startsWith('production/'))).toBe(true)
    expect(left.some(({ _id }) => _id === own._id)).toBe(true)
    // Its stages are those of the new pipeline now; once more where it is changes nothing.
    await expect(moveDeal(core, olga, { dealId: deal._id, stage: 'objections' })).rejects.toEqual(
      coded('bad-input'),
    )
    const again = await moveToPipeline(core, olga, { dealId: deal._id, pipeline: 'production' })
    expect(again.version).toBe(moved.version)
  })

  test('asks for what the stage asks for, of those who may, and a lost deal begins anew', async () => {
    const lost = await createDeal(core, olga, {})
    await moveDeal(core, olga, { dealId: lost._id, stage: 'lost', reason: 'silent' })
    const move = (by: Person, more: object = {}) =>
      moveToPipeline(core, by, { dealId: lost._id, pipeline: 'designers', ...more })
    await expect(move(assistant)).rejects.toEqual(coded('not-allowed'))
    await expect(move(olga, { pipeline: 'nowhere' })).rejects.toEqual(coded('not-found'))
    await expect(move(olga, { stage: 'objections' })).rejects.toEqual(coded('bad-input'))
    await expect(move(olga, { expectedVersion: 1 })).rejects.toEqual(coded('changed-by-other'))
    await expect(move(olga, { stage: 'invoice-sent' })).rejects.toEqual(coded('required-fields-missing'))
    expect(await move(olga)).toMatchObject({ pipeline: 'designers', lostReason: null, closedAt: null })
    const ended = await move(olga, { pipeline: 'merchandise', stage: 'lost', reason: 'silent' })
    expect(ended).toMatchObject({ pipeline: 'merchandise', lostReason: { code: 'silent' } })
  })
})

describe('variants and search', () => {
  test('the chosen variant gives its items and sum; one that is gone is chosen no more', async () => {
    const deal = await createDeal(core, olga, { title: 'Футболки' })
    const variants = [
      { key: 'cheap', name: 'Эконом', items: [{ name: 'Футболка', quantity: 100, priceMinor: 300_50 }] },
      { key: 'dear', name: 'Премиум', items: [], amountMinor: 99_999_99 },
    ]
    await updateDeal(core, olga, { dealId: deal._id, variants })
    await expect(updateDeal(core, olga, { dealId: deal._id, chosenVariant: 'x' })).rejects.toEqual(
      coded('bad-input'),
    )
    expect(await updateDeal(core, olga, { dealId: deal._id, chosenVariant: 'cheap' })).toMatchObject({
      amountMinor: 30_050_00,
      items: [{ name: 'Футболка' }],
    })
    expect(await updateDeal(core, olga, { dealId: deal._id, variants: variants.slice(1) })).toMatchObject({
      chosenVariant: null,
      amountMinor: 30_050_00,
    })
  })

  test('deals are found by title, goods, number, client and company, and by a new name of the client', async () => {
    const client = await createClient(core, olga, { name: 'Аристарх Громобоев', companyName: 'Клумба' })
    const deal = await createDeal(core, olga, {
      clientId: client._id,
      title: 'Брендированные зонты',
      items: [{ name: 'Чехлы', quantity: 3 }],
    })
    const found = async (search: string) =>
      (await listDeals(core, { search })).items.some((row) => row._id === deal._id)
    for (const words of ['зонт', 'бренд зонты', 'чехлы', 'громобоев', 'клумб', `№ ${deal.number}`])
      expect([words, await found(words)]).toEqual([words, true])
    expect(await found('зонты громкие')).toBe(false)
    await updateClient(core, olga, { clientId: client._id, name: 'Аристарх Тихий' })
    const changed = { payload: { clientId: client._id, byId: olga.id } } as EventDoc<'client.changed'>
    await dealWordsSubscriber.on['client.changed']?.(changed, core)
    expect([await found('тихий'), await found('громобоев')]).toEqual([true, false])
    expect((await listDeals(core, { search: 'зонт', priority: 'high' })).items).toEqual([])
  })
})

describe('from inquiry to "успешно реализовано", by those who own each step', () => {
  const owners: Record<string, Record<string, () => Person>> = {
    merchandise: { 'goods-ordered': () => olga, won: () => marina },
    production: {
      materials: () => olga,
      production: () => marina,
      installation: () => marina,
      won: () => marina,
    },
    designers: { 'bonus-given': () => olga },
  }
  test.each(['merchandise', 'production', 'designers'])('%s', async (key) => {
    const client = await createClient(core, olga, { name: 'Заказчик', phones: [newPhone()] })
    const deal = await createDeal(core, olga, { pipeline: key, clientId: client._id, amountMinor: 10_000_00 })
    const pipeline = await getPipeline(core, key)
    const path = pipeline.stages.filter((stage) => stage.kind !== 'lost').map((stage) => stage.key)
    for (const stage of path.slice(1)) {
      const who = owners[key]?.[stage]?.() ?? olga
      const moved = await moveDeal(core, who, { dealId: deal._id, stage })
      expect(moved.history.at(-1)).toMatchObject({ to: stage, by: { id: who.id }, at: core.clock.now() })
    }
    const done = await getDeal(core, deal._id)
    expect(done).toMatchObject({ stage: path.at(-1), closedAt: core.clock.now() })
    expect(done.ownerId).toBe(key === 'designers' ? olga.id : marina.id)
    // Nothing is left to do for a deal that is over.
    const open = await planned(deal._id)
    expect(open.filter((activity) => activity.rule !== null)).toEqual([])
    expect(await rows(core.models.Client).findOne({ _id: client._id })).toMatchObject({ state: 'active' })
  })
})

test('whatever happens to a deal, it stands where its history ends, and every kopeck is there', async () => {
  const pipelines = ['merchandise', 'production', 'designers'] as const
  const step = fc.oneof(
    fc.record({ kind: fc.constant('move' as const), stage: fc.nat(12), reason: fc.boolean() }),
    fc.record({ kind: fc.constant('milestone' as const), at: fc.nat(9) }),
    fc.record({ kind: fc.constant('sum' as const), amountMinor: fc.nat(1_000_000_000) }),
    fc.record({ kind: fc.constant('finish' as const), at: fc.nat(3) }),
    fc.record({ kind: fc.constant('pipeline' as const), to: fc.constantFrom(...pipelines) }),
  )
  const names = [
    'proposal-sent',
    'proposal-accepted',
    'design-approved',
    'contract-signed',
    'invoice-sent',
    'invoice-paid',
    'goods-ordered',
    'goods-arrived',
    'shipped',
    'delivered',
  ] as const
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...pipelines), fc.array(step, { maxLength: 10 }), async (key, steps) => {
      const deal = await createDeal(core, olga, { pipeline: key })
      let amount = 0
      for (const each of steps) {
        const done = await act(deal._id, each, names).catch((err: unknown) => {
          // Only refusals with a code, never a broken state.
          expect(err).toBeInstanceOf(OtklikError)
          return null
        })
        if (each.kind === 'sum' && done) amount = each.amountMinor
      }
      const now = await getDeal(core, deal._id)
      const pipeline = await getPipeline(core, now.pipeline)
      const moves = placedMoves(now)
      expect(moves[0]).toMatchObject({ from: null, toPipeline: key })
      for (const [index, move] of moves.entries()) {
        const before = moves[index - 1]
        if (before) expect([move.fromPipeline, move.from]).toEqual([before.toPipeline, before.to])
        expect((await getPipeline(core, move.toPipeline)).stages.map((each) => each.key)).toContain(move.to)
      }
      const stage = pipeline.stages.find(({ key: known }) => known === now.stage)
      expect(moves.at(-1)).toMatchObject({ to: now.stage, toPipeline: now.pipeline })
      expect(now.amountMinor).toBe(amount)
      expect(now.closedAt !== null).toBe(stage?.kind !== 'open')
      expect(now.lostReason !== null).toBe(stage?.kind === 'lost')
      const events = await rows(core.models.Event)
        .find({ stream: deal._id, type: 'deal.moved' }, { sort: { seq: 1 } })
        .toArray()
      expect(events.map((event) => (event.payload as { to: string }).to)).toEqual(
        now.history.slice(1).map((move) => move.to),
      )
    }),
    { numRuns: 15 },
  )
})

async function act(
  dealId: string,
  step:
    | { kind: 'move'; stage: number; reason: boolean }
    | { kind: 'milestone'; at: number }
    | { kind: 'sum'; amountMinor: number }
    | { kind: 'finish'; at: number }
    | { kind: 'pipeline'; to: string },
  names: readonly Parameters<typeof reachMilestone>[2]['milestone'][],
): Promise<Deal | unknown> {
  switch (step.kind) {
    case 'move': {
      const { stages } = await getPipeline(core, (await getDeal(core, dealId)).pipeline)
      const stage = stages[step.stage % stages.length]?.key ?? ''
      return moveDeal(core, head, { dealId, stage, ...(step.reason ? { reason: 'too-late' } : {}) })
    }
    case 'milestone':
      return reachMilestone(core, head, { dealId, milestone: names[step.at] ?? 'shipped' })
    case 'pipeline':
      return moveToPipeline(core, head, { dealId, pipeline: step.to })
    case 'sum':
      return updateDeal(core, head, { dealId, amountMinor: step.amountMinor })
    case 'finish': {
      const open = await planned(dealId)
      const activity = open[step.at % Math.max(open.length, 1)]
      return activity ? completeActivity(core, head, { activityId: activity._id, result: 'ок' }) : null
    }
  }
}

test('a day late is told to head and marketer, once', async () => {
  const clock = core.clock as ManualClock
  const marketer = await buildStaff(core, 'marketer', 'Лена')
  for (const [person, chat] of [
    [head, '901'],
    [marketer, '902'],
  ] as const)
    await rows(core.models.Staff).updateOne({ _id: person.id }, { $set: { telegramChatId: chat } })
  await rows(core.models.Activity).deleteMany({})
  const client = await createClient(core, olga, { name: 'Светлана' })
  const dueAt = new Date(clock.now().getTime() + 3600_000)
  const call = await planActivity(core, olga, { kind: 'call', title: 'Звонок', dueAt, clientId: client._id })
  const cancelled = await planActivity(core, olga, { kind: 'call', title: 'Отменён', dueAt })
  await cancelActivity(core, olga, { activityId: cancelled._id })
  clock.advance(24 * 3600_000)
  expect(await tellOverdue(core)).toBe(0)
  clock.advance(2 * 3600_000)
  expect(await Promise.all([tellOverdue(core), tellOverdue(core)])).toEqual(expect.arrayContaining([1, 0]))
  const told = await rows(core.models.Delivery)
    .find({ 'subject.id': call._id } as never)
    .toArray()
  expect(told.map((row) => row.chatId).sort()).toEqual(['901', '902'])
  expect(JSON.stringify(told[0])).toContain(`client:open:${client._id}`)
  expect(await tellOverdue(core)).toBe(0)
})
