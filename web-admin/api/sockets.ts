import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { createAdapter } from '@socket.io/mongo-adapter'
import type { Request, RequestHandler, Response } from 'express'
import { type DefaultEventsMap, Server, type Socket } from 'socket.io'
import type { Core } from '../../core/context.js'
import { id } from './fields.js'
import { personOf } from './session/signed-in.js'
import { type ChangeNotice, type ClientEvents, panelSocketPath, type ServerEvents } from './socket-events.js'

interface Person {
  id: string
  name: string
  /** The conversation this tab looks at. */
  viewing: string | null
}

/** What processes tell each other beside broadcasts. */
interface BetweenProcesses {
  'staff-changed': (staffId: string) => void
}

type PanelServer = Server<ClientEvents, ServerEvents, BetweenProcesses, Person>
type PanelSocket = Socket<ClientEvents, ServerEvents, DefaultEventsMap, Person>

/** Notices gather this long, ms: a busy day is one packet per blink, not a flood. */
const gatherMs = 50
/** Notices in one packet; a storm beyond it only means "look again", which any of them says. */
const mostNotices = 500
/** A socket that says more than this many things in a second is not a person. */
const mostPerSecond = 20

/**
 * The panel's socket: small notices of what changed, to every signed-in panel, whichever process it hangs on. Without
 * an HTTP server (a process that only dispatches) it still tells the others, through MongoDB.
 */
export class PanelSockets {
  readonly #io: PanelServer
  /** socket.io closes the server it hangs on, and ours carries more than it: it hangs on one that never listens. */
  readonly #relay = createServer()
  readonly #upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isForSocket(req.url)) this.#relay.emit('upgrade', req, socket, head)
  }
  #server: HttpServer | undefined
  #closing = false
  #waiting = new Map<string, ChangeNotice>()
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly core: Core,
    sessions: RequestHandler,
    private readonly clock: () => number = () => performance.now(),
  ) {
    const { collection } = core.models.PanelSocketEvent
    // Notices are a courtesy: they need not survive a crash, so they do not wait for the majority.
    const events = core.connection
      .getClient()
      .db(core.connection.name)
      .collection(collection.name, { writeConcern: { w: 1 } })
    this.#io = new Server<ClientEvents, ServerEvents, BetweenProcesses, Person>({
      path: panelSocketPath,
      serveClient: false,
      maxHttpBufferSize: 10_000,
      allowRequest: (req, done) => done(null, this.#sameOrigin(req)),
      adapter: createAdapter(events as never, { addCreatedAtField: true }),
    })
    this.#io.attach(this.#relay)
    this.#io.engine.use((req: Request & { _query: { sid?: string } }, res: Response, next: () => void) => {
      // The session is read at the handshake; later packets of the same socket carry its id.
      if (req._query.sid === undefined) sessions(req, res, next)
      else next()
    })
    this.#io.use((socket, next) => {
      this.#admit(socket).then(
        () => next(),
        (err: unknown) => next(err instanceof Error ? err : new Error(String(err))),
      )
    })
    this.#io.on('connection', (socket) => this.#serve(socket))
    this.#io.on('staff-changed', (staffId) => void this.#recheck(staffId))
  }

  /** Listens on this server's upgrades; its requests come through `middleware`. */
  attach(server: HttpServer): void {
    this.#server = server
    server.on('upgrade', this.#upgrade)
  }

  /** Takes the socket's requests; everything else goes on to the next handler. */
  readonly middleware: RequestHandler = (req, res, next) => {
    if (isForSocket(req.originalUrl)) this.#relay.emit('request', req, res)
    else next()
  }

  /** Tells every open panel, soon and together with what else changed. */
  notify(notice: ChangeNotice): void {
    if (this.#waiting.size < mostNotices) this.#waiting.set(`${notice.kind} ${notice.id}`, notice)
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs)
  }

  /** Sessions of this person may have ended: sockets that hang on an ended one are told and cut, in every process. */
  staffChanged(staffId: string): void {
    this.#io.serverSideEmit('staff-changed', staffId)
    void this.#recheck(staffId)
  }

  /** The client is writing: told to those who look at the conversation. */
  clientTypes(conversationId: string): void {
    this.#io.to(viewRoom(conversationId)).emit('client-typing', { conversationId })
  }

  async close(): Promise<void> {
    this.#flush()
    this.#closing = true
    this.#server?.off('upgrade', this.#upgrade)
    this.#io.local.disconnectSockets(true)
    await this.#io.close()
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#waiting.size === 0) return
    const notices = [...this.#waiting.values()]
    this.#waiting = new Map()
    this.#io.emit('changes', notices)
  }

  /** Browsers name the page that connects: another site's page is refused, whatever cookies it brings. */
  #sameOrigin({ headers }: IncomingMessage): boolean {
    if (headers.origin === undefined) return true
    if (headers.origin === new URL(this.core.company.publicUrl).origin) return true
    return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host
  }

  async #admit(socket: PanelSocket): Promise<void> {
    const { session } = socket.request as Request
    const person = session && (await personOf(this.core, session))
    if (!person) throw new Error('not-signed-in')
    socket.data = { id: person._id, name: person.name, viewing: null }
  }

  #serve(socket: PanelSocket): void {
    void socket.join(personRoom(socket.data.id))
    socket.use(this.#paced())
    socket.on('view', (conversationId) => {
      const wanted = id.nullable().safeParse(conversationId)
      if (wanted.success) void this.#view(socket, wanted.data)
    })
    socket.on('typing', (conversationId) => {
      if (socket.data.viewing !== conversationId || conversationId === null) return
      const staff = { id: socket.data.id, name: socket.data.name }
      socket.to(viewRoom(conversationId)).emit('typing', { conversationId, staff })
    })
    socket.on('disconnect', () => {
      if (socket.data.viewing) void this.#tellViewers(socket.data.viewing)
    })
  }

  async #view(socket: PanelSocket, conversationId: string | null): Promise<void> {
    const { viewing } = socket.data
    if (viewing === conversationId) return
    socket.data.viewing = conversationId
    if (viewing) {
      await socket.leave(viewRoom(viewing))
      void this.#tellViewers(viewing)
    }
    if (conversationId) {
      await socket.join(viewRoom(conversationId))
      void this.#tellViewers(conversationId)
    }
  }

  async #tellViewers(conversationId: string): Promise<void> {
    if (this.#closing) return
    const room = viewRoom(conversationId)
    try {
      const sockets = await this.#io.in(room).fetchSockets()
      const viewers = new Map(sockets.map(({ data }) => [data.id, { id: data.id, name: data.name }]))
      this.#io.to(room).emit('viewers', { conversationId, viewers: [...viewers.values()] })
    } catch (err) {
      // Another process did not answer in time; the next change of the room tells everybody again.
      this.core.log.debug({ err, conversationId }, 'panel: viewers are not known')
    }
  }

  async #recheck(staffId: string): Promise<void> {
    const sockets = [...this.#io.sockets.sockets.values()].filter((socket) => socket.data.id === staffId)
    for (const socket of sockets) {
      const { session } = socket.request as Request
      if (await personOf(this.core, session)) continue
      socket.emit('signed-out')
      socket.disconnect(true)
    }
  }

  /** Lets a person's pace through and drops a machine's. */
  #paced(): (packet: unknown, next: (err?: Error) => void) => void {
    let second = 0
    let count = 0
    return (_packet, next) => {
      const now = Math.floor(this.clock() / 1_000)
      count = now === second ? count + 1 : 1
      second = now
      if (count <= mostPerSecond) next()
    }
  }
}

function personRoom(staffId: string): string {
  return `staff:${staffId}`
}

function viewRoom(conversationId: string): string {
  return `view:${conversationId}`
}

function isForSocket(url: string | undefined): boolean {
  return url?.startsWith(`${panelSocketPath}/`) ?? false
}
