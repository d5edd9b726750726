import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { trusted } from 'mongoose'
import sharp from 'sharp'
import { ClamdScanner } from '../../adapters/clamd/scanner.js'
import { telegramCapabilities } from '../../adapters/telegram/capabilities.js'
import type { Channel } from '../../core/channel.js'
import { ManualClock } from '../../core/clock.js'
import type { Core } from '../../core/context.js'
import { system } from '../../core/context.js'
import { updateRetention } from '../../core/files/retention-settings.js'
import { retireFiles } from '../../core/files/retire-files.js'
import { FileStore } from '../../core/files.js'
import { hostChannel } from '../../core/host-channel.js'
import { newId } from '../../core/ids.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { buildCore, type TestCore } from '../factories/core.js'
import { until } from '../factories/until.js'
import { buildWeb, type SignedIn, type Web } from '../factories/web.js'

const clock = new ManualClock('2026-03-11T09:00:00.000Z')
const virus = 'X5O!P%@AP-a-virus-for-tests'

let core: TestCore
let web: Web
let me: SignedIn
let clamd: FakeClamd

beforeAll(async () => {
  core = await buildCore({ clock })
  clamd = await startClamd()
  web = await buildWeb(core)
  me = await web.signIn('head')
})
afterAll(async () => {
  await web.close()
  clamd.server.close()
  await core.close()
})
beforeEach(async () => {
  await Promise.all([core.models.File.deleteMany({}), core.models.FileBlob.deleteMany({})])
})

const save = (
  files: FileStore,
  body: string | Buffer,
  more: Partial<Parameters<FileStore['save']>[0]> = {},
) =>
  files.save({ name: 'a.bin', mimeType: 'text/plain', body: Buffer.from(body), maxSize: 1_000_000, ...more })
const chunks = () =>
  core.connection.getClient().db(core.connection.name).collection('fs.files').countDocuments()

test('the same content is kept once, counted, and goes with the last file of it', async () => {
  const before = await chunks()
  const made = await Promise.all(
    Array.from({ length: 5 }, (_, n) => save(core.files, 'same bytes', { name: `${n}.txt` })),
  )
  expect(new Set(made.map(({ fileId }) => fileId)).size).toBe(5)
  expect(await chunks()).toBe(before + 1)
  expect((await core.models.FileBlob.find().lean()).map(({ refs }) => refs)).toEqual([5])
  await core.files.remove(made.slice(0, 4).map(({ fileId }) => fileId))
  expect((await buffer(await core.files.open(made[4]?.fileId ?? ''))).toString()).toBe('same bytes')
  await core.files.remove([made[4]?.fileId ?? ''])
  expect(await chunks()).toBe(before)
  expect(await core.models.FileBlob.countDocuments()).toBe(0)
})

test('the bytes say the type: a page is no picture, a drawing is a drawing, and neither opens in place', async () => {
  const types = async (body: string | Buffer, mimeType: string) =>
    (await save(core.files, body, { mimeType })).mimeType
  expect(await types('<!DOCTYPE html><script>1</script>', 'image/png')).toBe('text/html')
  expect(await types('<?xml version="1.0"?>\n<svg onload="x()"/>', 'image/jpeg')).toBe('image/svg+xml')
  expect(await types('not a picture', 'image/png')).toBe('application/octet-stream')
  expect(await types(await picture(10, 10), 'application/x-msdownload')).toBe('image/png')
  expect(await types('a;b;c', 'text/csv')).toBe('text/csv')
  const { fileId } = await save(core.files, '<svg xmlns="http://www.w3.org/2000/svg"/>', {
    mimeType: 'image/png',
  })
  const { headers } = await me.get(`/api/files/${fileId}`)
  expect(headers.get('content-type')).toBe('application/octet-stream')
  expect(headers.get('content-disposition')).toMatch(/^attachment/)
})

test('a picture has a small one, made once and shared; what is no picture has none', async () => {
  const big = await picture(2_000, 1_000)
  const [first, second] = [await save(core.files, big), await save(core.files, big)]
  const answer = await fetch(`${web.url}/api/files/${first.fileId}/thumbnail`, { headers: me.headers })
  expect(answer.headers.get('content-type')).toBe('image/webp')
  expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  const { width, height, format } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata()
  expect({ width, height, format }).toEqual({ width: 640, height: 320, format: 'webp' })
  const kept = await chunks()
  expect((await me.get(`/api/files/${second.fileId}/thumbnail`)).status).toBe(200)
  expect(await chunks()).toBe(kept)
  const text = await save(core.files, 'words')
  expect((await me.get(`/api/files/${text.fileId}/thumbnail`)).status).toBe(404)
  const broken = await save(core.files, big.subarray(0, 200))
  expect((await me.get(`/api/files/${broken.fileId}/thumbnail`)).status).toBe(404)
})

test('an infected upload is refused, an infected file from a messenger is kept and closed to everybody', async () => {
  const scanned = new FileStore(core, clock, new ClamdScanner(clamd.url))
  await expect(save(scanned, virus)).rejects.toMatchObject({
    code: 'file-infected',
    params: { threat: 'Eicar-Test' },
  })
  expect(await core.models.File.countDocuments()).toBe(0)
  expect(await core.models.FileBlob.countDocuments()).toBe(0)

  const pending = await pendingFile()
  await scanned.fill(pending, Readable.from([Buffer.from(`${'x'.repeat(150_000)}${virus}`)]), 1_000_000)
  expect(await core.files.info(pending._id)).toMatchObject({ state: 'infected', threat: 'Eicar-Test' })
  const answer = await me.get(`/api/files/${pending._id}`)
  expect(answer).toMatchObject({ status: 422, body: { error: { code: 'file-infected' } } })
  expect(answer.body.error.message).toContain('Eicar-Test')
  await expect(core.files.open(pending._id)).rejects.toMatchObject({ code: 'file-infected' })
  // Clean content is asked about once.
  const asked = clamd.asked
  await save(scanned, 'clean words')
  await save(scanned, 'clean words')
  expect(clamd.asked).toBe(asked + 1)
  expect((await core.models.FileBlob.findOne({ 'scan.verdict': 'clean' }).lean())?.refs).toBe(2)
})

test('clamd is asked by its socket as well', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'clamd '))
  const socket = path.join(folder, 'clamd.ctl')
  const local = await startClamd(socket)
  const scanned = new FileStore(core, clock, new ClamdScanner(`unix://${encodeURI(socket)}`))
  await expect(save(scanned, virus)).rejects.toMatchObject({ code: 'file-infected' })
  expect((await save(scanned, 'harmless')).size).toBe(8)
  expect(local.asked).toBe(2)
  local.server.close()
  await rm(folder, { recursive: true })
})

test('names of strangers lead nowhere', async () => {
  const names: [string, string][] = [
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\evil.exe', 'evil.exe'],
    ['/', 'file'],
    ['..', 'file'],
    ['a\u0000b\r\nc.pdf', 'abc.pdf'],
    ['счёт\u202efdp.exe', 'счётfdp.exe'],
    [`${'я'.repeat(300)}.pdf`, `${'я'.repeat(196)}.pdf`],
  ]
  for (const [given, kept] of names) expect((await save(core.files, 'x', { name: given })).name).toBe(kept)
})

test('files are brought by whoever holds their account; what is too large or too late says so', async () => {
  const asked: string[] = []
  /** The account as one process has it: only the holder's browser reaches the files. */
  const inProcess = (accountId: string, bytes: () => Promise<string>) =>
    ({
      accountId,
      kind: 'whatsapp',
      capabilities: { ...telegramCapabilities, maxFileIn: 100 },
      start: (signal: AbortSignal) =>
        new Promise<void>((done) => signal.addEventListener('abort', () => done())),
      stop: async () => undefined,
      send: async () => ({ outcome: 'failed', reason: { code: 'not-supported' } }),
      fetchFile: async ({ n }: Record<string, unknown>) => {
        asked.push(`${accountId} ${String(n)}`)
        return { stream: Readable.from([Buffer.from(await bytes())]) }
      },
    }) as Channel
  const stopping = new AbortController()
  let online = false
  const here = inProcess('whatsapp:here', async () => {
    if (!online) throw new Error('WhatsApp is not connected now')
    return 'from here'
  })
  const there = inProcess('whatsapp:there', async () => 'x'.repeat(200))
  const held = hostChannel(core as Core, here, 'this process', stopping.signal)
  try {
    const [late, large, known, other] = [
      await pendingFile('whatsapp:here', 1),
      await pendingFile('whatsapp:there', 2),
      await pendingFile('whatsapp:here', 3, 101),
      await pendingFile('whatsapp:there', 4),
    ]
    const state = async (id: string) => (await core.files.info(id))?.state
    await until(async () => (await state(known._id)) === 'failed')
    // Refused by its size before anybody was asked for it.
    await until(() => asked.length > 0)
    expect(asked).toEqual(['whatsapp:here 1'])
    const why = await me.get(`/api/files/${known._id}`)
    expect(why).toMatchObject({ status: 410, body: { error: { code: 'file-unavailable' } } })
    expect(why.body.error.message).toContain('больше, чем мессенджер отдаёт')
    expect((await me.get(`/api/files/${late._id}`)).body.error.code).toBe('file-pending')

    // Out of touch for hours it is still waited for.
    for (let hour = 0; hour < 3; hour++) {
      const before = asked.length
      clock.advance(3_600_000)
      core.wake.files()
      await until(() => asked.length > before)
    }
    online = true
    clock.advance(3_600_000)
    core.wake.files()
    await until(async () => (await state(late._id)) === 'ready')
    expect(asked.some((one) => one.startsWith('whatsapp:there'))).toBe(false)
    expect(await state(other._id)).toBe('pending')

    const alsoHeld = hostChannel(core as Core, there, 'this process', stopping.signal)
    await until(async () => (await state(large._id)) === 'failed')
    expect((await core.files.info(large._id))?.error).toBe('too-large')
    stopping.abort()
    await alsoHeld
  } finally {
    stopping.abort()
    await held
  }
})

test('a scanner that is away, breaks off or says nonsense keeps the file waiting and nothing behind', async () => {
  const before = await chunks()
  for (const behaviour of ['cut', 'nonsense'] as const) {
    clamd.behaves = behaviour
    await expect(
      save(new FileStore(core, clock, new ClamdScanner(clamd.url)), behaviour),
    ).rejects.toMatchObject({
      code: 'scanner-unavailable',
    })
  }
  clamd.behaves = 'well'
  const nobody = new FileStore(core, clock, new ClamdScanner('tcp://127.0.0.1:1'))
  await expect(save(nobody, 'words')).rejects.toMatchObject({ code: 'scanner-unavailable' })
  expect(await chunks()).toBe(before)
  clamd.behaves = 'limit'
  await save(new FileStore(core, clock, new ClamdScanner(clamd.url)), 'y'.repeat(300_000))
  expect((await core.models.FileBlob.findOne().lean())?.scan?.verdict).toBe('too-large')
  clamd.behaves = 'well'
})

test('files go when their time is over and leave their mark; unsent uploads go, sent ones and faces stay', async () => {
  const conversationId = await web.conversation()
  const of = async (body: string | Buffer, name: string, uploadedFor?: string) =>
    (await save(core.files, body, { name, conversationId: uploadedFor })).fileId
  const image = await of(await picture(20, 20), 'photo.png', conversationId)
  const paper = await of('contract', 'contract.txt')
  const elsewhere = await of('price list', 'prices.txt', await web.conversation())
  const unsent = await of('never sent', 'draft.txt')
  const face = (await save(core.files, await picture(30, 30))).fileId
  await core.models.Staff.updateOne({ _id: me.staff._id }, { $set: { 'publicProfile.photoFileId': face } })
  for (const fileId of [image, paper, elsewhere])
    await sendMessage(core as Core, system, {
      conversationId,
      clientMessageId: newId(),
      content: { type: 'document', file: { fileId, name: 'x', mimeType: 'text/plain', size: 1 } },
    })
  await updateRetention(core, system, {
    keep: { image: 30, video: null, audio: null, document: null },
    unsent: 7,
  })
  clock.advance(6 * 86_400_000)
  expect(await retireFiles(core)).toBe(0)
  clock.advance(2 * 86_400_000)
  expect(await retireFiles(core)).toBe(1)
  expect(await core.files.info(unsent)).toBeNull()
  clock.advance(30 * 86_400_000)
  expect(await retireFiles(core)).toBe(1)
  expect(await core.files.info(image)).toMatchObject({
    state: 'removed',
    gridId: null,
    removedAt: clock.now(),
  })
  expect(await retireFiles(core)).toBe(0)
  expect(await me.get(`/api/files/${image}`)).toMatchObject({
    status: 410,
    body: { error: { code: 'file-removed' } },
  })
  for (const fileId of [paper, elsewhere]) expect((await me.get(`/api/files/${fileId}`)).status).toBe(200)
  expect(await core.models.File.findById(paper).lean()).toMatchObject({ conversationId })
  expect((await me.get(`/api/files/${face}`)).status).toBe(200)
})

test('a client has one list of all files of all conversations, newest first', async () => {
  const clientId = newId()
  const [one, two, other] = [await web.conversation(), await web.conversation(), await web.conversation()]
  await core.models.Conversation.updateMany({ _id: trusted({ $in: [one, two] }) }, { $set: { clientId } })
  for (const [index, conversationId] of [one, two, other, one].entries()) {
    clock.advance(1_000)
    await save(core.files, `file ${index}`, { name: `${index}.txt`, conversationId })
  }
  const first = (await me.get(`/api/clients/${clientId}/files?limit=2`)).body
  expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['3.txt', '1.txt'])
  const rest = (await me.get(`/api/clients/${clientId}/files?limit=2&cursor=${first.nextCursor}`)).body
  expect(rest.items.map(({ name }: { name: string }) => name)).toEqual(['0.txt'])
  expect(rest.nextCursor).toBeNull()
})

async function pendingFile(accountId = 'telegram:main', n = 0, size = 0) {
  const _id = newId()
  await core.models.File.create({
    _id,
    name: 'letter.doc',
    mimeType: 'application/msword',
    size,
    state: 'pending',
    accountId,
    remote: { n },
    nextAt: clock.now(),
    createdAt: clock.now(),
  })
  const file = await core.files.info(_id)
  if (!file) throw new Error('no file')
  return file
}

function picture(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: width % 255, g: 90, b: 60 } } })
    .png()
    .toBuffer()
}

interface FakeClamd {
  server: Server
  url: string
  asked: number
  behaves: 'well' | 'cut' | 'nonsense' | 'limit'
}

/** clamd as its manual has it: `zINSTREAM\0`, pieces with their length, an empty one, an answer that ends in \0. */
async function startClamd(socket?: string): Promise<FakeClamd> {
  const fake: FakeClamd = { server: createServer(), url: '', asked: 0, behaves: 'well' }
  fake.server.on('connection', (socket) => {
    let heard = Buffer.alloc(0)
    const content: Buffer[] = []
    const answer = (line: string) => socket.end(`${line}\0`)
    socket.on('error', () => undefined)
    socket.on('data', (part) => {
      heard = Buffer.concat([heard, part])
      if (content.length === 0) {
        if (heard.length < 10) return
        if (heard.subarray(0, 10).toString() !== 'zINSTREAM\0') return answer('UNKNOWN COMMAND')
        heard = heard.subarray(10)
        content.push(Buffer.alloc(0))
        fake.asked += 1
        if (fake.behaves === 'cut') return socket.destroy()
      }
      while (heard.length >= 4) {
        const length = heard.readUInt32BE()
        if (length === 0) {
          if (fake.behaves === 'nonsense') return answer("Can't allocate memory ERROR")
          return answer(Buffer.concat(content).includes(virus) ? 'stream: Eicar-Test FOUND' : 'stream: OK')
        }
        if (heard.length < 4 + length) return
        content.push(heard.subarray(4, 4 + length))
        heard = heard.subarray(4 + length)
        if (fake.behaves === 'limit') return answer('INSTREAM size limit exceeded. ERROR')
      }
    })
  })
  await new Promise<void>((resolve) =>
    socket === undefined ? fake.server.listen(0, '127.0.0.1', resolve) : fake.server.listen(socket, resolve),
  )
  if (socket !== undefined) return fake
  fake.url = `tcp://127.0.0.1:${(fake.server.address() as AddressInfo).port}`
  return fake
}
