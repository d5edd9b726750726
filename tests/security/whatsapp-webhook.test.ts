import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { CloudChannel } from '../../adapters/whatsapp/cloud/channel.js'
import { readEnv } from '../../core/env.js'
import { sandboxAccount } from '../../sandbox/whatsapp-cloud/cloud-sandbox.js'
import { startTestApp, type TestApp } from '../factories/app.js'
import { buildCore } from '../factories/core.js'

/** Promise: webhooks are authentic and bad input is harmless; for WhatsApp's Cloud API. */

let app: TestApp
const { token, phoneId, appSecret, verifyToken } = sandboxAccount

beforeAll(async () => {
  app = await startTestApp({
    env: {
      WHATSAPP_PROVIDER: 'cloud',
      WHATSAPP_CLOUD_TOKEN: token,
      WHATSAPP_CLOUD_PHONE_ID: phoneId,
      WHATSAPP_CLOUD_APP_SECRET: appSecret,
      WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
      // Nobody is there: this is about what comes in.
      WHATSAPP_CLOUD_API_ROOT: 'http://127.0.0.1:1',
    },
  })
})
afterAll(() => app.close())

const sign = (body: string | Buffer, secret = appSecret) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

/** Posts as Meta does; a server that refuses a body does not read it to the end, so the answer counts. */
function post(
  body: string | Buffer,
  signature: string | null = sign(body),
  headers: Record<string, string | number> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = request(`${app.url}/webhooks/whatsapp`, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(signature === null ? {} : { 'x-hub-signature-256': signature }),
        ...headers,
      },
    })
    let status: number | undefined
    req.on('response', (res) => {
      status = res.statusCode
      resolve(status ?? 0)
      res.resume()
    })
    req.on('error', (err) => status === undefined && reject(err))
    req.end(body)
  })
}

let lastId = 0
function update(text: string, from = '79130000777'): object {
  lastId += 1
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '1',
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '7', phone_number_id: phoneId },
              contacts: [{ profile: { name: 'Анна' }, wa_id: from }],
              messages: [
                { from, id: `wamid.${lastId}`, timestamp: '1773219600', type: 'text', text: { body: text } },
              ],
            },
          },
        ],
      },
    ],
  }
}
const stored = (text: string) =>
  app.otklik.core.models.Message.countDocuments({ direction: 'in', 'content.text': text })

test('the handshake answers the challenge to the right token only', async () => {
  const ask = async (query: Record<string, string>) => {
    const answer = await fetch(`${app.url}/webhooks/whatsapp?${new URLSearchParams(query)}`)
    return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') }
  }
  const right = { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': '<b>1158201444' }
  const { status, text, type } = await ask(right)
  expect({ status, text }).toEqual({ status: 200, text: '<b>1158201444' })
  expect(type).toMatch(/^text\/plain/)
  for (const wrong of [
    { ...right, 'hub.verify_token': 'guess' },
    { ...right, 'hub.verify_token': '' },
    { ...right, 'hub.mode': 'unsubscribe' },
    { 'hub.mode': 'subscribe', 'hub.challenge': '1' },
    {},
  ])
    expect((await ask(wrong as Record<string, string>)).status).toBe(403)
})

test('a missing, wrong, empty or foreign signature is refused, and nothing is stored', async () => {
  const body = JSON.stringify(update('Подделка'))
  const right = sign(body)
  for (const signature of [
    null,
    '',
    'sha256=',
    right.slice('sha256='.length),
    right.slice(0, -1),
    `${right}0`,
    right.replace('sha256', 'sha1'),
    sign(body, ''),
    sign(body, 'another secret'),
    sign(`${body} `),
    `sha256=${'0'.repeat(64)}`,
  ])
    expect({ signature, status: await post(body, signature) }).toEqual({ signature, status: 401 })
  expect(await stored('Подделка')).toBe(0)
  // The very bytes count: the same JSON written otherwise has another signature.
  expect(await post(JSON.stringify(JSON.parse(body), null, 1), right)).toBe(401)
  expect(await post(body, right)).toBe(200)
  expect(await stored('Подделка')).toBe(1)
})

test('a replay does nothing', async () => {
  const body = JSON.stringify(update('Один раз'))
  const statuses = await Promise.all(Array.from({ length: 20 }, () => post(body)))
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(await post(body)).toBe(200)
  expect(await stored('Один раз')).toBe(1)
})

test('what is signed for another number is not ours', async () => {
  const body = JSON.stringify(update('Чужое')).replaceAll(phoneId, '999')
  expect(await post(body)).toBe(200)
  expect(await stored('Чужое')).toBe(0)
})

test('3 MB are taken; 10 MB are answered 413 and do not fill the memory; packed bodies are refused', async () => {
  const big = update('Большое') as { padding?: string }
  big.padding = 'я'.repeat(1)
  const room = 3 * 1024 * 1024 - Buffer.byteLength(JSON.stringify(big))
  const body = JSON.stringify({ ...big, padding: 'x'.repeat(room) })
  expect(Buffer.byteLength(body)).toBeGreaterThanOrEqual(3 * 1024 * 1024 - 2)
  expect(await post(body)).toBe(200)
  expect(await stored('Большое')).toBe(1)

  const huge = Buffer.alloc(10 * 1024 * 1024, 0x20)
  const signature = sign(huge)
  const before = process.memoryUsage().rss
  for (let n = 0; n < 5; n++) expect(await post(huge, signature)).toBe(413)
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024)
  expect([400, 415]).toContain(await post('{}', sign('{}'), { 'content-encoding': 'gzip' }))
})

const value = fc.oneof(
  fc.jsonValue(),
  fc.double(),
  fc.bigInt().map(String),
  fc.constantFrom('$where', '\u0000', { $gt: '' }, [], {}, null),
)
const malformed = fc
  .tuple(fc.array(fc.nat(6), { minLength: 1, maxLength: 9 }), value, fc.constantFrom('79130000888', 'RU.1'))
  .map(([path, replacement, from]) => replaced(update('Испорчено', from), path, replacement))

function replaced(target: object, path: number[], replacement: unknown): object {
  const copy = structuredClone(target) as Record<string, unknown>
  let at = copy
  for (const [index, step] of path.entries()) {
    const keys = Object.keys(at)
    const key = keys[step % Math.max(1, keys.length)] ?? 'extra'
    const next = at[key]
    if (typeof next !== 'object' || next === null || index === path.length - 1) {
      at[key] = replacement
      return copy
    }
    at = next as Record<string, unknown>
  }
  return copy
}

test('500 malformed updates: none does harm, good ones between them are stored', async () => {
  const updates = [
    ...fc.sample(malformed, { numRuns: 450, seed: 1 }),
    ...fc.sample(fc.jsonValue(), { numRuns: 50, seed: 2 }),
  ]
  const queue = updates.flatMap((each, index) =>
    index % 25 === 0 ? [JSON.stringify(each), JSON.stringify(update('Цел'))] : [JSON.stringify(each)],
  )
  const statuses = new Map<number, number>()
  const next = async () => {
    for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
      const status = await post(body)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 10 }, next))
  expect([...statuses.keys()]).toEqual([200])
  for (const broken of ['', '{', '\u0000', '[[[[', 'not json']) expect(await post(broken)).toBe(400)
  expect(await stored('Цел')).toBe(20)
})

test('nothing starts without the app secret', async () => {
  const settings = {
    WHATSAPP_PROVIDER: 'cloud',
    WHATSAPP_CLOUD_TOKEN: token,
    WHATSAPP_CLOUD_PHONE_ID: phoneId,
    WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
  }
  expect(readEnv(settings)).toEqual({
    mistakes: ['WHATSAPP_CLOUD_APP_SECRET: is needed with WHATSAPP_PROVIDER=cloud'],
  })
  expect(readEnv({ ...settings, WHATSAPP_CLOUD_APP_SECRET: '' })).toHaveProperty('mistakes')
  expect(readEnv({ ...settings, WHATSAPP_CLOUD_APP_SECRET: appSecret })).toHaveProperty('env')
  const core = await buildCore()
  const make = () =>
    new CloudChannel({
      core,
      inbox: null as never,
      accountId: 'whatsapp:x',
      apiRoot: 'http://127.0.0.1:1',
      token,
      phoneId,
      appSecret: '',
      verifyToken,
    })
  expect(make).toThrow(/app secret/)
  await core.close()
})
