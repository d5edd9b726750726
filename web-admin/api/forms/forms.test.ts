import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { ManualClock } from '../../../core/clock.js'
import { buildCore, type TestCore } from '../../../tests/factories/core.js'
import { buildWeb, type Web } from '../../../tests/factories/web.js'

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

const browser = {
  'content-type': 'application/x-www-form-urlencoded',
  accept: 'text/html',
  origin: 'https://shop.example',
}
const send = (form: string, fields: Record<string, string>, headers = browser as Record<string, string>) =>
  web.stranger.post(`/forms/${form}`, new URLSearchParams(fields).toString(), headers)

test('a plain form becomes an inquiry of a client, with its marks', async () => {
  const answer = await send('callback', {
    name: 'Мария',
    phone: '8 (913) 555-44-33',
    comment: 'Перезвоните',
    product: 'футболки',
    utm_source: 'yandex',
    page: 'https://shop.example/shirts',
    _redirect: '/thanks',
  })
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('https://shop.example/thanks')
  const inquiry = await core.models.Inquiry.findOne({ accountId: 'callback' }).lean()
  expect(inquiry).toMatchObject({
    channel: 'form',
    source: 'yandex',
    comment: 'Перезвоните',
    status: 'waiting',
    byContact: 'received',
    origin: { pageUrl: 'https://shop.example/shirts', utm: { utm_source: 'yandex' } },
    answers: { product: { label: 'product', text: 'футболки', value: 'футболки' } },
  })
  const client = await core.models.Client.findById(inquiry?.clientId ?? '').lean()
  expect(client).toMatchObject({ name: 'Мария', phones: ['+79135554433'], state: 'not-client' })
})

test('pressing twice is one inquiry; the same words later are another', async () => {
  const fields = { email: 'twice@example.com', message: 'Раз' }
  await Promise.all([send('twice', fields), send('twice', fields), send('twice', fields)])
  expect(await core.models.Inquiry.countDocuments({ accountId: 'twice' })).toBe(1)
  ;(core.clock as ManualClock).advance(3_600_000)
  await send('twice', fields)
  expect(await core.models.Inquiry.countDocuments({ accountId: 'twice' })).toBe(2)
})

test('a robot in the trap is thanked and forgotten', async () => {
  const answer = await send('trap', { email: 'bot@example.com', _gotcha: 'http://spam.example' })
  expect(answer.status).toBe(201)
  expect(answer.body).toContain('Спасибо!')
  expect(await core.models.Inquiry.countDocuments({ accountId: 'trap' })).toBe(0)
})

test('a script gets JSON from any site; what is wrong is named', async () => {
  const ok = await web.stranger.post(
    '/forms/api',
    { phone: '+7 913 111 22 33', count: 100 },
    { origin: 'https://other.example' },
  )
  expect(ok.status).toBe(201)
  expect(ok.body).toEqual({ ok: true })
  expect(ok.headers.get('access-control-allow-origin')).toBe('*')
  const bad = await web.stranger.post('/forms/api', { phone: '12' })
  expect(bad.status).toBe(400)
  expect(bad.body.error.fields).toEqual({ phone: 'не похоже на телефон' })
  expect((await web.stranger.post('/forms/api', { name: 'Без связи' })).status).toBe(400)
  expect((await web.stranger.post('/forms/api', { email: { $ne: null } })).status).toBe(400)
})

test('nobody is sent to another site, and a wrong form leads back', async () => {
  const fresh = await buildWeb(core)
  const post = (fields: Record<string, string>, headers: Record<string, string>) =>
    fresh.stranger.post('/forms/away', new URLSearchParams(fields).toString(), { ...browser, ...headers })
  const away = await post({ email: 'a@example.com', _redirect: 'https://evil.example/' }, {})
  expect(away.status).toBe(201)
  expect(away.headers.get('location')).toBeNull()
  const wrong = await post({ email: 'nonsense' }, { referer: 'https://shop.example/order?x=<b>' })
  expect(wrong.status).toBe(400)
  expect(wrong.body).toContain('href="https://shop.example/order?x=%3Cb%3E"')
  await fresh.close()
})

test('one address sends ten forms a minute, whatever it says about itself', async () => {
  const fresh = await buildWeb(core)
  const answers = []
  for (let count = 0; count < 12; count++) {
    const headers = { ...browser, 'x-forwarded-for': `10.1.1.${count}`, 'accept-language': 'en' }
    answers.push(await fresh.stranger.post('/forms/flood', `email=c${count}@example.com`, headers))
  }
  expect(answers.map((answer) => answer.status).slice(8)).toEqual([201, 201, 429, 429])
  expect(answers.at(-1)?.body).toContain('The request was not sent')
  await fresh.close()
})
