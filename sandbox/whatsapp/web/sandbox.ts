import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { WebSocketServer } from 'ws'
import { type Clock, systemClock } from '../../../core/clock.js'
import type { PersonChat } from '../../telegram/person-chat.js'
import { readBody } from '../../telegram/request.js'
import { createTelegramSandbox, type NewPerson, type TelegramSandbox } from '../../telegram/sandbox.js'
import type { PersonView } from '../../telegram/view.js'
import { selfSignedCertificate } from './certificate.js'
import { serveWhatsAppControl } from './control.js'
import { directPathOf, fileIdOf } from './convert.js'
import { WhatsAppFaults } from './faults.js'
import { pageScript } from './page-bundle.js'
import type { WireMessage } from './protocol.js'
import { WhatsAppServer } from './server.js'

export interface WhatsAppSandboxOptions {
  /** Folder where chats, files and the linked device are kept; memory only without it. */
  dataDir?: string
  clock?: Clock
  /** The company's own number, with the plus, and the name of its profile. */
  number?: string
  name?: string
  /** How long one QR code is good for, ms, and how many are shown before the page waits to be asked for more. */
  refMs?: number
  refs?: number
  /** Hears of the sandbox's own mistakes. */
  onError?: (error: unknown) => void
}

/** The account that stands for the company's phone among the sandbox's chats. */
export const companyToken = '7900000001:sandbox-whatsapp-number'
export const companyUsername = 'whatsapp'

/**
 * A small WhatsApp: people with phones (those of the Telegram sandbox, in a world of their own) and a page that stands
 * in for web.whatsapp.com in a real Chromium. It shows what our adapter does with the library; it cannot show what
 * WhatsApp does with its page tomorrow.
 */
export interface WhatsAppSandbox {
  readonly phones: TelegramSandbox
  /** For `app.use('/some/prefix', sandbox.router)`: what the page with the phones talks to, below `/_control`. */
  readonly router: TelegramSandbox['router']
  readonly faults: WhatsAppFaults
  readonly server: WhatsAppServer
  /** Listens on 127.0.0.1; `resolve` is what WHATSAPP_WEB_URL_RESOLVE takes. */
  listen(port?: number): Promise<{ resolve: string; close(): Promise<void> }>
  createPerson(person: NewPerson): PersonView
  /** The chat of this person (found by id or name, made when there is none) with the company. */
  user(who: number | string): PersonChat
  /** The company's phone scans what the page shows; the text of the QR code, the latest when not given. */
  scan(qr?: string): void
  /** The company's phone types in the pairing code. */
  enterCode(code: string): void
  /** The company's phone unlinks the device. */
  unlink(): void
  /** WhatsApp blocks the number. */
  ban(): void
  unban(): void
  /** Another browser takes the session. */
  conflict(): void
  /** The page loads itself anew. */
  reload(): void
  /** The network of the page goes for a moment. */
  dropSockets(): void
  /** Whether a linked page is open and synchronised. */
  readonly online: boolean
  /** The person looks at the chat: everything of ours is read. */
  read(who: number | string): void
  /** A phone that is off keeps one tick; switched on, what came is delivered. */
  setPhoneOn(who: number | string, on: boolean): void
  /** Gives the page a message of any shape, as if it came from WhatsApp. */
  inject(message: WireMessage): void
  /** Changes such a message, as its author would. */
  injectChange(key: WireMessage['id'], change: Partial<WireMessage>): void
  /** The page learns whose a hidden number (`…@lid`) is. */
  showNumber(lid: string, wid: string): void
  /** Hands a message of the person over again; the last one when none is named. */
  repeat(who: number | string, messageId?: number): void
  widOf(who: number | string): string
  close(): void
}

export function createWhatsAppSandbox(options: WhatsAppSandboxOptions = {}): WhatsAppSandbox {
  const clock = options.clock ?? systemClock
  const onError = options.onError ?? ((error: unknown) => console.error('whatsapp sandbox:', error))
  const phones = createTelegramSandbox({
    clock,
    onError,
    filePrefix: 'WW',
    ...(options.dataDir ? { dataDir: path.join(options.dataDir, 'phones') } : {}),
  })
  phones.createBot(companyToken, { username: companyUsername, name: options.name ?? 'WhatsApp' })
  const faults = new WhatsAppFaults()
  const stateFile = options.dataDir && path.join(options.dataDir, 'linked.json')
  const server = new WhatsAppServer({
    phones,
    faults,
    clock,
    number: options.number ?? '+79130000001',
    name: options.name ?? 'WhatsApp',
    refMs: options.refMs ?? 20_000,
    refs: options.refs ?? 6,
    saved: stateFile ? readSaved(stateFile) : undefined,
    save: (state) => {
      if (!stateFile) return
      mkdirSync(path.dirname(stateFile), { recursive: true })
      writeFileSync(stateFile, JSON.stringify(state))
    },
  })

  const sandbox: WhatsAppSandbox = {
    phones,
    router: (req, res) => void serveWhatsAppControl(sandbox, req, res),
    faults,
    server,
    async listen(port = 0) {
      const script = await pageScript()
      const https = createServer(selfSignedCertificate('web.whatsapp.com'), (req, res) => {
        serve(sandbox, script, req, res).catch((error: unknown) => {
          onError(error)
          if (!res.headersSent) res.writeHead(500).end()
        })
      })
      const sockets = new WebSocketServer({ server: https, path: '/socket' })
      sockets.on('connection', (socket) => server.open(socket))
      await listening(https, port)
      const { port: chosen } = https.address() as AddressInfo
      return {
        resolve: `127.0.0.1:${chosen}`,
        close: async () => {
          sandbox.close()
          for (const socket of sockets.clients) socket.terminate()
          sockets.close()
          await new Promise<void>((resolve) => {
            https.close(() => resolve())
            https.closeAllConnections()
          })
        },
      }
    },
    createPerson: (person) => {
      const made = phones.createPerson(person)
      phones.openChat(made.id, companyUsername)
      return made
    },
    user: (who) => phones.user(server.personOf(who).id).with(companyUsername),
    scan: (qr) => server.scan(qr),
    enterCode: (code) => server.enterCode(code),
    unlink: () => server.unlink(),
    ban: () => server.setBanned(true),
    unban: () => server.setBanned(false),
    conflict: () => server.conflict(),
    reload: () => server.reload(),
    dropSockets: () => server.dropSockets(),
    get online() {
      return server.online
    },
    read: (who) => server.read(server.personOf(who)),
    setPhoneOn: (who, on) => server.setPhoneOn(server.personOf(who), on),
    inject: (message) => server.inject(message),
    injectChange: (key, change) => server.injectChange(key, change),
    showNumber: (lid, wid) => server.showNumber(lid, wid),
    repeat: (who, messageId) => server.repeat(server.personOf(who), messageId),
    widOf: (who) => server.widOf(server.personOf(who)),
    close() {
      server.close()
      phones.close()
    },
  }
  return sandbox
}

const html =
  '<!doctype html><meta charset="utf-8"><title>WhatsApp</title><script src="/page.js"></script><p>WhatsApp Web, simulated'

async function serve(
  { phones, faults }: WhatsAppSandbox,
  script: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(req.url ?? '/', 'https://web.whatsapp.com')
  if (pathname === '/') {
    if (faults.take(['no-page'])) return void res.writeHead(503).end('Service Unavailable')
    return void res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html)
  }
  if (pathname === '/page.js')
    return void res.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script)
  if (pathname === '/media' && req.method === 'POST') {
    const data = await readBody(req)
    const mimeType = req.headers['content-type'] ?? 'application/octet-stream'
    const fileId = await phones.port.upload({ data, name: 'file', mimeType })
    return void res
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ directPath: directPathOf(fileId) }))
  }
  if (pathname.startsWith('/media/') && !faults.take(['media-gone'])) {
    const fileId = fileIdOf(decodeURIComponent(pathname.slice('/media'.length)))
    const bytes = await phones.port.download(fileId).catch(() => undefined)
    if (bytes) return void res.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes)
  }
  res.writeHead(404).end()
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

function readSaved(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
