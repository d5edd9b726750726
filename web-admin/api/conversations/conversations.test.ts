import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../core/ids.js'
import { buildCore, type TestCore } from '../../../tests/factories/core.js'
import { buildWeb, type SignedIn, type Web } from '../../../tests/factories/web.js'

let core: TestCore
let web: Web
let me: SignedIn

beforeAll(async () => {
  core = await buildCore()
  web = await buildWeb(core)
  me = await web.signIn('sales')
})
afterAll(async () => {
  await web.close()
  await core.close()
})

test('the inbox lists, filters and searches; pages do not overlap', async () => {
  const id = await web.conversation('Сколько стоят кружки?')
  for (let count = 0; count < 4; count++) await web.conversation()
  const first = await me.get('/api/conversations?limit=3')
  expect(first.status).toBe(200)
  expect(first.body.items).toHaveLength(3)
  const second = await me.get(`/api/conversations?limit=3&cursor=${first.body.nextCursor}`)
  const ids = [...first.body.items, ...second.body.items].map((row: { id: string }) => row.id)
  expect(new Set(ids).size).toBe(5)

  const { title } = (await me.get(`/api/conversations/${id}`)).body
  const found = await me.get(`/api/conversations?status=active&q=${encodeURIComponent(title)}`)
  expect(found.body.items.map((row: { id: string }) => row.id)).toEqual([id])
  expect((await me.get('/api/conversations?assignee=me')).body.items).toEqual([])
  expect((await me.get('/api/conversations/counts')).body).toMatchObject({ mine: 0, unassigned: 5 })
})

test('take, answer, note, snooze, close: each shows in the conversation', async () => {
  const id = await web.conversation('Добрый день')
  const taken = await me.post(`/api/conversations/${id}/take`)
  expect(taken.body).toMatchObject({ assignee: { id: me.staff._id }, inquiry: { status: 'in-work' } })

  const other = await web.signIn('sales')
  const late = await other.post(`/api/conversations/${id}/take`)
  expect(late.status).toBe(409)
  expect(late.body.error).toEqual({ code: 'already-taken', message: 'Уже взял(а) Test sales.' })

  const clientMessageId = newId()
  const sends = await Promise.all(
    Array.from({ length: 5 }, () =>
      me.post(`/api/conversations/${id}/messages`, { clientMessageId, text: 'Здравствуйте!' }),
    ),
  )
  expect(sends.map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201])
  expect(new Set(sends.map((answer) => answer.body.items[0].id)).size).toBe(1)
  const clash = await me.post(`/api/conversations/${id}/messages`, { clientMessageId, text: 'Другое' })
  expect(clash.status).toBe(409)
  expect(clash.body.error.code).toBe('idempotency-conflict')

  await me.post(`/api/conversations/${id}/notes`, { text: 'Постоянный клиент' })
  const { body } = await me.get(`/api/conversations/${id}/messages`)
  expect(body.items.map((message: { direction: string }) => message.direction)).toEqual(['in', 'out', 'note'])
  expect(body.items[1].delivery).toMatchObject({ state: 'queued', reason: null })
  expect(body).toMatchObject({ hasOlder: false, hasNewer: false })

  const past = await me.post(`/api/conversations/${id}/snooze`, { until: '2020-01-01T00:00:00Z' })
  expect(past.body.error.code).toBe('date-in-past')
  const later = await me.post(`/api/conversations/${id}/snooze`, { until: '2026-03-12T09:00:00+03:00' })
  expect(later.body).toMatchObject({ status: 'snoozed', snoozedUntil: '2026-03-12T06:00:00.000Z' })
  expect((await me.post(`/api/conversations/${id}/close`)).body.status).toBe('closed')
  expect((await me.post(`/api/conversations/${id}/reopen`)).body.status).toBe('open')
  expect((await me.post(`/api/conversations/${id}/read`, { seq: 1 })).status).toBe(204)
})

test('history pages both ways by seq', async () => {
  const id = await web.conversation('первое')
  for (let count = 0; count < 4; count++)
    await me.post(`/api/conversations/${id}/notes`, { text: `заметка ${count}` })
  const newest = (await me.get(`/api/conversations/${id}/messages?limit=2`)).body
  expect(newest.hasOlder).toBe(true)
  const older = (await me.get(`/api/conversations/${id}/messages?limit=2&beforeSeq=${newest.items[0].seq}`))
    .body
  expect(older.items.at(-1).seq).toBeLessThan(newest.items[0].seq)
  const after = (await me.get(`/api/conversations/${id}/messages?afterSeq=${older.items.at(-1).seq}`)).body
  expect(after.items.map((message: { id: string }) => message.id)).toEqual(
    newest.items.map((message: { id: string }) => message.id),
  )
})

test('files go up, along with a message, and come down inert', async () => {
  const id = await web.conversation()
  const form = new FormData()
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  form.append('file', new Blob([png], { type: 'image/png' }), 'логотип.png')
  form.append(
    'file',
    new Blob(['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'], {
      type: 'image/svg+xml',
    }),
    'x.svg',
  )
  const up = await me.post(`/api/files?conversationId=${id}`, form)
  expect(up.status).toBe(201)
  const [picture, svg] = up.body.items
  expect(picture).toMatchObject({ name: 'логотип.png', mimeType: 'image/png', size: png.length })

  const sent = await me.post(`/api/conversations/${id}/messages`, {
    clientMessageId: newId(),
    text: 'Макет',
    fileIds: [picture.fileId, svg.fileId],
  })
  expect(
    sent.body.items.map((message: { content: { type: string; caption?: string } }) => message.content),
  ).toMatchObject([{ type: 'image', caption: 'Макет' }, { type: 'document' }])

  const down = await fetch(`${web.url}/api/files/${picture.fileId}`, { headers: me.headers })
  expect(Buffer.from(await down.arrayBuffer()).equals(png)).toBe(true)
  expect(down.headers.get('content-type')).toBe('image/png')
  expect(down.headers.get('content-disposition')).toContain("filename*=UTF-8''%D0%BB")
  const part = await fetch(`${web.url}/api/files/${picture.fileId}`, {
    headers: { ...me.headers, range: 'bytes=1-3' },
  })
  expect(part.status).toBe(206)
  expect(await part.text()).toBe('PNG')
  const drawn = await fetch(`${web.url}/api/files/${svg.fileId}`, { headers: me.headers })
  expect(drawn.headers.get('content-type')).toBe('application/octet-stream')
  expect(drawn.headers.get('content-disposition')).toMatch(/^attachment/)
  expect(drawn.headers.get('content-security-policy')).toMatch(/^sandbox/)
  expect(drawn.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await web.stranger.get(`/api/files/${picture.fileId}`)).status).toBe(401)
})

test('a file over 100 MB is refused with 413 and leaves nothing behind', async () => {
  const before = await core.models.File.countDocuments()
  const form = new FormData()
  form.append('file', new Blob([Buffer.alloc(101 * 1024 * 1024)]), 'big.bin')
  const answer = await me.post('/api/files', form)
  expect(answer.status).toBe(413)
  expect(answer.body.error.code).toBe('too-large')
  expect(await core.models.File.countDocuments()).toBe(before)
  expect((await me.post('/api/files', new FormData())).status).toBe(400)
  expect((await me.post('/api/files', { no: 'file' })).status).toBe(400)
})

test('a body over 100 kB is refused with 413, broken JSON with 400', async () => {
  const id = await web.conversation()
  const big = await me.post(`/api/conversations/${id}/notes`, { text: 'x'.repeat(110_000) })
  expect(big.status).toBe(413)
  const broken = await me.post(`/api/conversations/${id}/notes`, '{"text":', {
    'content-type': 'application/json',
  })
  expect(broken.status).toBe(400)
  expect(broken.body.error.code).toBe('bad-input')
})
