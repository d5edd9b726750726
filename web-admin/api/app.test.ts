import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Dispatcher } from '../../core/events/dispatcher.js'
import { newId } from '../../core/ids.js'
import { Lease } from '../../core/lease.js'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildWeb, type Web } from '../../tests/factories/web.js'

let core: TestCore
let web: Web
let panelDir: string

beforeAll(async () => {
  core = await buildCore()
  panelDir = await mkdtemp(path.join(tmpdir(), 'panel-'))
  await mkdir(path.join(panelDir, 'assets'))
  await writeFile(path.join(panelDir, 'index.html'), '<!doctype html><div id="root"></div>')
  await writeFile(path.join(panelDir, 'assets', 'main-abc123.js'), 'export {}')
  web = await buildWeb(core, { panelDir, roles: ['web', 'dispatcher'] })
})
afterAll(async () => {
  await web.close()
  await core.close()
  await rm(panelDir, { recursive: true })
})

test('the panel opens at every address of its own, under a policy that runs its own scripts only', async () => {
  for (const address of ['/', '/inbox/abc', '/deals?view=board']) {
    const page = await web.stranger.get(address, { accept: 'text/html' })
    expect([address, page.status]).toEqual([address, 200])
    expect(page.body).toContain('id="root"')
    expect(page.headers.get('cache-control')).toBe('no-cache')
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(page.headers.get('x-powered-by')).toBeNull()
  }
  const asset = await web.stranger.get('/assets/main-abc123.js')
  expect(asset.headers.get('cache-control')).toContain('immutable')
})

test('what is not there is 404, as JSON', async () => {
  for (const address of [
    '/api/nothing',
    '/api/v1/nothing',
    '/assets/gone.js',
    '/.env',
    '/%2e%2e%2fpackage.json',
  ]) {
    const answer = await web.stranger.get(address, { accept: '*/*' })
    expect([address, answer.status, answer.body.error?.code]).toEqual([address, 404, 'not-found'])
  }
  const broken = await web.stranger.get('/api/v1/deals/%E0%A4%A')
  expect(broken.status).toBe(400)
})

test('a body that is no JSON is refused, not taken for an empty one', async () => {
  const { headers } = await web.withKey()
  const before = await core.models.Inquiry.countDocuments({})
  const form = new FormData()
  form.set('name', 'Анна')
  for (const body of ['{"name":"Анна"}', new URLSearchParams({ name: 'Анна' }), form]) {
    const answer = await fetch(`${web.url}/api/v1/inquiries`, { method: 'POST', headers, body })
    const { error } = (await answer.json()) as { error: { fields: object } }
    expect([answer.status, error.fields]).toEqual([
      400,
      { body: 'нужен JSON с заголовком Content-Type: application/json' },
    ])
  }
  expect(await core.models.Inquiry.countDocuments({})).toBe(before)
})

test('/healthz says that the process lives, /readyz that its work goes on', async () => {
  expect((await web.stranger.get('/healthz')).body).toEqual({ alive: true })
  const before = await web.stranger.get('/readyz')
  expect(before.status).toBe(503)
  expect(before.body).toEqual({
    ready: false,
    database: 'ok',
    parts: [
      { kind: 'role', name: 'web', ok: true },
      { kind: 'role', name: 'dispatcher', ok: false },
      { kind: 'inbox', name: 'receiving', ok: true },
    ],
  })
  await new Lease(core, 'dispatcher', newId()).acquire()
  const after = await web.stranger.get('/readyz')
  expect(after.status).toBe(200)
  expect(after.body.ready).toBe(true)
  await core.models.Lease.deleteMany({})
})

test('/metrics counts messages, deliveries, events and requests by route, never by address', async () => {
  const stop = new AbortController()
  const running = new Dispatcher(core, [web.api.metricsSubscriber], newId()).run(stop.signal)
  const me = await web.signIn()
  const id = await web.conversation()
  await me.get(`/api/conversations/${id}`)
  await me.post(`/api/conversations/${id}/messages`, { clientMessageId: newId(), text: 'Здравствуйте' })
  let text = ''
  const deadline = Date.now() + 10_000
  while (!text.includes('otklik_messages_total{direction="out"} 1') && Date.now() < deadline) {
    text = (await web.stranger.get('/metrics')).body
  }
  stop.abort()
  await running
  expect(text).toContain('otklik_messages_total{direction="in"} 1')
  expect(text).toContain('otklik_messages_total{direction="out"} 1')
  expect(text).toContain('otklik_deliveries{state="queued"} 1')
  expect(text).toContain('otklik_database_up 1')
  expect(text).toMatch(/otklik_event_lag_seconds \d/)
  expect(text).toContain('route="/api/conversations/:id"')
  expect(text).not.toContain(id)
})

test('working hours and the autoresponder are set by heads and read by all', async () => {
  const [head, sales] = [await web.signIn('head'), await web.signIn('sales')]
  const schedule = (await sales.get('/api/settings/schedule')).body
  expect(schedule).toMatchObject({ openNow: true, opensAt: null })
  const { openNow: _now, opensAt: _at, version, ...hours } = schedule
  const body = { ...hours, expectedVersion: version }
  const night = { ...body, hours: body.hours.map(() => ['22:00-23:00']) }
  expect((await sales.put('/api/settings/schedule', night)).status).toBe(403)
  const changed = await head.put('/api/settings/schedule', night)
  expect(changed.body).toMatchObject({ openNow: false, opensAt: '2026-03-11T19:00:00.000Z' })
  // Somebody who looked at it before the change does not undo it unknowingly.
  expect((await head.put('/api/settings/schedule', body)).status).toBe(409)
  expect((await head.put('/api/settings/schedule', { ...hours, hours: [] })).status).toBe(400)
  const texts = { enabled: true, texts: { ru: 'Ответим {{when}}', en: null } }
  expect((await head.put('/api/settings/autoresponder', texts)).body).toMatchObject(texts)
  expect((await sales.get('/api/settings/autoresponder')).body).toMatchObject(texts)
})
