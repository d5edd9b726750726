import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { system } from '../../core/context.js'
import { createStaff } from '../../core/staff/create-staff.js'
import { buildCore, type TestCore } from '../factories/core.js'
import { buildWeb, testPassword, type Web } from '../factories/web.js'
import { isFull } from '../faults/size.js'

/** Sign-in holds: guesses with forged addresses are limited, over processes and restarts, and lock nobody else out. */
const guesses = isFull ? 10_000 : 400
const atOnce = 20

let core: TestCore
let web: Web
let other: Web

beforeAll(async () => {
  core = await buildCore()
  web = await buildWeb(core)
  other = await buildWeb(core)
})
afterAll(async () => {
  await Promise.all([web.close(), other.close()])
  await core.close()
})

test(
  `${guesses} guesses with forged X-Forwarded-For, at two processes`,
  async () => {
    const email = 'boss@example.com'
    await createStaff(core, system, { name: 'Босс', role: 'admin', email, password: testPassword })
    const statuses: number[] = []
    for (let at = 0; at < guesses; at += atOnce) {
      const answers = await Promise.all(
        Array.from({ length: atOnce }, (_, index) =>
          (index % 2 === 0 ? web : other).stranger.post(
            '/api/session',
            { email, password: `guess ${at + index}` },
            {
              'x-forwarded-for': `${at % 256}.${index}.7.7, 10.0.0.1`,
              'x-real-ip': `9.9.${index}.1`,
              forwarded: `for=8.8.8.${index}`,
            },
          ),
        ),
      )
      statuses.push(...answers.map((answer) => answer.status))
    }
    // Ten were looked at, whichever process they came to; everything else was refused unseen.
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(guesses - 10)

    // A process that starts now knows of it.
    const restarted = await buildWeb(core)
    const late = await restarted.stranger.post('/api/session', { email, password: testPassword })
    expect(late.status).toBe(429)
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(60)
    await restarted.close()
  },
  isFull ? 600_000 : 60_000,
)

test('the cookie of an https installation is Secure, and only comes over TLS', async () => {
  const secure = await buildWeb({ ...core, company: { ...core.company, publicUrl: 'https://crm.example' } })
  const email = 'secure@example.com'
  await createStaff(core, system, { name: 'Анна', role: 'sales', email, password: testPassword })
  const body = { email, password: testPassword }
  const tls = await secure.stranger.post('/api/session', body, { 'x-forwarded-proto': 'https' })
  expect(tls.headers.getSetCookie()[0]).toMatch(/; Secure/)
  const plain = await secure.stranger.post('/api/session', body)
  expect(plain.headers.getSetCookie()).toEqual([])
  await secure.close()
})

test('without its database the app answers 503 in words, and says that it is not ready', async () => {
  const lost = await buildCore()
  const alone = await buildWeb(lost)
  const me = await alone.signIn()
  await lost.connection.dropDatabase()
  await lost.connection.close()
  for (const path of ['/api/session', '/api/conversations']) {
    const answer = await me.get(path)
    expect([path, answer.status, answer.body.error.code]).toEqual([path, 503, 'database-unavailable'])
  }
  const signIn = await alone.stranger.post('/api/session', { email: 'a@example.com', password: 'x' })
  expect(signIn.status).toBe(503)
  expect(signIn.body.error.message).toBe('База данных не отвечает. Повторите через минуту.')
  expect((await alone.stranger.get('/readyz')).body).toMatchObject({ ready: false, database: 'unavailable' })
  expect((await alone.stranger.get('/healthz')).status).toBe(200)
  expect((await alone.stranger.get('/metrics')).body).toContain('otklik_database_up 0')
  await alone.close()
})
