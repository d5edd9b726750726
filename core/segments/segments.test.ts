import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildStaff } from '../../tests/factories/people.js'
import { refreshClientFacts } from '../clients/client-facts.js'
import { createClient, type createClientInput } from '../clients/create-client.js'
import { listClients } from '../clients/queries.js'
import { saveCustomFields } from '../clients/save-custom-fields.js'
import { rows } from '../collection.js'
import type { Actor } from '../context.js'
import { createDeal } from '../deals/create-deal.js'
import { ensurePipelines } from '../deals/ensure-pipelines.js'
import { compileSegment } from './compile-segment.js'
import { contextOf, countSegment, getSegment, listSegments } from './queries.js'
import { createSegment, deleteSegment, updateSegment } from './save-segment.js'
import { operatorsOf, type SegmentGroup, type SegmentRule } from './segment-definition.js'
import { segmentFields } from './segment-fields.js'

let core: TestCore
let olga: Extract<Actor, { kind: 'staff' }>
let head: Extract<Actor, { kind: 'staff' }>
const ids: Record<string, string> = {}

beforeAll(async () => {
  core = await buildCore()
  await ensurePipelines(core)
  olga = await buildStaff(core, 'sales', 'Ольга')
  head = await buildStaff(core, 'head', 'Марина')
  await saveCustomFields(core, head, {
    fields: [
      { key: 'size', label: 'Размер', type: 'choice', options: ['S', 'M', 'XL'] },
      { key: 'budget', label: 'Бюджет', type: 'money' },
      { key: 'people', label: 'Сотрудников', type: 'number' },
      { key: 'since', label: 'Работаем с', type: 'date' },
      { key: 'vip', label: 'VIP', type: 'flag' },
      { key: 'motto', label: 'Девиз', type: 'text' },
    ],
  })
  const add = async (
    name: string,
    fields: Partial<Parameters<typeof createClientInput.parse>[0] & object> = {},
  ) => {
    ids[name] = (await createClient(core, head, { name, ...fields }))._id
  }
  await add('а', {
    territory: 'Новосибирск',
    ownerId: olga.id,
    custom: { size: 'XL', budget: 1500.5, vip: true },
  })
  await add('б', { territory: 'Бердск', birthday: '1985-03-12', custom: { size: 'M', people: 12 } })
  await add('в', {
    territory: 'Новосибирск',
    birthday: '--12-31',
    custom: { since: '2024-05-01', motto: 'Вперёд (вместе)' },
  })
  await createDeal(core, olga, { clientId: ids.а ?? '' })
  for (const id of Object.values(ids)) await refreshClientFacts(core, id)
  await rows(core.models.Client).updateOne(
    { _id: ids.в ?? '' },
    { $set: { lastContactAt: new Date('2026-01-01T00:00:00Z') } },
  )
})
afterAll(() => core.close())

/** The names of those who fit, through the client list. */
async function who(match: 'all' | 'any', ...rules: (SegmentRule | SegmentGroup)[]): Promise<string> {
  const { _id } = await createSegment(core, olga, { name: 'Проба', definition: { match, rules } })
  const { items } = await listClients(core, { segment: _id }, {}, olga)
  const { count } = await countSegment(core, olga, { match, rules })
  expect(count).toBe(items.length)
  return items
    .map((client) => client.name)
    .sort()
    .join('')
}

describe('what may be asked', () => {
  test('fields of the card, of events and of the company itself, each by the operators of its kind', async () => {
    expect(await who('all', { field: 'territory', operator: 'is', value: 'Новосибирск' })).toBe('ав')
    expect(await who('all', { field: 'territory', operator: 'begins', value: 'Б' })).toBe('б')
    expect(await who('all', { field: 'territory', operator: 'is-not', value: ['Бердск', 'Омск'] })).toBe('ав')
    expect(await who('all', { field: 'owner', operator: 'is', value: 'me' })).toBe('а')
    expect(await who('all', { field: 'owner', operator: 'empty' })).toBe('бв')
    expect(await who('all', { field: 'base', operator: 'is', value: ['cold', 'free'] })).toBe('бв')
    expect(await who('all', { field: 'openDeals', operator: 'at-least', value: 1 })).toBe('а')
    expect(await who('all', { field: 'deals', operator: 'empty' })).toBe('бв')
    expect(await who('all', { field: 'lastDealAt', operator: 'within-days', value: 1 })).toBe('а')
    expect(await who('all', { field: 'lastContactAt', operator: 'before-days', value: 30 })).toBe('в')
    expect(await who('all', { field: 'lastWonAt', operator: 'before-days', value: 30 })).toBe('абв')
    expect(await who('all', { field: 'birthday', operator: 'next-days', value: 3 })).toBe('б')
    expect(await who('all', { field: 'createdAt', operator: 'after', value: '2026-03-11' })).toBe('абв')
    expect(await who('all', { field: 'custom.size', operator: 'is', value: ['XL', 'M'] })).toBe('аб')
    expect(await who('all', { field: 'custom.budget', operator: 'at-least', value: 1500.5 })).toBe('а')
    expect(await who('all', { field: 'custom.people', operator: 'at-most', value: 12 })).toBe('б')
    expect(await who('all', { field: 'custom.since', operator: 'before', value: '2025-01-01' })).toBe('в')
    expect(await who('all', { field: 'custom.vip', operator: 'no' })).toBe('бв')
    expect(await who('all', { field: 'custom.motto', operator: 'begins', value: 'Вперёд (' })).toBe('в')
    expect(
      await who(
        'any',
        { field: 'custom.vip', operator: 'yes' },
        {
          match: 'all',
          rules: [
            { field: 'territory', operator: 'is', value: 'Новосибирск' },
            { field: 'custom.since', operator: 'filled' },
          ],
        },
      ),
    ).toBe('ав')
  })

  test('anything else is refused by name, and no value becomes an operator', async () => {
    const refused = async (rule: unknown, path: string) => {
      const definition = { match: 'all', rules: [rule] } as SegmentGroup
      await expect(createSegment(core, olga, { name: 'x', definition })).rejects.toMatchObject({
        code: 'bad-input',
        fields: { [path]: expect.any(String) },
      })
    }
    await refused({ field: 'words', operator: 'is', value: 'x' }, 'rules.0.field')
    await refused({ field: 'custom.none', operator: 'is', value: 'x' }, 'rules.0.field')
    await refused({ field: 'territory', operator: 'at-least', value: 'x' }, 'rules.0.operator')
    await refused({ field: 'territory', operator: 'is' }, 'rules.0.value')
    await refused({ field: 'state', operator: 'is', value: 'happy' }, 'rules.0.value')
    await refused({ field: 'lastDealAt', operator: 'within-days', value: 'soon' }, 'rules.0.value')
    await refused({ field: 'createdAt', operator: 'after', value: '2026-13-41' }, 'rules.0.value')
    await expect(
      createSegment(core, olga, {
        name: 'x',
        definition: {
          match: 'all',
          rules: [{ field: 'territory', operator: 'is', value: { $ne: null } }],
        } as never,
      }),
    ).rejects.toMatchObject({ code: 'bad-input' })
  })

  test('every field with every operator of its kind compiles to something MongoDB answers', async () => {
    const fields = await segmentFields(core)
    const samples: Record<string, unknown> = {
      number: 1,
      money: 1,
      yearday: 3,
      moment: '2026-01-01',
      day: '2026-01-01',
      text: 'я',
      person: 'me',
    }
    const context = await contextOf(core, olga)
    const asks = fields.flatMap((field) =>
      operatorsOf[field.kind].map(
        (operator): SegmentRule => ({
          field: field.key,
          operator,
          value: (operator.endsWith('-days') ? 3 : (field.options?.[0] ?? samples[field.kind])) as never,
        }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...asks), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('all' as const, 'any' as const),
        async (rules, match) => {
          const where = compileSegment({ match, rules }, context)
          const [these, rest] = await Promise.all([
            rows(core.models.Client).countDocuments(where),
            rows(core.models.Client).countDocuments({ $nor: [where] }),
          ])
          expect(these + rest).toBe(3)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('saved segments', () => {
  test('private ones are their owner’s, shared ones everybody’s; heads change all', async () => {
    const definition: SegmentGroup = {
      match: 'all',
      rules: [{ field: 'owner', operator: 'is', value: 'me' }],
    }
    const own = await createSegment(core, olga, { name: 'Мои', definition })
    const shared = await createSegment(core, head, { name: 'Общие', definition, shared: true })
    const seen = (await listSegments(core, olga)).map((segment) => segment._id)
    expect(seen).toEqual(expect.arrayContaining([own._id, shared._id]))
    expect((await listSegments(core, head)).map((segment) => segment._id)).not.toContain(own._id)
    await expect(getSegment(core, head, own._id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(updateSegment(core, olga, { segmentId: shared._id, name: 'x' })).rejects.toMatchObject({
      code: 'not-allowed',
    })
    await updateSegment(core, head, { segmentId: shared._id, name: 'Чьи-то', expectedVersion: 1 })
    await expect(
      updateSegment(core, head, { segmentId: shared._id, name: 'y', expectedVersion: 1 }),
    ).rejects.toMatchObject({ code: 'changed-by-other', params: { name: 'Марина' } })
    // `me` is whoever looks.
    expect((await listClients(core, { segment: shared._id }, {}, olga)).items).toHaveLength(1)
    expect((await listClients(core, { segment: shared._id }, {}, head)).items).toHaveLength(0)
    await deleteSegment(core, olga, own._id)
    await expect(listClients(core, { segment: own._id }, {}, olga)).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('custom fields', () => {
  test('are checked by their type, and a sum keeps its kopecks', async () => {
    const wrong = (custom: Record<string, string | number | boolean>) =>
      expect(createClient(core, olga, { name: 'x', custom })).rejects.toMatchObject({
        code: 'bad-input',
        fields: { [`custom.${Object.keys(custom)[0]}`]: expect.any(String) },
      })
    await wrong({ size: 'XXL' })
    await wrong({ budget: 10.005 })
    await wrong({ people: 'много' })
    await wrong({ since: '31.12.2025' })
    await wrong({ vip: 'да' })
    await wrong({ nobody: 'declared' })
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000_00), async (minor) => {
        const client = await createClient(core, olga, { name: 'Сумма', custom: { budget: minor / 100 } })
        expect(client.custom.budget).toBe(minor)
        await rows(core.models.Client).deleteOne({ _id: client._id })
      }),
      { numRuns: 15 },
    )
  })

  test('the type of a field in use stays; two editors do not overwrite each other', async () => {
    const { fields, version } = await saveCustomFields(core, head, {
      fields: [
        { key: 'size', label: 'Размер', type: 'choice', options: ['S', 'M', 'XL'] },
        { key: 'empty', label: 'Пустое', type: 'text' },
      ],
    })
    const [size, empty] = fields
    if (!size || !empty) throw new Error('two fields')
    await expect(saveCustomFields(core, head, { fields: [{ ...size, type: 'text' }] })).rejects.toMatchObject(
      {
        fields: { 'fields.0.type': 'taken' },
      },
    )
    await saveCustomFields(core, head, {
      fields: [size, { ...empty, type: 'flag' }],
      expectedVersion: version,
    })
    await expect(
      saveCustomFields(core, head, { fields: [], expectedVersion: version }),
    ).rejects.toMatchObject({
      code: 'changed-by-other',
    })
    await expect(saveCustomFields(core, olga, { fields: [] })).rejects.toMatchObject({ code: 'not-allowed' })
  })
})
