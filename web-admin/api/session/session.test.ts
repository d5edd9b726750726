import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { system } from '../../../core/context.js'
import { newId } from '../../../core/ids.js'
import { createStaff } from '../../../core/staff/create-staff.js'
import { removeStaff } from '../../../core/staff/remove-staff.js'
import { buildCore, type TestCore } from '../../../tests/factories/core.js'
import { buildWeb, callerWith, cookieOf, testPassword, type Web } from '../../../tests/factories/web.js'

let core: TestCore
let web: Web

beforeAll(async () => {
  core = await buildCore()
  web = await buildWeb(core)
})
afterAll(async () => {
  await web.close()
  await core.close()
})

async function person() {
  const email = `${newId()}@example.com`
  return {
    email,
    staff: await createStaff(core, system, { name: 'Анна', role: 'sales', email, password: testPassword }),
  }
}

test('signs in, says who it is, and out again', async () => {
  const { email, staff } = await person()
  const answer = await web.stranger.post('/api/session', {
    email: email.toUpperCase(),
    password: testPassword,
  })
  expect(answer.status).toBe(200)
  expect(answer.body.me).toEqual({ id: staff._id, name: 'Анна', role: 'sales', email, locale: 'ru' })
  expect(answer.body.may).toContain('message.send')
  expect(answer.body.may).not.toContain('delivery.repair')
  const cookie = answer.headers.getSetCookie()[0] ?? ''
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Lax/)

  const me = callerWith(web.url, { cookie: cookieOf(answer), 'x-csrf-token': answer.body.csrfToken })
  expect((await me.get('/api/session')).body.me.id).toBe(staff._id)
  expect((await me.delete('/api/session')).status).toBe(204)
  expect((await me.get('/api/session')).status).toBe(401)
})

test('a wrong password and an unknown e-mail get the same answer, in the language asked for', async () => {
  const { email } = await person()
  const wrong = await web.stranger.post(
    '/api/session',
    { email, password: 'no' },
    { 'accept-language': 'en' },
  )
  const unknown = await web.stranger.post(
    '/api/session',
    { email: 'a@b.example', password: 'no' },
    { 'accept-language': 'en' },
  )
  expect(wrong.status).toBe(401)
  expect(wrong.body).toEqual(unknown.body)
  expect(wrong.body.error).toEqual({
    code: 'bad-credentials',
    message: 'The e-mail or the password is wrong.',
  })
})

test('the session id changes at sign-in: a planted one is worth nothing', async () => {
  const { email } = await person()
  const first = await web.stranger.post('/api/session', { email, password: testPassword })
  const planted = cookieOf(first)
  const second = await web.stranger.post(
    '/api/session',
    { email, password: testPassword },
    { cookie: planted },
  )
  expect(second.status).toBe(200)
  expect(cookieOf(second)).not.toBe(planted)
  expect((await callerWith(web.url, { cookie: planted }).get('/api/session')).status).toBe(401)
})

test('a change without the CSRF token is refused', async () => {
  const me = await web.signIn()
  const { cookie = '' } = me.headers
  const without = await callerWith(web.url, { cookie }).patch('/api/session', { locale: 'en' })
  expect(without.status).toBe(403)
  expect(without.body.error.code).toBe('csrf-failed')
  const wrong = await callerWith(web.url, { cookie, 'x-csrf-token': 'x'.repeat(43) }).patch('/api/session', {
    locale: 'en',
  })
  expect(wrong.status).toBe(403)
  const right = await me.patch('/api/session', { locale: 'en' })
  expect(right.body.me.locale).toBe('en')
  expect((await me.get('/api/nothing')).status).toBe(404)
  expect((await me.get('/api/deals/zzz')).body.error.message).toMatch(/^Check the data/)
})

test('a new password ends the other sessions and keeps this one', async () => {
  const { email } = await person()
  const signIn = async () => {
    const answer = await web.stranger.post('/api/session', { email, password: testPassword })
    return callerWith(web.url, { cookie: cookieOf(answer), 'x-csrf-token': answer.body.csrfToken })
  }
  const [here, there] = [await signIn(), await signIn()]
  const refused = await here.put('/api/session/password', { current: 'wrong', next: 'another long one' })
  expect(refused.status).toBe(401)
  const changed = await here.put('/api/session/password', { current: testPassword, next: 'another long one' })
  expect(changed.status).toBe(200)
  expect((await callerWith(web.url, { cookie: cookieOf(changed) }).get('/api/session')).status).toBe(200)
  expect((await there.get('/api/session')).status).toBe(401)
})

test('who leaves the team is out at once', async () => {
  const me = await web.signIn('sales')
  expect((await me.get('/api/session')).status).toBe(200)
  await removeStaff(core, system, { staffId: me.staff._id })
  expect((await me.get('/api/session')).status).toBe(401)
})

test('guesses are limited by account and address, whatever X-Forwarded-For says', async () => {
  const { email } = await person()
  const guess = (password: string) =>
    web.stranger.post(
      '/api/session',
      { email, password },
      { 'x-forwarded-for': `10.0.0.${Math.floor(Math.random() * 255)}` },
    )
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => guess(`guess ${index}`)))
  const looked = answers.filter((answer) => answer.status === 401)
  const limited = answers.filter((answer) => answer.status === 429)
  expect(looked.length).toBe(10)
  expect(limited.length).toBe(50)
  expect(Number(limited[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  // The right one does not help any more; another account is not touched.
  expect((await guess(testPassword)).status).toBe(429)
  const other = await person()
  expect(
    (await web.stranger.post('/api/session', { email: other.email, password: testPassword })).status,
  ).toBe(200)
})
