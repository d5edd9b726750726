import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff } from '../../tests/factories/people.js'
import { createClient } from '../clients/create-client.js'
import { getClient } from '../clients/queries.js'
import type { ManualClock } from '../clock.js'
import { type Actor, system } from '../context.js'
import { createDeal } from '../deals/create-deal.js'
import { ensurePipelines } from '../deals/ensure-pipelines.js'
import { cancelActivity } from './cancel-activity.js'
import { completeActivity } from './complete-activity.js'
import { planActivity } from './plan-activity.js'
import { getActivity, listActivities, myDay } from './queries.js'
import { reopenActivity } from './reopen-activity.js'
import { rescheduleActivity } from './reschedule-activity.js'

let core: TestCore
let olga: Extract<Actor, { kind: 'staff' }>
beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  olga = await buildStaff(core, 'sales', 'Ольга')
})
afterAll(() => core.close())

const coded = (code: string) => expect.objectContaining({ code })
/** Hours from the present of the test (noon in Moscow). */
const inHours = (hours: number) => new Date(core.clock.now().getTime() + hours * 3600_000)

test('what is planned for the past, for nobody or for strangers is refused', async () => {
  const plan = (extra: object, by: Actor = olga) =>
    planActivity(core, by, { title: 'Дело', dueAt: inHours(1), ...extra })
  await expect(plan({ dueAt: inHours(0) })).rejects.toEqual(coded('date-in-past'))
  await expect(plan({}, system)).rejects.toEqual(coded('bad-input'))
  await expect(plan({ staffId: 'nobody' })).rejects.toEqual(coded('bad-input'))
  await expect(plan({ dealId: 'none' })).rejects.toEqual(coded('not-found'))
  await expect(plan({ dueAt: 'завтра' })).rejects.toEqual(
    expect.objectContaining({ fields: { dueAt: 'wrong-date' } }),
  )
})

test('links follow from the deal', async () => {
  const client = await createClient(core, olga, { name: 'Клиент' })
  const deal = await createDeal(core, olga, { clientId: client._id })
  const activity = await planActivity(core, olga, {
    title: 'Перезвонить',
    kind: 'call',
    dueAt: inHours(2),
    dealId: deal._id,
  })
  expect(activity).toMatchObject({
    clientId: client._id,
    dealId: deal._id,
    staffId: olga.id,
    status: 'planned',
  })
})

test('completing keeps the result, plans the next step and counts as contact', async () => {
  const client = await createClient(core, olga, { name: 'Клиент' })
  const activity = await planActivity(core, olga, {
    title: 'Звонок',
    kind: 'call',
    dueAt: inHours(1),
    clientId: client._id,
  })
  ;(core.clock as ManualClock).advance(2 * 3600_000)
  const done = await completeActivity(core, olga, {
    activityId: activity._id,
    result: 'Думает',
    next: { title: 'Перезвонить', kind: 'call', dueAt: inHours(24) },
  })
  expect(done.activity).toMatchObject({
    status: 'completed',
    result: 'Думает',
    completedAt: core.clock.now(),
  })
  expect(done.next).toMatchObject({ clientId: client._id, staffId: olga.id })
  expect((await getClient(core, client._id)).lastContactAt).toEqual(core.clock.now())
  await expect(completeActivity(core, olga, { activityId: activity._id })).rejects.toEqual(
    coded('illegal-transition'),
  )
  await expect(cancelActivity(core, olga, { activityId: activity._id })).rejects.toEqual(
    coded('illegal-transition'),
  )
  const again = await reopenActivity(core, olga, { activityId: activity._id })
  expect(again).toMatchObject({ status: 'planned', completedAt: null, result: '' })
})

test('ten presses on "done" complete once', async () => {
  const activity = await planActivity(core, olga, { title: 'Дело', dueAt: inHours(1) })
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, () => completeActivity(core, olga, { activityId: activity._id })),
  )
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  expect(await getActivity(core, activity._id)).toMatchObject({ version: 2 })
})

test('moving it asks for a future date, brings the reminder again and is written down', async () => {
  const activity = await planActivity(core, olga, { title: 'Дело', dueAt: inHours(1) })
  await core.models.Activity.updateOne({ _id: activity._id }, { $set: { remindedAt: core.clock.now() } })
  const move = (dueAt: Date) => rescheduleActivity(core, olga, { activityId: activity._id, dueAt })
  await expect(move(inHours(-1))).rejects.toEqual(coded('date-in-past'))
  const moved = await move(inHours(5))
  expect(moved).toMatchObject({ remindedAt: null, dueAt: inHours(5), version: 2 })
  expect(moved.history.at(-1)).toMatchObject({
    what: 'reschedule',
    from: inHours(1).toISOString(),
    to: inHours(5).toISOString(),
  })
  expect(await getActivity(core, activity._id)).toEqual(moved)
})

test("a colleague's activity is theirs, unless a head says so", async () => {
  const activity = await planActivity(core, olga, { title: 'Дело', dueAt: inHours(1) })
  const igor = await buildStaff(core, 'sales')
  await expect(cancelActivity(core, igor, { activityId: activity._id })).rejects.toEqual(coded('not-allowed'))
  const head = await buildStaff(core, 'head')
  const handed = await rescheduleActivity(core, head, {
    activityId: activity._id,
    dueAt: inHours(2),
    staffId: igor.id,
  })
  expect(handed.staffId).toBe(igor.id)
  expect(await cancelActivity(core, igor, { activityId: activity._id })).toMatchObject({
    status: 'cancelled',
  })
})

test("my day is by the company's calendar", async () => {
  const marina = await buildStaff(core, 'account')
  const clock = core.clock as ManualClock
  clock.set('2026-03-20T05:00:00Z') // 8:00 in Moscow
  const plan = (title: string, dueAt: string, hasTime = true) =>
    planActivity(core, marina, { title, dueAt: new Date(dueAt), hasTime })
  await plan('утро', '2026-03-20T06:00:00Z')
  await plan('весь день', '2026-03-20T05:30:00Z', false)
  await plan('без четверти полночь', '2026-03-20T20:45:00Z')
  await plan('завтра', '2026-03-20T21:15:00Z')
  await plan('через неделю', '2026-03-27T10:00:00Z')
  await plan('через месяц', '2026-04-20T10:00:00Z')
  clock.set('2026-03-20T08:00:00Z')
  const titles = (list: { title: string }[]) => list.map((each) => each.title)
  const day = await myDay(core, marina.id)
  expect(titles(day.overdue)).toEqual(['утро'])
  expect(titles(day.today)).toEqual(['весь день', 'без четверти полночь'])
  expect(titles(day.upcoming)).toEqual(['завтра', 'через неделю'])
  clock.set('2026-03-21T08:00:00Z')
  expect(titles((await myDay(core, marina.id)).overdue)).toEqual([
    'весь день',
    'утро',
    'без четверти полночь',
    'завтра',
  ])
  const page = await listActivities(core, { staffId: marina.id, status: 'planned' }, { limit: 2 })
  expect(titles(page.items)).toEqual(['весь день', 'утро'])
  const rest = await listActivities(
    core,
    { staffId: marina.id, status: 'planned' },
    { cursor: page.nextCursor ?? '' },
  )
  expect(rest.items).toHaveLength(4)
})
