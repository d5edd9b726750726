import { createHash } from 'node:crypto'
import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { Router } from 'express'
import type { Channel, Outbound, SendResult } from '../../core/channel.js'
import { StateReporter } from '../../core/channel-accounts/state-reporter.js'
import type { Core } from '../../core/context.js'
import type { Subscriber } from '../../core/events.js'
import { companyProfile } from '../../core/schedule/company-profile.js'
import { createAdmission } from './admission.js'
import { capabilities } from './capabilities.js'
import { clientAddress } from './client-address.js'
import { FileLinks } from './file-links.js'
import { type Limit, type LimitName, Limits } from './limits.js'
import { ProfileBoard, type ReadPublicProfile } from './profile.js'
import { type InboxDoor, type ReceiveParts, receiveFrom } from './receive.js'
import type { RenderParts } from './render.js'
import { createRouter } from './router.js'
import { editForVisitor, removeForVisitor, type SendParts, sendToVisitor } from './send.js'
import { SiteAccount, type SiteSettings, siteSettings } from './site-account.js'
import { SiteAccounts } from './site-accounts.js'
import { createSocketServer, roomOf, type SocketServer } from './socket-server.js'
import { StaffFaces } from './staff-faces.js'
import { createSubscriber } from './subscriber.js'
import { words } from './words.js'

export interface SiteChannelOptions {
  core: Core
  inbox: InboxDoor
  /** SESSION_SECRET: keys for tokens, file addresses and signed users are derived from it. */
  secret: string
  /** The widget of `channel`: `site:` and what the script tag says in `data-account`. Default: `site:main`. */
  accountId?: string
  /** Where sockets come in; a process without HTTP leaves it out and still reaches visitors through the others. */
  httpServer?: HttpServer
  /** The built widget, `dist/public/widget.js`. */
  widgetFile: string
  /** Company, hours and words of the header, asked at every connect. Default: the company's schedule. */
  publicProfile?: ReadPublicProfile
  /** Proxies in front of us whose `X-Forwarded-For` is to be believed. Default: none. */
  trustProxy?: number
  onVisitorTyping?: (conversationId: string) => void
  limits?: Partial<Record<LimitName, Limit>>
}

export interface SiteChat {
  /** The first widget, looking as the product does. */
  readonly channel: SiteChannel
  /** Another widget, or a known one with other settings. */
  open(accountId: string, settings: SiteSettings): SiteChannel
  /** `/widget.js`, `/chat` and `/chat/files`; mount it at the root, before anything that reads bodies. */
  readonly router: Router
  /** Tells open widgets who has the conversation and that the team has read. */
  readonly subscriber: Subscriber
  /** Cuts the sockets of this process, at its end; widgets go to another process or wait. */
  close(): Promise<void>
}

/** The site chat: one socket server for all widgets. Made once per process, after `migrate`. */
export function createSiteChannel(options: SiteChannelOptions): SiteChat {
  const { core, inbox, secret, accountId = 'site:main' } = options
  const links = new FileLinks(secret, core.company.publicUrl, core.clock)
  const limits = new Limits(options.limits)
  const faces = new StaffFaces(core)
  const render: RenderParts = { links, faces, company: core.company }
  const accounts = new SiteAccounts(core)
  const profiles = new ProfileBoard(options.publicProfile ?? companyProfile(core), faces, accounts)
  const addressOf = (req: IncomingMessage) => clientAddress(req, options.trustProxy ?? 0)
  const server = createSocketServer(core, options.httpServer)
  const { io } = server

  const { onVisitorTyping } = options
  const admit = createAdmission({
    accounts,
    limits,
    clientAddress: addressOf,
    nameOf: (visitorId) => words.text(core.company.locale, 'visitorName', { code: shortCode(visitorId) }),
  })
  io.use((socket, next) => {
    admit(socket, next).catch((err: unknown) => {
      core.log.error({ err }, 'site chat: could not admit a visitor')
      next(new Error('unavailable'))
    })
  })
  const receiving: ReceiveParts = {
    core,
    inbox,
    io,
    accounts,
    links,
    limits,
    profiles,
    maxFile: capabilities.maxFileIn,
    ...(onVisitorTyping ? { onVisitorTyping } : {}),
  }
  io.on('connection', (socket) => {
    // It worked a moment ago, when the socket was admitted.
    const account = accounts.known(socket.data.accountId)
    if (account) receiveFrom(socket, account, receiving)
    else socket.disconnect(true)
  })
  const open = (accountId: string, settings: SiteSettings) => {
    accounts.put(new SiteAccount(core, accountId, settings, { secret, render }))
    return new SiteChannel(accountId, server, { core, io, accountId, render })
  }
  return {
    channel: open(accountId, siteSettings.parse({})),
    open,
    router: createRouter({
      core,
      accounts,
      links,
      limits,
      clientAddress: addressOf,
      widgetFile: options.widgetFile,
      maxFile: capabilities.maxFileIn,
      socket: server.middleware,
    }),
    subscriber: createSubscriber(io, faces),
    close: () => server.close(),
  }
}

/**
 * The site's widget as a channel. Visitors are connected to every web process, whoever holds the account's lease, so
 * `start` and `stop` have next to nothing to do: the sockets live as long as the process (`SiteChat.close`).
 */
export class SiteChannel implements Channel {
  readonly kind = 'site'
  readonly capabilities = capabilities
  readonly #server: SocketServer
  readonly #parts: SendParts

  constructor(
    readonly accountId: string,
    server: SocketServer,
    parts: SendParts,
  ) {
    this.#server = server
    this.#parts = parts
  }

  async start(_signal: AbortSignal, fence?: number): Promise<void> {
    const states = new StateReporter(this.#parts.core, this.accountId, fence)
    states.worked()
    await states.settled()
  }

  async stop(): Promise<void> {}

  async send(outbound: Outbound): Promise<SendResult> {
    try {
      return await sendToVisitor(outbound, this.#parts)
    } catch (err) {
      // The message is stored and showing it twice shows it once, so trying again is always right.
      this.#parts.core.log.warn(
        { err, deliveryId: outbound.deliveryId },
        'site chat: could not show a message',
      )
      return { outcome: 'retry', reason: { code: 'adapter-error' } }
    }
  }

  async typing(chatId: string): Promise<void> {
    this.#server.io.to(roomOf(this.accountId, chatId)).emit('typing')
  }

  async edit(chatId: string, externalId: string, content: Outbound['content']): Promise<SendResult> {
    return editForVisitor(chatId, externalId, content, this.#parts)
  }

  async remove(chatId: string, externalId: string): Promise<SendResult> {
    return removeForVisitor(chatId, externalId, this.#parts)
  }
}

/** Four letters by which the team tells anonymous visitors apart. */
function shortCode(visitorId: string): string {
  return createHash('sha256').update(visitorId).digest('hex').slice(0, 4).toUpperCase()
}
