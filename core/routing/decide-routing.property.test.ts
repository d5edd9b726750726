import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { roles } from '../context.js'
import { defaultSchedule } from '../schedule/working-hours.js'
import { absenceOf, dutyAbsence, type RoutingPerson } from './availability.js'
import { decideRouting, type RoutingInput } from './decide-routing.js'
import { type RoutingRule, routingStrategies } from './routing-rule.js'

const noon = new Date('2026-03-11T09:00:00Z')
const ids = ['a', 'b', 'c', 'd', 'e', 'f']

const person = (personId: string): fc.Arbitrary<RoutingPerson> =>
  fc.record({
    id: fc.constant(personId),
    role: fc.constantFrom(...roles),
    departmentId: fc.constantFrom(null, 'sales', 'print'),
    hours: fc.constantFrom(
      null,
      Array<string[]>(7).fill(['15:00-20:00']),
      Array<string[]>(7).fill(['08:00-20:00']),
    ),
    vacations: fc.constantFrom([], [{ from: '2026-03-01', to: '2026-03-20' }]),
    breakUntil: fc.constantFrom(null, new Date('2026-03-11T09:30:00Z'), new Date('2026-03-11T08:30:00Z')),
    loadLimit: fc.constantFrom(null, 3),
    load: fc.nat(25),
  })

/** A team always has an administrator: the product makes one. */
const team = fc
  .tuple(...ids.map(person))
  .map(([first, ...rest]) => [{ ...(first as RoutingPerson), role: 'admin' as const }, ...rest])

const rule: fc.Arbitrary<RoutingRule> = fc.record({
  id: fc.constantFrom('one', 'two'),
  name: fc.constant('rule'),
  enabled: fc.boolean(),
  when: fc.subarray([
    { kind: 'channel', channels: ['telegram'] },
    { kind: 'hours', open: true },
    { kind: 'owner', is: 'none' },
    { kind: 'load', below: 5 },
    { kind: 'answer', question: 'run', is: 'at-least', value: '100' },
  ] as RoutingRule['when']),
  target: fc.constantFrom<RoutingRule['target']>(
    { kind: 'department', departmentId: 'sales' },
    { kind: 'department', departmentId: 'gone' },
    { kind: 'person', staffId: 'c' },
    { kind: 'person', staffId: 'nobody' },
    { kind: 'roles', roles: ['sales', 'account'] },
  ),
  ownerFirst: fc.boolean(),
  strategy: fc.constantFrom(...routingStrategies),
  passOnAfter: fc.constantFrom(null, 10),
})

const input: fc.Arbitrary<RoutingInput> = fc.record({
  now: fc.constantFrom(noon, new Date('2026-03-11T20:00:00Z'), new Date('2026-03-14T09:00:00Z')),
  schedule: fc.constant(defaultSchedule),
  zone: fc.constant('Europe/Moscow'),
  loadLimit: fc.constantFrom(null, 10),
  facts: fc.record({
    channel: fc.constantFrom('telegram', 'site'),
    accountId: fc.constant('telegram:main'),
    source: fc.constantFrom('', 'yandex'),
    answers: fc.constantFrom<RoutingInput['facts']['answers']>(
      {},
      { run: { text: '300 штук', value: 300 } },
      { run: { text: '50' } },
    ),
    ownerId: fc.constantFrom(null, 'b', 'gone'),
    open: fc.boolean(),
  }),
  rules: fc.uniqueArray(rule, { maxLength: 2, selector: (each) => each.id }),
  people: team,
  departments: fc.constantFrom([], [{ id: 'sales', headId: 'd' }], [{ id: 'sales', headId: null }]),
  turns: fc.constantFrom<RoutingInput['turns']>({}, { one: { b: 3, c: 1 } }),
  assigneeId: fc.constantFrom(null, 'e'),
  tried: fc.subarray(ids),
})

const mayBeOffDuty = ['department-head', 'head', 'nobody-left']

test('there is always somebody, and nobody off duty but a head where nobody else is left', () => {
  fc.assert(
    fc.property(input, (given) => {
      const choice = decideRouting(given)
      const byId = new Map(given.people.map((each) => [each.id, each]))
      if (choice.assigneeId === null) {
        // Free: told to people who are there, or, without a rule, to all who sell.
        for (const told of choice.tellIds)
          expect(absenceOf(byId.get(told) as RoutingPerson, given)).toBeNull()
        expect(choice.reason === 'no-rule' || choice.tellIds.length > 0).toBe(true)
        return
      }
      const chosen = byId.get(choice.assigneeId)
      expect(chosen).toBeDefined()
      expect(choice.tellIds).toEqual([choice.assigneeId])
      expect(choice.skipped.map(({ staffId }) => staffId)).not.toContain(choice.assigneeId)
      if (choice.reason !== 'nobody-left') expect(given.tried).not.toContain(choice.assigneeId)
      const byRule = choice.ruleId !== null || choice.reason !== 'theirs'
      if (byRule && !mayBeOffDuty.includes(choice.reason))
        expect(dutyAbsence(chosen as RoutingPerson, given)).toBeNull()
      if (['turn', 'least-loaded', 'only-one'].includes(choice.reason))
        expect(absenceOf(chosen as RoutingPerson, given)).toBeNull()
    }),
    { numRuns: 400 },
  )
})

test('a head off duty is chosen only when nobody of the target and no head is on duty', () => {
  fc.assert(
    fc.property(input, (given) => {
      const choice = decideRouting(given)
      if (choice.reason !== 'head' && choice.reason !== 'department-head') return
      const chosen = given.people.find((each) => each.id === choice.assigneeId) as RoutingPerson
      if (dutyAbsence(chosen, given) === null) return
      const heads = given.people.filter((each) => each.role === 'head' || each.role === 'admin')
      const onDuty = heads.filter(
        (each) => dutyAbsence(each, given) === null && !given.tried.includes(each.id),
      )
      expect(onDuty).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('evenly is even: after any number of inquiries nobody who was there all the time is ahead by two', () => {
  const four = ids.slice(0, 4)
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      // Some people are away in some rounds; those never away are compared.
      fc.array(fc.subarray(four.slice(2)), { minLength: 60, maxLength: 60 }),
      (count, away) => {
        const turns: Record<string, number> = {}
        const got = new Map<string, number>()
        for (let round = 0; round < count; round++) {
          const choice = decideRouting({
            now: noon,
            schedule: defaultSchedule,
            zone: 'Europe/Moscow',
            loadLimit: null,
            facts: { channel: 'telegram', accountId: '', source: '', answers: {}, ownerId: null, open: true },
            rules: [
              {
                id: 'one',
                name: '',
                enabled: true,
                when: [],
                target: { kind: 'roles', roles: ['sales'] },
                ownerFirst: true,
                strategy: 'evenly',
                passOnAfter: null,
              },
            ],
            people: four.map((each) => ({
              id: each,
              role: 'sales',
              departmentId: null,
              hours: null,
              vacations: [],
              breakUntil: away[round]?.includes(each) ? new Date(noon.getTime() + 1) : null,
              loadLimit: null,
              load: 0,
            })),
            departments: [],
            turns: { one: turns },
            assigneeId: null,
            tried: [],
          })
          const id = choice.assigneeId as string
          turns[id] = round + 1
          got.set(id, (got.get(id) ?? 0) + 1)
        }
        const [first = 0, second = 0] = [got.get('a') ?? 0, got.get('b') ?? 0]
        expect(Math.abs(first - second)).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 40 },
  )
})
