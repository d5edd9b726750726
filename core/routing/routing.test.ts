import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildInbound } from '../../tests/factories/inbound.js'
import { buildStaff } from '../../tests/factories/people.js'
import { createClient } from '../clients/create-client.js'
import type { ManualClock } from '../clock.js'
import { rows } from '../collection.js'
import { type Actor, system } from '../context.js'
import { DialogRunner } from '../dialogs/dialog-runner.js'
import { ScriptLibrary } from '../dialogs/script-library.js'
import type { EventDoc } from '../events.js'
import { newId } from '../ids.js'
import { assignConversation } from '../inbox/assign-conversation.js'
import { Inbox } from '../inbox/receive-message.js'
import { sendMessage } from '../inbox/send-message.js'
import { openInquiry } from '../inquiries/open-inquiry.js'
import { createDepartment } from '../staff/departments/create-department.js'
import { removeDepartment } from '../staff/departments/remove-department.js'
import { updateDepartment } from '../staff/departments/update-department.js'
import { updateStaff } from '../staff/update-staff.js'
import { explainDecisions } from './explain-decision.js'
import { passOnUnanswered } from './pass-on.js'
import { lastRoutingDecision, listRoutingDecisions } from './queries.js'
import { routeInquiry } from './route-inquiry.js'
import type { RoutingRule } from './routing-rule.js'
import { routingWithVersion, updateRouting } from './routing-settings.js'
import { routingSubscriber } from './routing-subscriber.js'
import { tryRouting } from './try-routing.js'

type Person = Extract<Actor, { kind: 'staff' }>

let core: TestCore
let clock: ManualClock
let inbox: Inbox
let head: Person
let anna: Person
let boris: Person
let vera: Person
let departmentId: string

beforeAll(async () => {
  core = await buildCore()
  clock = core.clock as ManualClock
  const scripts = new ScriptLibrary(core)
  await scripts.install([], null)
  inbox = new Inbox(core, new DialogRunner(scripts))
  head = await buildStaff(core, 'head', 'Глава')
  anna = await buildStaff(core, 'sales', 'Анна')
  boris = await buildStaff(core, 'sales', 'Борис')
  vera = await buildStaff(core, 'account', 'Вера')
  const department = await createDepartment(core, head, {
    name: 'Продажи',
    headId: vera.id,
    memberIds: [anna.id, boris.id],
  })
  departmentId = department._id
})
beforeEach(() => clock.set(new Date('2026-03-11T09:00:00Z')))
afterAll(() => core.close())

const coded = (code: string) => expect.objectContaining({ code })

function rule(more: Partial<RoutingRule> = {}): RoutingRule {
  return {
    id: newId(),
    name: 'Всё в продажи',
    enabled: true,
    when: [],
    target: { kind: 'department', departmentId },
    ownerFirst: true,
    strategy: 'evenly',
    passOnAfter: null,
    ...more,
  }
}

const setRules = (...rules: RoutingRule[]) => updateRouting(core, head, { rules, loadLimit: 20 })

/** A client writes, and routing hears of it as the dispatcher would tell it. */
async function arrives(more: Parameters<typeof buildInbound>[0] = {}) {
  const { conversationId } = await inbox.receive(
    buildInbound({ person: newId(), text: 'Здравствуйте', ...more }),
  )
  const conversation = await core.models.Conversation.findById(conversationId).lean()
  const inquiryId = conversation?.inquiryId ?? ''
  await hears(inquiryId)
  return { conversationId, inquiryId }
}

async function hears(inquiryId: string) {
  const event = (await rows(core.models.Event).findOne({
    type: 'inquiry.opened',
    'payload.inquiryId': inquiryId,
  } as never)) as unknown as EventDoc<'inquiry.opened'>
  await routingSubscriber.on['inquiry.opened']?.(event, core)
}

const holder = async (conversationId: string) =>
  (await core.models.Conversation.findById(conversationId).lean())?.assigneeId ?? null

test('without rules an inquiry is free for all, and that is written down once', async () => {
  const { conversationId, inquiryId } = await arrives()
  await hears(inquiryId)
  expect(await holder(conversationId)).toBeNull()
  expect(await listRoutingDecisions(core, inquiryId)).toMatchObject([
    { reason: 'no-rule', assigneeId: null, cause: 'opened' },
  ])
})

test('evenly: twenty at once are ten each, each told of once, the inquiry still waits', async () => {
  await setRules(rule())
  const got = await Promise.all(Array.from({ length: 20 }, () => arrives()))
  const holders = await Promise.all(got.map(({ conversationId }) => holder(conversationId)))
  expect(holders.filter((id) => id === anna.id)).toHaveLength(10)
  expect(holders.filter((id) => id === boris.id)).toHaveLength(10)
  const [first] = got
  await hears(first?.inquiryId ?? '')
  expect(await listRoutingDecisions(core, first?.inquiryId ?? '')).toHaveLength(1)
  expect(await core.models.Inquiry.findById(first?.inquiryId).lean()).toMatchObject({
    status: 'waiting',
    departmentId,
    assigneeId: await holder(first?.conversationId ?? ''),
  })
  const told = await rows(core.models.Event).countDocuments({
    stream: first?.conversationId,
    type: 'inquiry.routed',
  } as never)
  expect(told).toBe(1)
  await core.models.Conversation.updateMany({}, { $set: { status: 'closed' } })
})

test('the first answer of whoever it was given to takes it into work', async () => {
  await setRules(rule({ target: { kind: 'person', staffId: anna.id } }))
  const { conversationId, inquiryId } = await arrives()
  await sendMessage(core, anna, { conversationId, content: { type: 'text', text: 'Слушаю' } })
  expect(await core.models.Inquiry.findById(inquiryId).lean()).toMatchObject({
    status: 'in-work',
    assigneeId: anna.id,
  })
})

describe('who is passed over', () => {
  test('on a break, on vacation, off hours, at the limit; nobody there means the head of the department', async () => {
    await setRules(rule({ strategy: 'least-loaded' }))
    await updateStaff(core, anna, { staffId: anna.id, breakUntil: new Date('2026-03-11T10:00:00Z') })
    const first = await arrives()
    expect(await holder(first.conversationId)).toBe(boris.id)
    await updateStaff(core, head, { staffId: boris.id, loadLimit: 1 })
    const second = await arrives()
    expect(await holder(second.conversationId)).toBe(vera.id)
    const decision = await lastRoutingDecision(core, second.inquiryId)
    expect(decision).toMatchObject({ reason: 'department-head' })
    expect(decision?.skipped).toEqual(
      expect.arrayContaining([
        { staffId: anna.id, why: 'break' },
        { staffId: boris.id, why: 'load' },
      ]),
    )
    await updateStaff(core, head, {
      staffId: vera.id,
      vacations: [{ from: '2026-03-10', to: '2026-03-12' }],
    })
    const third = await arrives()
    expect(await holder(third.conversationId)).toBe(head.id)
    await updateStaff(core, anna, { staffId: anna.id, breakUntil: null })
    await updateStaff(core, head, { staffId: boris.id, loadLimit: null })
    await updateStaff(core, head, { staffId: vera.id, vacations: [] })
    // At night nobody is at work: the head.
    clock.set(new Date('2026-03-11T21:00:00Z'))
    const night = await arrives()
    expect(await lastRoutingDecision(core, night.inquiryId)).toMatchObject({ reason: 'department-head' })
  })
})

test('the owner of the client goes first while they are there', async () => {
  await setRules(rule({ target: { kind: 'person', staffId: anna.id } }))
  const client = await createClient(core, boris, { name: 'Давний' })
  const bare = await openInquiry(core, system, { channel: 'phone', clientId: client._id })
  await hears(bare._id)
  expect(await lastRoutingDecision(core, bare._id)).toMatchObject({ assigneeId: boris.id })
  await updateStaff(core, boris, { staffId: boris.id, breakUntil: new Date('2026-03-11T10:00:00Z') })
  const next = await openInquiry(core, system, { channel: 'phone', clientId: client._id })
  await hears(next._id)
  expect(await core.models.Inquiry.findById(next._id).lean()).toMatchObject({ assigneeId: anna.id })
  await updateStaff(core, boris, { staffId: boris.id, breakUntil: null })
})

test('rules are tried in order, and the explanation says which matched and why the others did not', async () => {
  await setRules(
    rule({ name: 'С сайта', when: [{ kind: 'channel', channels: ['site'] }] }),
    rule({
      name: 'Большой тираж',
      when: [{ kind: 'answer', question: 'run', is: 'at-least', value: '100' }],
      target: { kind: 'person', staffId: anna.id },
    }),
    rule({ name: 'Остальные', target: { kind: 'person', staffId: boris.id }, passOnAfter: 10 }),
  )
  const { rules } = await routingWithVersion(core)
  const draft = { rules, loadLimit: 20, channel: 'telegram' as const }
  const small = await tryRouting(core, head, { ...draft, answers: { run: '50 штук' } })
  expect(small).toMatchObject({ ruleName: 'Остальные', assigneeId: boris.id })
  const [lines] = await explainDecisions(core, [small], 'ru')
  expect(lines).toEqual([
    'Сработало правило «Остальные».',
    'Правило назначает одного человека: Борис.',
    '«С сайта» не подошло: нужен канал Чат на сайте, а пришло через Telegram.',
    '«Большой тираж» не подошло: ответ «run» должен быть не меньше 100, а был: 50 штук.',
    'Если не ответить за 10 мин. рабочего времени, обращение уйдёт дальше.',
  ])
  const big = await tryRouting(core, head, { ...draft, answers: { run: '1 500 штук' } })
  expect(big).toMatchObject({ ruleName: 'Большой тираж', assigneeId: anna.id })
  expect(await rows(core.models.RoutingDecision).countDocuments({ ruleName: 'Большой тираж' })).toBe(0)
  await expect(tryRouting(core, anna, draft)).rejects.toEqual(coded('not-allowed'))
})

describe('no answer in time', () => {
  test('it goes to the next, then to the head, and stops there; an answer ends it', async () => {
    await setRules(rule({ passOnAfter: 10 }))
    const { conversationId, inquiryId } = await arrives()
    const first = await holder(conversationId)
    expect(await passOnUnanswered(core)).toBe(0)
    const seen = [first]
    for (let round = 0; round < 4; round++) {
      clock.advance(11 * 60_000)
      // Two processes at once pass it on once.
      await Promise.all([passOnUnanswered(core), passOnUnanswered(core)])
      seen.push(await holder(conversationId))
    }
    expect(new Set(seen.slice(0, 2))).toEqual(new Set([anna.id, boris.id]))
    expect(seen.slice(2)).toEqual([vera.id, head.id, head.id])
    const decisions = await listRoutingDecisions(core, inquiryId)
    expect(decisions.map(({ reason }) => reason)).toEqual([
      'nobody-left',
      'head',
      'department-head',
      'turn',
      'turn',
    ])
    expect(decisions.map(({ state }) => state)).toEqual(['settled', 'passed', 'passed', 'passed', 'passed'])
    expect((await explainDecisions(core, decisions.slice(3, 4), 'ru'))[0]?.[0]).toMatch(
      /^За 10 мин\. рабочего времени не ответили: (Анна|Борис)\. Передано дальше\.$/,
    )

    const answered = await arrives()
    const by = (await holder(answered.conversationId)) === anna.id ? anna : boris
    clock.advance(5 * 60_000)
    await sendMessage(core, by, {
      conversationId: answered.conversationId,
      content: { type: 'text', text: 'Да' },
    })
    clock.advance(20 * 60_000)
    await passOnUnanswered(core)
    expect(await holder(answered.conversationId)).toBe(by.id)
    expect(await listRoutingDecisions(core, answered.inquiryId)).toMatchObject([{ state: 'settled' }])
  })

  test('nights do not count, and a colleague who took it over keeps it', async () => {
    await setRules(rule({ passOnAfter: 30 }))
    clock.set(new Date('2026-03-11T14:50:00Z'))
    const { conversationId, inquiryId } = await arrives()
    // 17:50 in Moscow: ten minutes today, twenty tomorrow.
    expect((await lastRoutingDecision(core, inquiryId))?.passOnAt).toEqual(new Date('2026-03-12T06:20:00Z'))
    await assignConversation(core, head, { conversationId, assigneeId: vera.id })
    clock.set(new Date('2026-03-12T07:00:00Z'))
    await passOnUnanswered(core)
    expect(await holder(conversationId)).toBe(vera.id)
  })

  test('everybody: nobody is given it, the first to take it has it; untaken it goes to the head', async () => {
    await setRules(rule({ strategy: 'everybody', passOnAfter: 5 }))
    const taken = await arrives()
    const free = await arrives()
    expect(await lastRoutingDecision(core, taken.inquiryId)).toMatchObject({
      reason: 'everybody',
      assigneeId: null,
      tellIds: [anna.id, boris.id],
    })
    await assignConversation(core, anna, {
      conversationId: taken.conversationId,
      assigneeId: anna.id,
      onlyIfFree: true,
    })
    clock.advance(6 * 60_000)
    await passOnUnanswered(core)
    expect(await holder(taken.conversationId)).toBe(anna.id)
    expect(await holder(free.conversationId)).toBe(vera.id)
  })
})

test('an edit of an older version is refused by name; wrong rules are refused', async () => {
  const before = await routingWithVersion(core)
  await updateRouting(core, head, { rules: [], loadLimit: 5, expectedVersion: before.version })
  await expect(
    updateRouting(core, head, { rules: [], loadLimit: 6, expectedVersion: before.version }),
  ).rejects.toEqual(
    expect.objectContaining({
      code: 'changed-by-other',
      params: expect.objectContaining({ name: 'Глава' }),
    }),
  )
  await expect(setRules(rule({ id: 'x' }), rule({ id: 'x' }))).rejects.toEqual(coded('bad-input'))
  await expect(updateRouting(core, anna, { rules: [], loadLimit: null })).rejects.toEqual(
    coded('not-allowed'),
  )
})

test('a department keeps its people, its name is free again when it is dissolved', async () => {
  const made = await createDepartment(core, head, { name: 'Печать', memberIds: [vera.id] })
  await expect(createDepartment(core, head, { name: ' печать ' })).rejects.toEqual(coded('already-exists'))
  await expect(
    updateDepartment(core, head, { departmentId: made._id, memberIds: ['nobody'] }),
  ).rejects.toEqual(coded('bad-input'))
  await updateDepartment(core, head, { departmentId: made._id, memberIds: [vera.id, boris.id] })
  expect(await core.models.Staff.findById(boris.id).lean()).toMatchObject({ departmentId: made._id })
  await removeDepartment(core, head, { departmentId: made._id })
  expect(await core.models.Staff.findById(boris.id).lean()).toMatchObject({ departmentId: null })
  await createDepartment(core, head, { name: 'Печать' })
  await expect(createDepartment(core, anna, { name: 'Мой' })).rejects.toEqual(coded('not-allowed'))
  // A rule that means a department which is gone still finds somebody.
  await setRules(rule({ target: { kind: 'department', departmentId: made._id } }))
  const { conversationId } = await arrives()
  expect(await holder(conversationId)).toBe(head.id)
  expect(await routeInquiry(core, { inquiryId: newId(), cause: 'opened' })).toBeNull()
})
