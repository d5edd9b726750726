import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { z } from 'zod'
import { newId } from '../../core/ids.js'
import type { RouteCard } from '../../web-admin/api/recipe.js'
import { buildCore, type TestCore } from '../factories/core.js'
import { buildWeb, type Caller, type Web } from '../factories/web.js'
import { isFull } from '../faults/size.js'

/**
 * No value of a request ever becomes a query operator: every parameter of every route is given operators, arrays and
 * prototype tricks, as JSON values, as bracketed query names and as strings. Each is refused with 400 before it is read.
 * After Rocket.Chat CVE-2021-22911 and CVE-2022-35246, Mongoose CVE-2024-53900, CVE-2025-23061, Chatwoot CVE-2025-21628.
 */
const objects: unknown[] = [
  { $ne: null },
  { $ne: '' },
  { $gt: '' },
  { $gte: '' },
  { $lt: 'zzzz' },
  { $lte: 1e9 },
  { $exists: true },
  { $in: ['a', 'b'] },
  { $nin: [] },
  { $eq: 'x' },
  { $not: { $eq: null } },
  { $regex: '.*' },
  { $regex: '^a', $options: 'i' },
  { $where: 'sleep(1000)' },
  { $where: 'this.passwordHash' },
  { $expr: { $gt: ['$sessionEpoch', -1] } },
  { $function: { body: 'function(){return true}', args: [], lang: 'js' } },
  { $or: [{}, { a: 1 }] },
  { $and: [{}] },
  { $nor: [{ a: 1 }] },
  { $elemMatch: { $ne: null } },
  { $size: 0 },
  { $type: 'string' },
  { $mod: [1, 0] },
  { $all: [] },
  { $text: { $search: 'a' } },
  { $jsonSchema: {} },
  { $comment: 'x' },
  { $set: { role: 'admin' } },
  { $inc: { version: 1 } },
  { $unset: { passwordHash: '' } },
  { $lookup: { from: 'staff' } },
  { $out: 'staff' },
  { $trusted: true, $ne: null },
  { _bsontype: 'ObjectId', id: 'a' },
  { $oid: '000000000000000000000000' },
  { $date: 0 },
  { toString: '[object Object]' },
  { valueOf: 1 },
  { length: 24 },
  { constructor: { prototype: { role: 'admin' } } },
  { nested: { $ne: null } },
  {},
  [{ $ne: null }],
  [[{ $gt: '' }]],
  [null],
]
/** What JSON.parse makes an own field of, and object literals do not. */
const rawObjects = [
  '{"__proto__":{"role":"admin"}}',
  '{"__proto__":{"$ne":null}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"a":{"__proto__":{"$gt":""}}}',
]
const bracketed = [
  '[$ne]',
  '[$gt]',
  '[$regex]',
  '[$where]',
  '[$in][]',
  '[$nor][0][a]',
  '[]',
  '[__proto__][x]',
  '[constructor]',
  '.$ne',
]

let core: TestCore
let web: Web
let panel: Caller
let api: Caller

beforeAll(async () => {
  core = await buildCore()
  web = await buildWeb(core, { requestsPerKey: 1_000_000, requestsPerPerson: 1_000_000 })
  panel = await web.signIn('admin')
  api = await web.withKey('admin')
})
afterAll(async () => {
  await web.close()
  await core.close()
})

const callerOf = (card: RouteCard) => (card.path.startsWith('/api/v1/') ? api : panel)
const open = (path: string) => path.replace(/:(?:key|form)\b/g, 'none').replace(/:\w+/g, () => newId())
/** Bodies that are JSON and not limited to a few a minute; sign-in and forms have tests of their own below. */
const takesJson = ({ method, path }: RouteCard) =>
  method !== 'get' && path !== '/api/files' && path !== '/api/session' && path !== '/forms/:form'
/** Tries the routes side by side: each waits for the database by itself. */
const onEach = (wanted: (card: RouteCard) => boolean, attempt: (card: RouteCard) => Promise<void>) =>
  Promise.all(web.api.routes.filter(wanted).map(attempt))
const fieldsOf = (schema: z.ZodType | undefined): string[] => {
  const { def } = (schema ?? {}) as { def?: { type: string; shape?: object } }
  return def?.type === 'object' && def.shape ? Object.keys(def.shape) : []
}

/**
 * `npm run test:full` gives every payload to every place; `npm test` deals them out: each place gets some, and over the
 * places each payload comes many times.
 */
let dealt = 0
function some<T>(payloads: readonly T[], count: number): readonly T[] {
  if (isFull) return payloads
  return Array.from({ length: count }, () => payloads[dealt++ % payloads.length] as T)
}

test('there are sixty of them', () => {
  expect(objects.length + rawObjects.length + bracketed.length).toBe(60)
})

test('a payload that were let through would be seen: the check can fail', async () => {
  // The record of a form's fields takes any name, but no object as a value.
  expect((await web.stranger.post('/forms/x', { email: 'a@example.com' })).status).toBe(201)
  expect((await api.get('/api/v1/deals?limit=5')).status).toBe(200)
})

test('in a path', async () => {
  const wrong: string[] = []
  const strings = [
    ...objects.map((payload) => JSON.stringify(payload)),
    ...rawObjects,
    '$ne',
    '{$ne:1}',
    "'; return true; //",
    '../..',
    '%00',
  ]
  await onEach(
    ({ path }) => path.includes(':id'),
    async (card) => {
      for (const text of some(strings, 3)) {
        const path = card.path
          .replace(':id', encodeURIComponent(text))
          .replace(/\/:\w+/g, () => `/${newId()}`)
        const { status } = await callerOf(card).request(card.method.toUpperCase(), path)
        if (status !== 400) wrong.push(`${card.method} ${path}: ${status}`)
      }
    },
  )
  expect(wrong).toEqual([])
})

test('in a query string', async () => {
  const wrong: string[] = []
  await onEach(
    ({ method }) => method === 'get',
    async (card) => {
      const names = [...fieldsOf(card.recipe.query), 'filter', '$where']
      for (const name of names) {
        for (const suffix of some(bracketed, 1)) {
          const path = `${open(card.path)}?${encodeURIComponent(name + suffix)}=1`
          const { status } = await callerOf(card).get(path)
          if (status !== 400) wrong.push(`${path}: ${status}`)
        }
        const { status } = await callerOf(card).get(`${open(card.path)}?${name}=a&${name}=b`)
        if (status !== 400) wrong.push(`${card.path} ${name} twice: ${status}`)
      }
    },
  )
  expect(wrong).toEqual([])
})

test('in every field of every body, and as the body', async () => {
  const wrong: string[] = []
  const payloads = [...objects.map((payload) => JSON.stringify(payload)), ...rawObjects]
  await onEach(takesJson, async (card) => {
    const names = fieldsOf(card.recipe.body)
    for (const payload of some(payloads, 3)) {
      // All fields at once, each alone would be the same parser fed again.
      const bodies = [
        `{${names.map((name) => `"${name}":${payload}`).join(',')}}`,
        `{"$set":${payload}}`,
        `{"__proto__":${payload}}`,
      ]
      for (const body of names.length > 0 ? bodies : bodies.slice(1)) {
        const caller = callerOf(card)
        const answer = await caller.request(card.method.toUpperCase(), open(card.path), body, {
          'content-type': 'application/json',
        })
        if (answer.status !== 400)
          wrong.push(`${card.method} ${card.path} ${body.slice(0, 80)}: ${answer.status}`)
      }
    }
  })
  expect(wrong).toEqual([])
}, 300_000)

test('in each single field of the bodies that lead to the database', async () => {
  const wrong: string[] = []
  await onEach(takesJson, async (card) => {
    for (const name of fieldsOf(card.recipe.body)) {
      for (const payload of [{ $ne: null }, [{ $gt: '' }], { nested: { $where: '1' } }]) {
        const { status, body } = await callerOf(card).request(card.method.toUpperCase(), open(card.path), {
          [name]: payload,
        })
        const named = Object.keys(body.error?.fields ?? {}).some(
          (field) => field === name || field.startsWith(`${name}.`),
        )
        if (status !== 400 || !named) wrong.push(`${card.method} ${card.path} ${name}: ${status}`)
      }
    }
  })
  expect(wrong).toEqual([])
})

test('in sign-in, where it would open the door', async () => {
  for (const payload of some(objects, 20)) {
    const answer = await web.stranger.post('/api/session', { email: payload, password: payload })
    expect([JSON.stringify(payload), answer.status]).toEqual([JSON.stringify(payload), 400])
  }
})

test('in a site form, whose fields have any names', async () => {
  for (const payload of ['{"$ne":null}', '{"a":{"$gt":""}}', '[{"$ne":null}]', '{"__proto__":{"a":1}}']) {
    const fresh = await buildWeb(core)
    for (const body of [
      `{"email":${payload}}`,
      `{"email":"a@example.com","$where":"1"}`,
      `{"email":"a@example.com","x":${payload}}`,
    ]) {
      const { status } = await fresh.stranger.post('/forms/x', body, { 'content-type': 'application/json' })
      expect([body, status]).toEqual([body, 400])
    }
    await fresh.close()
  }
})

test('in headers that name somebody', async () => {
  for (const payload of ['{"$ne":null}', '[object Object]', '$ne', 'otk_[$ne]']) {
    const key = await web.stranger.get('/api/v1/deals', { authorization: `Bearer ${payload}` })
    expect(key.status).toBe(401)
    const session = await web.stranger.get('/api/session', {
      cookie: `otklik.sid=${encodeURIComponent(payload)}`,
    })
    expect(session.status).toBe(401)
  }
  // An idempotency key is only ever hashed.
  const made = await api.post('/api/v1/companies', { name: 'x' }, { 'idempotency-key': '{"$ne":null}' })
  expect(made.status).toBe(201)
})
