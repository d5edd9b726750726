import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { createAdapter } from '@socket.io/mongo-adapter'
import type { RequestHandler } from 'express'
import { Server, type Socket } from 'socket.io'
import type { Core } from '../../core/context.js'
import type { ServerEvents, VisitorEvents } from './protocol.js'
import type { SentPage } from './schemas.js'
import { maxPacket } from './schemas.js'
import type { Visitor } from './visitor-token.js'

/** What a socket remembers of its visitor: ids only, because the adapter may copy it between processes. */
export interface SocketData {
  accountId: string
  visitor: Visitor
  /** Set while the identity is new to the browser: the answer to `hello` hands it over. */
  token?: string
  name: string
  lang: 'ru' | 'en'
  address: string
  page?: SentPage
}

type NoEvents = Record<never, never>
export type ChatServer = Server<VisitorEvents, ServerEvents, NoEvents, SocketData>
export type ChatSocket = Socket<VisitorEvents, ServerEvents, NoEvents, SocketData>

/** All sockets of one visitor, in every process. */
export function roomOf(accountId: string, visitorId: string): string {
  return `${accountId}/${visitorId}`
}

export interface SocketServer {
  readonly io: ChatServer
  /** Takes the socket's requests under `/chat`; everything else goes on to the next handler. */
  readonly middleware: RequestHandler
  /** Cuts the sockets of this process (widgets come back by themselves) and leaves the HTTP server alone. Idempotent. */
  close(): Promise<void>
}

/**
 * The socket server of one process. Processes hear each other through a collection of MongoDB, so a process without
 * HTTP (no `httpServer`) still reaches visitors who are connected elsewhere.
 *
 * `/chat/files` lives under the same path, so socket.io listens to a relay that is handed only what is for it.
 */
export function createSocketServer(
  { connection, models }: Pick<Core, 'connection' | 'models'>,
  httpServer: HttpServer | undefined,
): SocketServer {
  // The adapter's documents are only read through change streams, which wait for the majority by themselves.
  const packets = connection
    .getClient()
    .db(connection.name)
    .collection(models.SiteSocketEvent.collection.name, { writeConcern: { w: 1, journal: false } })
  const io: ChatServer = new Server({
    path: '/chat',
    serveClient: false,
    cors: { origin: '*', methods: ['GET', 'POST'] },
    maxHttpBufferSize: maxPacket,
    perMessageDeflate: false,
    connectTimeout: 10_000,
    pingInterval: 20_000,
    pingTimeout: 20_000,
    adapter: createAdapter(packets as never, { addCreatedAtField: true }) as never,
  })
  const relay = createServer()
  io.attach(relay)

  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isForSocket(req.url)) relay.emit('upgrade', req, socket, head)
  }
  httpServer?.on('upgrade', upgrade)

  let closed: Promise<void> | undefined
  const close = async () => {
    httpServer?.off('upgrade', upgrade)
    for (const namespace of io._nsps.values()) await namespace.adapter.close()
    io.engine.close()
  }

  return {
    io,
    middleware: (req, res, next) => {
      if (isForSocket(req.originalUrl)) relay.emit('request', req, res)
      else next()
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }
}

function isForSocket(url = ''): boolean {
  const path = url.split('?', 1)[0]
  return path === '/chat/' || path === '/chat'
}
