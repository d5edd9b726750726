import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { io, type Socket } from 'socket.io-client'
import { system } from '../../core/context.js'
import { Dispatcher } from '../../core/events/dispatcher.js'
import { newId } from '../../core/ids.js'
import { assignConversation } from '../../core/inbox/assign-conversation.js'
import { removeStaff } from '../../core/staff/remove-staff.js'
import { buildCore, type TestCore } from '../../tests/factories/core.js'
import { buildWeb, type SignedIn, type Web } from '../../tests/factories/web.js'
import type { ChangeNotice, ClientEvents, ServerEvents } from './socket-events.js'

let core: TestCore
let web: Web
let other: Web
const stopping = new AbortController()
let dispatching: Promise<void>
const open: Socket[] = []

beforeAll(async () => {
  core = await buildCore()
  // Two processes in one: the second dispatches, and speaks to the first one's sockets through MongoDB only.
  web = await buildWeb(core)
  other = await buildWeb(core)
  dispatching = new Dispatcher(core, [other.api.panelSubscriber], newId()).run(stopping.signal)
})
afterAll(async () => {
  stopping.abort()
  await dispatching
  await Promise.all([web.close(), other.close()])
  for (const socket of open) socket.disconnect()
  await core.close()
})

type Panel = Socket<ServerEvents, ClientEvents>

function connect(at: Web, headers: Record<string, string>, transports = ['websocket']): Panel {
  const socket: Panel = io(at.url, {
    path: '/panel-socket',
    transports,
    extraHeaders: headers,
    reconnection: false,
    forceNew: true,
  })
  open.push(socket)
  return socket
}

async function connected(at: Web, me: SignedIn): Promise<Panel> {
  const socket = connect(at, { cookie: me.headers.cookie ?? '' })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve())
    socket.once('connect_error', reject)
  })
  return socket
}

/** Waits for a notice that fits. */
function heard(socket: Panel, fits: (notice: ChangeNotice) => boolean): Promise<ChangeNotice> {
  return new Promise((resolve) => {
    const listen = (notices: ChangeNotice[]) => {
      const found = notices.find(fits)
      if (!found) return
      socket.off('changes', listen)
      resolve(found)
    }
    socket.on('changes', listen)
  })
}

test('a stranger and another site get no socket', async () => {
  const refused = (headers: Record<string, string>, transports?: string[]) =>
    new Promise<string>((resolve) => {
      const socket = connect(web, headers, transports)
      socket.once('connect_error', (err) => resolve(err.message))
      socket.once('connect', () => resolve('connected'))
    })
  expect(await refused({})).toBe('not-signed-in')
  expect(await refused({ cookie: 'otklik.sid=s%3Anonsense.nonsense' })).toBe('not-signed-in')
  const me = await web.signIn()
  const { cookie = '' } = me.headers
  expect(await refused({ cookie, origin: 'https://evil.example' })).not.toBe('connected')
  expect(await refused({ cookie, origin: 'https://evil.example' }, ['polling'])).not.toBe('connected')
  expect(await refused({ cookie, origin: web.url })).toBe('connected')
})

test('a client writes, a colleague takes it: every panel hears, through whichever process', async () => {
  const [here, there] = [
    await connected(web, await web.signIn()),
    await connected(other, await web.signIn('sales')),
  ]
  const both = [here, there].map((socket) => heard(socket, (notice) => notice.kind === 'message'))
  const id = await web.conversation('Есть вопрос')
  for (const notice of await Promise.all(both)) {
    expect(notice).toMatchObject({ kind: 'message', conversationId: id, event: 'message.received' })
    expect(JSON.stringify(notice)).not.toContain('вопрос')
  }
  const me = await web.signIn('sales')
  const taken = heard(
    here,
    (notice) => notice.kind === 'conversation' && notice.event === 'conversation.assigned',
  )
  await assignConversation(core, system, { conversationId: id, assigneeId: me.staff._id })
  expect(await taken).toMatchObject({ id })
})

test('who looks at a conversation sees who else does, and that they type', async () => {
  const [anna, boris] = [await web.signIn('sales'), await web.signIn('sales')]
  const [a, b] = [await connected(web, anna), await connected(other, boris)]
  const id = await web.conversation()
  const viewers = (socket: Panel, count: number) =>
    new Promise<string[]>((resolve) => {
      const listen: ServerEvents['viewers'] = (notice) => {
        if (notice.conversationId !== id || notice.viewers.length !== count) return
        socket.off('viewers', listen)
        resolve(notice.viewers.map((viewer) => viewer.id).sort())
      }
      socket.on('viewers', listen)
    })
  const alone = viewers(a, 1)
  a.emit('view', id)
  expect(await alone).toEqual([anna.staff._id])
  const together = viewers(a, 2)
  b.emit('view', id)
  expect(await together).toEqual([anna.staff._id, boris.staff._id].sort())
  const typing = new Promise((resolve) => a.once('typing', resolve))
  b.emit('typing', id)
  expect(await typing).toEqual({ conversationId: id, staff: { id: boris.staff._id, name: 'Test sales' } })
  const client = new Promise((resolve) => a.once('client-typing', resolve))
  web.api.sockets.clientTypes(newId())
  web.api.sockets.clientTypes(id)
  expect(await client).toEqual({ conversationId: id })
  const left = viewers(a, 1)
  b.disconnect()
  expect(await left).toEqual([anna.staff._id])
  // What is no id is not looked at.
  a.emit('view', { $ne: null } as never)
  a.emit('typing', '../../etc' as never)
})

test('who leaves the team is cut off at once, in another process too', async () => {
  const me = await web.signIn('sales')
  const socket = await connected(web, me)
  const told = new Promise<void>((resolve) => socket.once('signed-out', () => resolve()))
  const cut = new Promise<string>((resolve) => socket.once('disconnect', resolve))
  await removeStaff(core, system, { staffId: me.staff._id })
  await told
  expect(await cut).toBe('io server disconnect')
})
