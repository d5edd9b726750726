import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff, newPhone } from '../../tests/factories/people.js'
import { createClient } from '../clients/create-client.js'
import type { ManualClock } from '../clock.js'
import { rows } from '../collection.js'
import { type Actor, system } from '../context.js'
import { ensurePipelines } from '../deals/ensure-pipelines.js'
import { OtklikError } from '../errors.js'
import { attachInquiry } from './attach-inquiry.js'
import { classifyInquiry } from './classify-inquiry.js'
import { convertInquiry } from './convert-inquiry.js'
import { inquiryTransitions } from './inquiry.model.js'
import { inquiryEvents, moveInquiry } from './move-inquiry.js'
import { openInquiry } from './open-inquiry.js'
import { getInquiry, inquiryProjects, listInquiries } from './queries.js'
import { returnDeferred } from './return-deferred.js'

let core: TestCore
let olga: Extract<Actor, { kind: 'staff' }>
beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  olga = await buildStaff(core, 'sales', 'Ольга')
})
afterAll(() => core.close())

const coded = (code: string) => expect.objectContaining({ code })

describe('what kind of inquiry it is', () => {
  test('is said by anybody, keeps the status, and the journal filters by all of it', async () => {
    const marketer = await buildStaff(core, 'marketer', 'Лена')
    const inquiry = await openInquiry(core, system, {
      channel: 'form',
      origin: { utm: { utm_campaign: 'Осень' } },
    })
    expect(inquiry.project).toBe('Осень')
    const sorted = await classifyInquiry(core, marketer, {
      inquiryId: inquiry._id,
      byMeaning: 'target',
      byContact: 'verified',
      qualification: 'lead',
      project: 'Мерч',
      expectedVersion: 1,
    })
    expect(sorted).toMatchObject({ status: 'waiting', version: 2, project: 'Мерч' })
    await expect(
      classifyInquiry(core, marketer, { inquiryId: inquiry._id, project: 'x', expectedVersion: 1 }),
    ).rejects.toEqual(coded('changed-by-other'))
    await expect(
      classifyInquiry(core, marketer, { inquiryId: inquiry._id, departmentId: '6'.repeat(24) }),
    ).rejects.toEqual(coded('not-found'))
    const found = async (filter: Parameters<typeof listInquiries>[1]) =>
      (await listInquiries(core, filter)).items.map((row) => row._id)
    for (const filter of [
      { byMeaning: 'target' as const },
      { byContact: 'verified' as const },
      { qualification: 'lead' as const },
      { project: 'Мерч' },
      { departmentId: 'none' },
      { base: 'active' as const },
    ])
      expect(await found(filter)).toContain(inquiry._id)
    for (const filter of [
      { project: 'Осень' },
      { byNumber: 'repeat' as const },
      { base: 'undefined' as const },
    ])
      expect(await found(filter)).not.toContain(inquiry._id)
    expect(await inquiryProjects(core)).toContain('Мерч')
  })
})

describe('given to an existing client', () => {
  test('without a deal; the second of that client is a repeat one', async () => {
    const client = await createClient(core, olga, { name: 'Давний', phones: [newPhone()] })
    const [first, second] = [
      await openInquiry(core, system, { channel: 'phone' }),
      await openInquiry(core, system, { channel: 'phone' }),
    ]
    await attachInquiry(core, olga, { inquiryId: first._id, clientId: client._id })
    const given = await attachInquiry(core, olga, {
      inquiryId: second._id,
      clientId: client._id,
      why: 'узнали',
    })
    expect(given).toMatchObject({
      clientId: client._id,
      byNumber: 'repeat',
      byContact: 'received',
      status: 'waiting',
    })
    expect(given.history.at(-1)).toMatchObject({
      event: 'attach',
      from: 'waiting',
      to: 'waiting',
      why: 'узнали',
    })
    expect(await rows(core.models.Deal).countDocuments({ clientId: client._id })).toBe(0)
    await moveInquiry(core, olga, { inquiryId: first._id, event: 'discard' })
    const other = await createClient(core, olga, { name: 'Другой' })
    await expect(attachInquiry(core, olga, { inquiryId: first._id, clientId: other._id })).rejects.toEqual(
      coded('illegal-transition'),
    )
    await convertInquiry(core, olga, { inquiryId: second._id })
    await expect(attachInquiry(core, olga, { inquiryId: second._id, clientId: other._id })).rejects.toEqual(
      coded('already-exists'),
    )
  })
})

test('deferred demand comes back by itself on its date, once, and can go on to a deal', async () => {
  const clock = core.clock as ManualClock
  const inquiry = await openInquiry(core, system, { channel: 'phone' })
  const until = new Date(clock.now().getTime() + 30 * 24 * 3600_000)
  await moveInquiry(core, olga, { inquiryId: inquiry._id, event: 'take' })
  await moveInquiry(core, olga, { inquiryId: inquiry._id, event: 'defer', until, why: 'бюджет в мае' })
  clock.advance(29 * 24 * 3600_000)
  expect(await returnDeferred(core)).toBe(0)
  clock.advance(24 * 3600_000)
  const runs = await Promise.all([returnDeferred(core), returnDeferred(core)])
  expect(runs.reduce((sum, count) => sum + count)).toBe(1)
  // Whoever put it off has it still.
  expect(await getInquiry(core, inquiry._id)).toMatchObject({
    status: 'waiting',
    assigneeId: olga.id,
    deferredUntil: null,
  })
  const { deal } = await convertInquiry(core, olga, { inquiryId: inquiry._id })
  expect(deal).toMatchObject({ inquiryId: inquiry._id, ownerId: olga.id, stage: 'new-lead' })
})

test('no sequence of events leaves the map, and the history replays to the present', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...inquiryEvents, 'classify' as const), { maxLength: 12 }),
      async (events) => {
        const opened = await openInquiry(core, system, { channel: 'api' })
        let status = opened.status
        for (const event of events) {
          if (event === 'classify') {
            await classifyInquiry(core, olga, { inquiryId: opened._id, qualification: 'lead' })
            continue
          }
          const until = new Date(core.clock.now().getTime() + 1000)
          const moved = await moveInquiry(core, olga, {
            inquiryId: opened._id,
            event,
            ...(event === 'defer' ? { until } : {}),
          }).catch((err: unknown) => {
            expect(err).toBeInstanceOf(OtklikError)
            expect(err).toEqual(coded('illegal-transition'))
            return null
          })
          expect(moved !== null).toBe(inquiryTransitions[status][event] !== undefined)
          if (moved) status = moved.status
        }
        const now = await getInquiry(core, opened._id)
        expect(now.status).toBe(status)
        const replayed = now.history.reduce<string | null>((state, move) => {
          expect(move.from).toBe(state)
          return move.to
        }, null)
        expect(replayed).toBe(now.status)
        expect(now.deferredUntil !== null).toBe(now.status === 'deferred')
      },
    ),
    { numRuns: 25 },
  )
})
