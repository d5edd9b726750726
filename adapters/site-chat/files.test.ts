import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { ManualClock } from '../../core/clock.js'
import type { Message } from '../../core/inbox/message.model.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import {
  manager,
  type SiteChatServer,
  startSiteChat,
  TestVisitor,
  until,
} from '../../tests/factories/site-chat.js'
import { byteRange } from './byte-range.js'
import { fileHeaders } from './file-safety.js'
import type { ChatMessage, UploadAnswer } from './protocol.js'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
let core: TestCore
let server: SiteChatServer
let visitor: TestVisitor
beforeAll(async () => {
  core = await buildCore()
  server = await startSiteChat(core)
  visitor = new TestVisitor(server.url)
  await visitor.hello()
})
afterAll(async () => {
  visitor.leave()
  await server.stop()
  await core.close()
})

function upload(body: Buffer | string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/chat/files`, {
    method: 'POST',
    body: body as string,
    headers: {
      authorization: `Bearer ${visitor.token}`,
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent('макет.png'),
      'x-file-type': 'image/png',
      ...headers,
    },
  })
}

async function sendFile(body: Buffer | string, headers: Record<string, string> = {}): Promise<ChatMessage> {
  const { ticket } = (await (await upload(body, headers)).json()) as UploadAnswer
  return (await visitor.say({ type: 'file', ticket })).message
}

function fileOf({ content }: ChatMessage) {
  const file = content.type === 'files' ? content.files[0] : undefined
  if (!file) throw new Error('no file here')
  return file
}

describe('a file of the visitor', () => {
  test('goes up, becomes a message and comes back as it was', async () => {
    const message = await sendFile(png)
    const file = fileOf(message)
    expect(file).toMatchObject({ name: 'макет.png', size: png.length, show: 'image' })
    const answer = await fetch(file.url)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('макет.png')}`,
    )
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png)
    const stored = await core.models.Message.findById(message.id).lean<Message>()
    expect(stored?.content.type).toBe('image')
    expect((await core.files.info(file.id))?.conversationId).toBe(stored?.conversationId)
  })

  test.each([
    ['page.html', 'text/html', '<script>alert(1)</script>'],
    ['drawing.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['photo.png', 'image/png; charset=x', '<html><script>alert(1)</script>'],
    ['script.js', 'text/javascript', 'alert(1)'],
    ['x.xhtml', 'application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
  ])('%s as %s is never run by a browser', async (name, type, body) => {
    const file = fileOf(await sendFile(body, { 'x-file-name': name, 'x-file-type': type }))
    const { headers } = await fetch(file.url)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('content-disposition')).toMatch(/^attachment/)
    expect(headers.get('content-type')).toBe('application/octet-stream')
    expect(file.show).toBe('download')
  })

  test('of another visitor cannot be sent as one’s own', async () => {
    const { ticket } = (await (await upload(png)).json()) as UploadAnswer
    const thief = new TestVisitor(server.url)
    await thief.hello()
    await expect(thief.say({ type: 'file', ticket })).rejects.toThrow('bad-ticket')
    thief.leave()
  })

  test('without an identity is refused, empty and too large too', async () => {
    expect((await upload(png, { authorization: 'Bearer nobody' })).status).toBe(401)
    expect((await upload('')).status).toBe(400)
    const before = await core.models.File.countDocuments()
    const tooLarge = await upload(Buffer.alloc(20 * 1024 * 1024 + 1)).then(
      ({ status }) => status,
      () => 413,
    )
    expect(tooLarge).toBe(413)
    expect(await core.models.File.countDocuments()).toBe(before)
  })

  test('has a name that goes nowhere', async () => {
    const file = fileOf(
      await sendFile(png, { 'x-file-name': encodeURIComponent('../../etc/пароль"\r\n.png') }),
    )
    expect(file.name).toBe('пароль.png')
    expect((await fetch(file.url)).status).toBe(200)
  })
})

describe('an address of a file', () => {
  test('opens nothing when it is changed, foreign or out of date; a fresh one is given to its visitor', async () => {
    const message = await sendFile(png)
    const url = new URL(fileOf(message).url)
    const other = fileOf(await sendFile(png))
    const changed = (change: (url: URL) => void) => {
      const copy = new URL(url)
      change(copy)
      return fetch(copy).then(({ status }) => status)
    }
    expect(await changed((u) => u.searchParams.delete('s'))).toBe(403)
    expect(await changed((u) => u.searchParams.set('e', (Date.now() * 2).toString(36)))).toBe(403)
    expect(
      await changed((u) => {
        u.pathname = `/chat/files/${other.id}`
      }),
    ).toBe(403)
    expect(await changed((u) => u.searchParams.append('s', 'x'))).toBe(403)
    const clock = core.clock as ManualClock
    const now = clock.now()
    clock.advance(61 * 60_000)
    expect(await changed(() => undefined)).toBe(403)
    const { messages } = await visitor.ask('refresh', { ids: [message.id] })
    expect((await fetch(fileOf(messages[0] as ChatMessage).url)).status).toBe(200)
    clock.set(now)
  })

  test('of a colleague’s file comes with the message, in parts where a player asks for them', async () => {
    const body = Buffer.from(Array.from({ length: 700_000 }, (_, n) => n % 251))
    const file = await core.files.save({ name: 'voice.ogg', mimeType: 'audio/ogg', body, maxSize: 1_000_000 })
    const { message } = await visitor.say('Пришлите голосом')
    const stored = await core.models.Message.findById(message.id).lean<Message>()
    const sent = await sendMessage(core, manager, {
      conversationId: stored?.conversationId ?? '',
      content: { type: 'voice', file, duration: 3 },
    })
    const received = await until('the voice', () => visitor.received.find(({ id }) => id === sent._id))
    const voice = fileOf(received)
    expect(voice.show).toBe('audio')
    const part = await fetch(voice.url, { headers: { range: 'bytes=300000-600000' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 300000-600000/700000')
    expect(Buffer.from(await part.arrayBuffer())).toEqual(body.subarray(300_000, 600_001))
    expect((await fetch(voice.url, { headers: { range: 'bytes=700000-' } })).status).toBe(416)
  })

  test('of a file that is still at the platform waits', async () => {
    const _id = `${'0'.repeat(23)}1`
    await core.models.File.create({
      _id,
      name: 'a.jpg',
      mimeType: 'image/jpeg',
      state: 'pending',
      nextAt: new Date(8e15),
      createdAt: new Date(),
    })
    const result = await server.chat.channel.send({
      deliveryId: 'd',
      messageId: '0'.repeat(24),
      seq: 5,
      chatId: `v_${'a'.repeat(22)}`,
      content: { type: 'image', file: { fileId: _id, name: 'a.jpg', mimeType: 'image/jpeg', size: 1 } },
      openFile: (id) => core.files.open(id),
    })
    expect(result).toMatchObject({ outcome: 'retry', reason: { code: 'file-pending' } })
  })
})

test('ranges as RFC 9110 has them', () => {
  expect(byteRange('bytes=0-0', 10)).toEqual({ start: 0, end: 0 })
  expect(byteRange('bytes=5-', 10)).toEqual({ start: 5, end: 9 })
  expect(byteRange('bytes=-3', 10)).toEqual({ start: 7, end: 9 })
  expect(byteRange('bytes=-30', 10)).toEqual({ start: 0, end: 9 })
  expect(byteRange('bytes=2-99', 10)).toEqual({ start: 2, end: 9 })
  expect(byteRange('bytes=10-', 10)).toBe('unsatisfiable')
  expect(byteRange('bytes=-0', 10)).toBe('unsatisfiable')
  expect(byteRange('bytes=1-2,4-5', 10)).toBeUndefined()
  expect(byteRange('bytes=-', 10)).toBeUndefined()
  expect(byteRange(undefined, 10)).toBeUndefined()
})

test('headers survive any name', () => {
  for (const name of ['a"b\\c.png', '\ud800.png', 'эмодзи 🎁.jpg', "it's (1).gif"]) {
    for (const value of Object.values(fileHeaders({ name, mimeType: 'image/png' }))) {
      expect(() => new Headers({ x: value })).not.toThrow()
    }
  }
})
