import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff, newPhone } from '../../tests/factories/people.js'
import { createClient } from '../clients/create-client.js'
import { rows } from '../collection.js'
import { type Actor, system } from '../context.js'
import { ensurePipelines } from '../deals/ensure-pipelines.js'
import { commentInquiry } from './comment-inquiry.js'
import { convertInquiry } from './convert-inquiry.js'
import { moveInquiry } from './move-inquiry.js'
import { openInquiry } from './open-inquiry.js'
import { getInquiry, listInquiries } from './queries.js'

let core: TestCore
let olga: Extract<Actor, { kind: 'staff' }>
beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  olga = await buildStaff(core, 'sales', 'Ольга')
})
afterAll(() => core.close())

const coded = (code: string) => expect.objectContaining({ code })

test('every move is in the history with who, when and why, and is published', async () => {
  const inquiry = await openInquiry(core, system, { channel: 'form', source: 'site' })
  await moveInquiry(core, olga, { inquiryId: inquiry._id, event: 'take' })
  const moved = await moveInquiry(core, olga, { inquiryId: inquiry._id, event: 'discard', why: 'спам' })
  expect(moved).toMatchObject({ status: 'trash', qualification: 'not-lead', assigneeId: olga.id, version: 3 })
  expect(moved.history.map(({ from, to, why, by }) => [from, to, why, by.name])).toEqual([
    [null, 'waiting', undefined, 'Otklik'],
    ['waiting', 'in-work', undefined, 'Ольга'],
    ['in-work', 'trash', 'спам', 'Ольга'],
  ])
  expect(await getInquiry(core, inquiry._id)).toEqual(moved)
  const events = await rows(core.models.Event)
    .find({ stream: inquiry._id }, { sort: { seq: 1 } })
    .toArray()
  expect(events.map((event) => [event.type, event.seq])).toEqual([
    ['inquiry.opened', 1],
    ['inquiry.moved', 2],
    ['inquiry.moved', 3],
  ])
})

test('an illegal move is refused, names what is allowed, and writes nothing', async () => {
  const inquiry = await openInquiry(core, system, { channel: 'phone' })
  await moveInquiry(core, olga, { inquiryId: inquiry._id, event: 'discard' })
  await expect(moveInquiry(core, olga, { inquiryId: inquiry._id, event: 'take' })).rejects.toEqual(
    expect.objectContaining({
      code: 'illegal-transition',
      params: expect.objectContaining({ allowed: 'return' }),
    }),
  )
  await expect(convertInquiry(core, olga, { inquiryId: inquiry._id })).rejects.toEqual(
    coded('illegal-transition'),
  )
  expect(await getInquiry(core, inquiry._id)).toMatchObject({ version: 2 })
  expect(await rows(core.models.Deal).countDocuments({ inquiryId: inquiry._id })).toBe(0)
})

test('deferred demand needs a date ahead', async () => {
  const inquiry = await openInquiry(core, system, { channel: 'phone' })
  const defer = (until?: Date) => moveInquiry(core, olga, { inquiryId: inquiry._id, event: 'defer', until })
  await expect(defer()).rejects.toEqual(coded('date-in-past'))
  await expect(defer(new Date('2020-01-01'))).rejects.toEqual(coded('date-in-past'))
  expect(await defer(new Date('2026-05-01T09:00:00Z'))).toMatchObject({ status: 'deferred' })
  expect(await moveInquiry(core, system, { inquiryId: inquiry._id, event: 'return' })).toMatchObject({
    status: 'waiting',
    deferredUntil: null,
  })
})

describe('converting', () => {
  test('five presses at once make one deal', async () => {
    const client = await createClient(core, olga, {
      name: 'Клиент',
      phones: [newPhone()],
      companyName: 'Берег',
    })
    const inquiry = await openInquiry(core, system, {
      channel: 'form',
      clientId: client._id,
      answers: { run: { label: 'Тираж', text: '300 штук', value: 300 } },
    })
    const results = await Promise.all(
      Array.from({ length: 5 }, () =>
        convertInquiry(core, olga, { inquiryId: inquiry._id, deal: { title: 'Кружки' } }),
      ),
    )
    expect(new Set(results.map(({ deal }) => deal._id)).size).toBe(1)
    const [deal] = await rows(core.models.Deal).find({ inquiryId: inquiry._id }).toArray()
    expect(deal).toMatchObject({
      title: 'Кружки',
      clientId: client._id,
      companyId: client.companyId,
      pipeline: 'merchandise',
      stage: 'new-lead',
      ownerId: olga.id,
      answers: { run: { value: 300 } },
    })
    expect(await getInquiry(core, inquiry._id)).toMatchObject({
      status: 'converted',
      qualification: 'lead',
      byMeaning: 'target',
      dealId: deal?._id,
    })
  })

  test('to an existing client', async () => {
    const client = await createClient(core, olga, { name: 'Давний' })
    const inquiry = await openInquiry(core, system, { channel: 'phone' })
    const { deal, inquiry: converted } = await convertInquiry(core, olga, {
      inquiryId: inquiry._id,
      clientId: client._id,
    })
    expect([deal.clientId, converted.clientId]).toEqual([client._id, client._id])
    expect(deal.title).toBe('Сделка с Давний')
  })

  test('the assistant and the marketer do not', async () => {
    const inquiry = await openInquiry(core, system, { channel: 'phone' })
    for (const role of ['assistant', 'marketer'] as const) {
      await expect(
        convertInquiry(core, await buildStaff(core, role), { inquiryId: inquiry._id }),
      ).rejects.toEqual(coded('not-allowed'))
    }
  })
})

test('a comment makes no client; the journal filters; a repeat is a repeat', async () => {
  const client = await createClient(core, olga, { name: 'Клиент', phones: [newPhone()] })
  const first = await openInquiry(core, system, { channel: 'phone', clientId: client._id, source: 'радио' })
  const second = await openInquiry(core, system, { channel: 'form', clientId: client._id })
  expect([first.byNumber, second.byNumber]).toEqual(['primary', 'repeat'])
  expect(first).toMatchObject({ byContact: 'received', assigneeId: olga.id })
  await commentInquiry(core, await buildStaff(core, 'marketer'), {
    inquiryId: first._id,
    comment: 'Перезвонить',
  })

  const ids = async (filter: Parameters<typeof listInquiries>[1]) =>
    (await listInquiries(core, filter)).items.map((row) => row._id)
  expect(await ids({ clientId: client._id })).toEqual([second._id, first._id])
  expect(await ids({ source: 'радио' })).toEqual([first._id])
  expect(await ids({ clientId: client._id, channel: 'form', status: 'waiting' })).toEqual([second._id])
  expect(
    await ids({ clientId: client._id, from: core.clock.now(), to: new Date('2026-03-12T00:00:00Z') }),
  ).toHaveLength(2)
  expect(await ids({ clientId: client._id, to: core.clock.now() })).toEqual([])
  await expect(listInquiries(core, { status: 'lost' as never })).rejects.toEqual(coded('bad-input'))
  await expect(listInquiries(core, {}, { limit: 1000 })).rejects.toEqual(coded('bad-input'))
})
