import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express } from 'express'
import { io, type Socket } from 'socket.io-client'
import {
  createSiteChannel,
  type SiteChannelOptions,
  type SiteChat,
} from '../../adapters/site-chat/channel.js'
import type {
  Answer,
  ChatAuth,
  ChatMessage,
  Hello,
  ServerEvents,
  VisitorContent,
  VisitorEvents,
} from '../../adapters/site-chat/protocol.js'
import { ChannelRegistry } from '../../core/channel-registry.js'
import type { Actor } from '../../core/context.js'
import { DialogRunner } from '../../core/dialogs/dialog-runner.js'
import { ScriptLibrary } from '../../core/dialogs/script-library.js'
import { Dispatcher } from '../../core/events/dispatcher.js'
import { hostChannel } from '../../core/host-channel.js'
import { newId } from '../../core/ids.js'
import { Inbox } from '../../core/inbox/receive-message.js'
import type { TestCore } from './core.js'

export interface SiteChatServer {
  readonly url: string
  readonly app: Express
  readonly server: Server
  readonly chat: SiteChat
  readonly inbox: Inbox
  readonly scripts: ScriptLibrary
  stop(): Promise<void>
}

/** A whole process of the site chat, as main.ts puts it together: HTTP, sockets, deliveries, events. */
export async function startSiteChat(
  core: TestCore,
  options: Partial<SiteChannelOptions> & { port?: number; works?: boolean } = {},
): Promise<SiteChatServer> {
  const { port = 0, works = true, ...change } = options
  const app = express()
  const server = createServer({ keepAliveTimeout: 75_000 }, app)
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(core.company, { publicUrl: url })
  // A process of its own has a registry of its own.
  Object.assign(core, { channels: new ChannelRegistry() })
  const scripts = new ScriptLibrary(core)
  const inbox = new Inbox(core, new DialogRunner(scripts))
  const chat = createSiteChannel({
    core,
    inbox,
    secret: 's'.repeat(32),
    httpServer: server,
    widgetFile: 'none',
    ...change,
  })
  core.channels.register(chat.channel)
  app.use(chat.router)
  const stopping = new AbortController()
  const holder = newId()
  const work = works
    ? [
        hostChannel(core, chat.channel, holder, stopping.signal),
        new Dispatcher(core, [chat.subscriber], holder).run(stopping.signal),
      ]
    : []
  return {
    url,
    app,
    server,
    chat,
    inbox,
    scripts,
    stop: async () => {
      stopping.abort()
      await chat.close()
      await Promise.allSettled(work)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const manager: Actor = { kind: 'staff', id: 'staff-1', name: 'Мария', role: 'admin' }

type Sent<E extends keyof VisitorEvents> = Parameters<VisitorEvents[E]>[0]
type Answered<E extends keyof VisitorEvents> =
  Parameters<NonNullable<Parameters<VisitorEvents[E]>[1]>>[0] extends Answer<infer T> ? T : never

/** A browser on the official socket.io client, which knows nothing of our widget. */
export class TestVisitor {
  readonly socket: Socket<ServerEvents, VisitorEvents>
  readonly received: ChatMessage[] = []
  readonly heard: (keyof ServerEvents)[] = []

  constructor(
    url: string,
    public token?: string,
    auth: Partial<ChatAuth> = {},
  ) {
    this.socket = io(url, {
      path: '/chat',
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { account: 'main', ...(token ? { token } : {}), ...auth },
    })
    this.socket.on('message', (message) => this.received.push(message))
    this.socket.onAny((event: keyof ServerEvents) => this.heard.push(event))
  }

  async answer<E extends keyof VisitorEvents>(event: E, input: Sent<E>): Promise<Answer<Answered<E>>> {
    return (
      this.socket.timeout(10_000) as unknown as {
        emitWithAck(e: string, i: unknown): Promise<Answer<Answered<E>>>
      }
    ).emitWithAck(event, input)
  }

  /** Throws the code of a refusal. */
  async ask<E extends keyof VisitorEvents>(event: E, input: Sent<E>): Promise<Answered<E>> {
    const answer = await this.answer(event, input)
    if (!answer.ok) throw new Error(answer.error.code)
    return answer
  }

  async hello(afterSeq?: number): Promise<Hello> {
    const hello = await this.ask('hello', afterSeq === undefined ? {} : { afterSeq })
    if (hello.token) this.token = hello.token
    return hello
  }

  say(content: VisitorContent | string, clientMessageId = newId()): Promise<{ message: ChatMessage }> {
    return this.ask('send', {
      clientMessageId,
      content: typeof content === 'string' ? { type: 'text', text: content } : content,
    })
  }

  leave(): void {
    this.socket.disconnect()
  }
}

/** Waits for a condition; throws with `what` after ten seconds. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const ends = performance.now() + 10_000
  for (;;) {
    const value = await look()
    if (value) return value as NonNullable<T>
    if (performance.now() > ends) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
