import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff, newPhone } from '../../tests/factories/people.js'
import { planActivity } from '../activities/plan-activity.js'
import { refreshClientFacts } from '../clients/client-facts.js'
import { createClient } from '../clients/create-client.js'
import { findOrCreateClient } from '../clients/find-or-create-client.js'
import { getClient } from '../clients/queries.js'
import { saveCustomFields } from '../clients/save-custom-fields.js'
import { updateClient } from '../clients/update-client.js'
import { rows } from '../collection.js'
import type { Actor } from '../context.js'
import { createDeal } from '../deals/create-deal.js'
import { ensurePipelines } from '../deals/ensure-pipelines.js'
import { newId } from '../ids.js'
import { dismissDuplicate } from './dismiss-duplicate.js'
import { findDuplicatesOf } from './find-duplicates.js'
import { mergeClients, previewMerge } from './merge-clients.js'
import { duplicatesOf, listDuplicates } from './queries.js'
import { undoMerge } from './undo-merge.js'

let core: TestCore
let olga: Extract<Actor, { kind: 'staff' }>
beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  olga = await buildStaff(core, 'sales', 'Ольга')
  await saveCustomFields(core, await buildStaff(core, 'head'), {
    fields: [{ key: 'size', label: 'Размер', type: 'text' }],
  })
})
afterAll(() => core.close())

async function buildPoint(
  clientId: string | null,
  over: { kind?: 'telegram' | 'whatsapp'; value?: string; username?: string } = {},
) {
  const _id = newId()
  await rows(core.models.ContactPoint).insertOne({
    _id,
    kind: 'telegram',
    accountId: 'telegram:main',
    value: newId(),
    chatId: '1',
    name: 'Гость',
    clientId,
    state: 'verified',
    reachable: true,
    createdAt: core.clock.now(),
    ...over,
  })
  return _id
}

async function look(...clientIds: string[]): Promise<void> {
  for (const clientId of clientIds) await refreshClientFacts(core, clientId)
  for (const clientId of clientIds) await findDuplicatesOf(core, clientId)
}

/** Every document that belongs to the two, without the counters of changes. */
async function everything(ids: string[]) {
  const { models } = core
  const of = async (model: 'Deal' | 'Activity' | 'ContactPoint' | 'Conversation' | 'Inquiry') =>
    core.models[model].collection
      .find({ clientId: { $in: ids } })
      .sort({ _id: 1 })
      .toArray()
  const cards = await rows(models.Client)
    .find({ _id: { $in: ids } })
    .sort({ _id: 1 })
    .toArray()
  return {
    cards: cards.map(({ version: _version, ...card }) => card),
    deals: await of('Deal'),
    activities: await of('Activity'),
    points: await of('ContactPoint'),
    conversations: (await of('Conversation')).map(({ version: _version, ...talk }) => talk),
    agents: await rows(models.Client)
      .find({ agentId: { $in: ids } })
      .sort({ _id: 1 })
      .toArray(),
  }
}

describe('the finder', () => {
  test('tells why: phone said in a chat of another card, WhatsApp number, username, name and company', async () => {
    const phone = newPhone()
    const first = await createClient(core, olga, {
      name: 'Иван Петров',
      phones: [phone],
      companyName: 'ООО Ромашка',
    })
    const chat = await buildPoint(null)
    const { client: guest } = await findOrCreateClient(core, olga, { contactPointId: chat, name: 'Ваня' })
    const { conflicts } = await findOrCreateClient(core, olga, { contactPointId: chat, phone })
    expect(conflicts).toHaveLength(1)
    const byWhatsApp = await createClient(core, olga, { name: 'Petrov' })
    await buildPoint(byWhatsApp._id, {
      kind: 'whatsapp',
      value: `${phone.slice(1)}@c.us`,
      username: 'ivan_p',
    })
    const sameName = await createClient(core, olga, { name: 'петров  иван', companyName: '«Ромашка»' })
    await look(first._id, guest._id, byWhatsApp._id, sameName._id)
    const found = await duplicatesOf(core, first._id)
    const reasons = Object.fromEntries(
      found.map((pair) => [pair.clients.find((each) => each._id !== first._id)?._id, pair.reasons]),
    )
    expect(reasons).toEqual({
      [guest._id]: ['phone'],
      [byWhatsApp._id]: ['phone'],
      [sameName._id]: ['name-company'],
    })
  })

  test('what was called different stays so, until a new reason turns up; what changed is no pair any more', async () => {
    const company = `Фирма ${newId()}`
    const one = await createClient(core, olga, { name: 'Анна Белова', companyName: company })
    const two = await createClient(core, olga, { name: 'Анна Белова', companyName: company })
    await look(one._id, two._id)
    const [pair] = await duplicatesOf(core, one._id)
    await dismissDuplicate(core, olga, { pairId: pair?._id ?? '' })
    await look(two._id)
    expect(await duplicatesOf(core, one._id)).toEqual([])
    await buildPoint(one._id, { username: 'Anna' })
    await buildPoint(two._id, { username: '@anna' })
    await look(one._id, two._id)
    expect((await duplicatesOf(core, one._id))[0]?.reasons).toEqual(['username', 'name-company'])
    await rows(core.models.ContactPoint).deleteMany({ clientId: two._id })
    await updateClient(core, olga, { clientId: two._id, name: 'Вера Чёрная' })
    await look(two._id)
    expect(await duplicatesOf(core, one._id)).toEqual([])
    expect((await listDuplicates(core)).items.every((each) => each.clients.length === 2)).toBe(true)
  })
})

describe('merging', () => {
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
  const words = fc.constantFrom('альфа', 'бета', 'гамма')
  const card = fc.record({
    name: words,
    position: maybe(words),
    notes: maybe(words),
    territory: maybe(words),
    birthday: maybe(fc.constantFrom('1985-03-08', '--12-31')),
    bonusPercent: maybe(fc.nat(100)),
    state: fc.constantFrom('not-client' as const, 'potential' as const),
    hasPhone: fc.boolean(),
    size: maybe(words),
    deals: fc.nat(2),
    plans: fc.nat(1),
  })

  async function build({
    hasPhone,
    size,
    deals,
    plans,
    ...fields
  }: typeof card extends fc.Arbitrary<infer T> ? T : never) {
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    const client = await createClient(core, olga, {
      ...(given as { name: string }),
      phones: hasPhone ? [newPhone()] : [],
      custom: size === undefined ? {} : { size },
    })
    for (let n = 0; n < deals; n++) await createDeal(core, olga, { clientId: client._id })
    for (let n = 0; n < plans; n++) {
      await planActivity(core, olga, {
        kind: 'task',
        title: 'Дело',
        dueAt: new Date('2026-03-12T09:00:00Z'),
        clientId: client._id,
      })
    }
    await buildPoint(client._id)
    await refreshClientFacts(core, client._id)
    return client._id
  }

  test('merge and undo give back the same documents, whatever the cards and the choices', async () => {
    await fc.assert(
      fc.asyncProperty(
        card,
        card,
        fc.dictionary(
          fc.constantFrom(
            'name',
            'position',
            'notes',
            'territory',
            'birthday',
            'bonusPercent',
            'custom.size',
          ),
          fc.constantFrom('survivor' as const, 'other' as const),
        ),
        async (one, two, choices) => {
          const [survivorId, otherId] = [await build(one), await build(two)]
          const before = await everything([survivorId, otherId])
          const merge = await mergeClients(core, olga, { survivorId, otherId, choices })
          const merged = await everything([survivorId, otherId])
          expect(merged.cards).toHaveLength(1)
          expect(merged.cards[0]?.phones).toHaveLength(Number(one.hasPhone) + Number(two.hasPhone))
          expect(merged.deals.every((deal) => deal.clientId === survivorId)).toBe(true)
          expect(merged.deals).toHaveLength(one.deals + two.deals)
          expect(merged.activities).toHaveLength(before.activities.length)
          if (choices.name === 'other') expect(merged.cards[0]?.name).toBe(two.name)
          await undoMerge(core, olga, { mergeId: merge._id })
          expect(await everything([survivorId, otherId])).toEqual(before)
        },
      ),
      { numRuns: 12 },
    )
  })

  test('the preview tells what differs, what is proposed and what follows; old links lead to the survivor', async () => {
    const agent = await createClient(core, olga, { name: 'Агент', kind: 'agent' })
    const copy = await createClient(core, olga, {
      name: 'Агент 2',
      kind: 'agent',
      territory: 'Томск',
      notes: 'Б',
    })
    await updateClient(core, olga, { clientId: agent._id, notes: 'А' })
    const brought = await createClient(core, olga, {
      name: 'Приведённый',
      kind: 'through-agent',
      agentId: copy._id,
    })
    await createDeal(core, olga, { clientId: copy._id })
    const preview = await previewMerge(core, olga, { survivorId: agent._id, otherId: copy._id })
    expect(preview.fields).toEqual([
      { field: 'name', survivor: 'Агент', other: 'Агент 2', choice: 'survivor' },
      { field: 'territory', survivor: '', other: 'Томск', choice: 'other' },
      { field: 'notes', survivor: 'А', other: 'Б', choice: 'both' },
    ])
    expect(preview.moves).toMatchObject({ Deal: 1, Client: 1 })
    await mergeClients(core, olga, { survivorId: agent._id, otherId: copy._id })
    const merged = await getClient(core, copy._id)
    expect(merged).toMatchObject({ _id: agent._id, territory: 'Томск', notes: 'А\n\nБ', base: 'funnel' })
    expect((await getClient(core, brought._id)).agentId).toBe(agent._id)
  })

  test('what people changed since the merge survives the undo', async () => {
    const [one, two] = [newPhone(), newPhone()]
    const survivor = await createClient(core, olga, { name: 'Первая', phones: [one] })
    const other = await createClient(core, olga, { name: 'Вторая', phones: [two], territory: 'Омск' })
    const { _id: mergeId } = await mergeClients(core, olga, { survivorId: survivor._id, otherId: other._id })
    const three = newPhone()
    await updateClient(core, olga, { clientId: survivor._id, name: 'Новое имя', phones: [one, two, three] })
    await undoMerge(core, olga, { mergeId })
    expect(await getClient(core, survivor._id)).toMatchObject({
      name: 'Новое имя',
      phones: [one, three],
      territory: '',
    })
    expect(await getClient(core, other._id)).toMatchObject({ name: 'Вторая', phones: [two] })
    await expect(undoMerge(core, olga, { mergeId })).rejects.toMatchObject({ code: 'merge-not-possible' })
  })

  test('two who merge one pair: one wins; whoever looked at an old card is told', async () => {
    const survivor = await createClient(core, olga, { name: 'А' })
    const other = await createClient(core, olga, { name: 'Б' })
    const input = { survivorId: survivor._id, otherId: other._id }
    const results = await Promise.allSettled([
      mergeClients(core, olga, input),
      mergeClients(core, olga, input),
    ])
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    const late = await createClient(core, olga, { name: 'В' })
    await expect(
      mergeClients(core, olga, { survivorId: survivor._id, otherId: late._id, expectedVersion: 1 }),
    ).rejects.toMatchObject({ code: 'changed-by-other', params: { name: 'Ольга' } })
    await expect(mergeClients(core, olga, { survivorId: late._id, otherId: late._id })).rejects.toMatchObject(
      {
        code: 'merge-not-possible',
      },
    )
  })
})
