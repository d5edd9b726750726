import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../core/clock.js'
import { sceneOf } from './act.js'
import { ActionRefused } from './action.js'
import { BotSide } from './bot-side.js'
import { CallJournal, type CallRecord } from './call-journal.js'
import { serveControl } from './control.js'
import { FaultPlans } from './faults.js'
import { FileStore, type SandboxFile } from './file-store.js'
import { localPort } from './local-port.js'
import { PaceGate, type PaceLimits, telegramPace } from './pace-limits.js'
import { keepSaved, loadWorld } from './persistence.js'
import { type PersonPort, SandboxPerson } from './person-chat.js'
import type { BotView, ChatView, PersonView, SandboxEvent, SandboxState } from './view.js'
import type { WebhookTiming } from './webhook.js'
import { type Bot, World } from './world.js'

export interface TelegramSandboxOptions {
  /** Folder where chats and files are kept between starts; memory only without it. */
  dataDir?: string
  /** A well-formed token that nobody created becomes a bot at its first call, instead of 401. */
  autoRegister?: boolean
  /** Dates of messages; people's waiting and long polling run on real time. */
  clock?: Clock
  /** Makes the chances of planned faults repeatable. */
  seed?: number
  /** Refuses what is faster than Telegram allows; `true` takes Telegram's published numbers. */
  pace?: boolean | PaceLimits
  webhook?: Partial<WebhookTiming>
  /** Hears of the sandbox's own mistakes. */
  onError?: (error: unknown) => void
  /** First id of people that are made without one, and how file ids begin: for several sandboxes on one page. */
  firstPersonId?: number
  filePrefix?: string
}

export interface NewPerson {
  id?: number | undefined
  name: string
  username?: string | undefined
  /** With the plus; made up when absent. */
  phone?: string | undefined
  role?: string | undefined
  /** A few words for the page: what this person does. */
  about?: string | undefined
  languageCode?: string | undefined
}

export interface NewGroup {
  title: string
  forum?: boolean | undefined
  /** Usernames of the bots; they are administrators. */
  bots: string[]
  members: (number | string)[]
  id?: number | undefined
}

type Handler = (req: IncomingMessage, res: ServerResponse, next?: () => void) => void

/** A whole small Telegram: bots reach it over HTTP, people through `user()` or the control API. */
export interface TelegramSandbox {
  /** For `app.use('/some/prefix', sandbox.router)`: the API root is then `http://host/some/prefix`. */
  readonly router: Handler
  readonly handle: Handler
  readonly faults: FaultPlans
  readonly port: PersonPort
  /** People, chats and files themselves: the WhatsApp sandbox puts another messenger in front of them. */
  readonly world: World
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal
  /** Listens on 127.0.0.1; without a port the system chooses one. `url` is the API root. */
  listen(port?: number): Promise<{ url: string; close(): Promise<void> }>
  /** Registers a bot; for a known token its names are brought up to date. */
  createBot(token: string, profile: { username: string; name: string }): BotView
  createPerson(person: NewPerson): PersonView
  createGroup(group: NewGroup): ChatView
  /** Makes a chat that has begun before: the bot may write there, and is told nothing. */
  openChat(person: number, botUsername: string): ChatView
  /** The person with this id or name; a new one by this name when there is none. */
  user(who: number | string): SandboxPerson
  /** Queues an update as if it came from Telegram; an object without `update_id` gets one. */
  injectUpdate(token: string, update: unknown): void
  /** Queues updates together, so that one getUpdates takes them all; `raw` adds no `update_id`. */
  injectUpdates(token: string, updates: unknown[], options?: { raw?: boolean }): void
  /** While held, updates gather; when released they come as one batch. */
  holdUpdates(token: string, held: boolean): void
  /** Everything ever queued for the bot, to inject again. */
  updatesOf(token: string): readonly unknown[]
  /** How many updates the bot has not confirmed yet. */
  pendingUpdates(token: string): number
  calls(filter?: { method?: string; bot?: string }): CallRecord[]
  fileInfo(fileId: string): SandboxFile | undefined
  state(): SandboxState
  onEvent(listener: (event: SandboxEvent) => void): () => void
  /** Forgets chats, files, calls and faults; bots and people stay. */
  reset(): void
  /** Ends long polls, webhooks and streams, and saves. */
  close(): void
}

const webhookTiming: WebhookTiming = { retryMs: 200, maxRetryMs: 5_000, timeoutMs: 60_000 }

export function createTelegramSandbox(options: TelegramSandboxOptions = {}): TelegramSandbox {
  const { dataDir } = options
  const world = new World(
    options.clock ?? systemClock,
    new FileStore(dataDir && join(dataDir, 'files'), options.filePrefix),
  )
  const stateFile = dataDir && join(dataDir, 'state.json')
  if (stateFile) loadWorld(world, stateFile)
  const stopSaving = stateFile ? keepSaved(world, stateFile) : () => {}
  const faults = new FaultPlans(options.seed)
  const journal = new CallJournal()
  const closing = new AbortController()
  const pace = options.pace === true ? telegramPace : options.pace
  const botSide = new BotSide({
    world,
    faults,
    journal,
    webhook: { ...webhookTiming, ...options.webhook },
    pace: pace ? new PaceGate(pace) : undefined,
    autoRegister: options.autoRegister ?? false,
    onError: options.onError ?? ((error) => console.error('telegram sandbox:', error)),
  })
  const port = localPort(world)

  const handle: Handler = (req, res, next) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://sandbox')
    const call = /^\/bot([^/]+)\/(\w+)\/?$/.exec(pathname)
    const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(pathname)
    const control = /^\/_control\/(.+)$/.exec(pathname)
    if (call) {
      const token = decodeURIComponent(call[1] ?? '')
      void botSide.serveMethod(req, res, { token, method: call[2] ?? '', query: searchParams })
    } else if (file) {
      void botSide.serveFile(req, res, decodeURIComponent(file[1] ?? ''), decodeURIComponent(file[2] ?? ''))
    } else if (control) {
      void serveControl(sandbox, req, res, control[1] ?? '', searchParams)
    } else if (next) {
      next()
    } else {
      res.writeHead(404, { 'content-type': 'application/json' })
      res.end('{"ok":false,"error_code":404,"description":"Not Found"}')
    }
  }

  const sandbox: TelegramSandbox = {
    router: handle,
    handle,
    faults,
    port,
    world,
    closing: closing.signal,

    async listen(wantedPort = 0) {
      const server = createServer(handle)
      // Longer than clients keep idle connections, so that no request meets a closing socket by chance.
      server.keepAliveTimeout = 120_000
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(wantedPort, '127.0.0.1', resolve)
      })
      const { port: chosen } = server.address() as AddressInfo
      return {
        url: `http://127.0.0.1:${chosen}`,
        close: async () => {
          sandbox.close()
          const closed = new Promise<void>((resolve) => server.close(() => resolve()))
          server.closeAllConnections()
          await closed
        },
      }
    },

    createBot(token, profile) {
      if (!/^\d+:[\w-]+$/.test(token)) throw new Error('a bot token looks like 123456:letters')
      const known = world.bots.get(Number(token.split(':', 1)[0]))
      if (!known) return world.botView(world.addBot(token, profile))
      known.token = token
      known.user = { ...known.user, username: profile.username, first_name: profile.name }
      world.botChanged(known)
      return world.botView(known)
    },

    createPerson: (person) => createPerson(world, person, options.firstPersonId),

    createGroup: (group) => createGroup(world, group),

    openChat(person, bot) {
      const { chat } = sceneOf(world, { person, bot })
      chat.started = true
      world.chatChanged(chat)
      return world.chatView(chat)
    },

    user(who) {
      const person =
        world.findPerson(who) ??
        (typeof who === 'string' ? createPerson(world, { name: who }, options.firstPersonId) : undefined)
      if (!person) throw new ActionRefused('no-such-person')
      return new SandboxPerson(port, person.id, person.name)
    },

    injectUpdate: (token, update) => botOf(world, token).queue.inject([update], false),
    injectUpdates: (token, updates, { raw = false } = {}) => botOf(world, token).queue.inject(updates, raw),
    holdUpdates(token, held) {
      botOf(world, token).queue.paused = held
    },
    updatesOf: (token) => botOf(world, token).queue.history,
    pendingUpdates: (token) => botOf(world, token).queue.pending.length,
    calls: (filter) => journal.list(filter),
    fileInfo: (fileId) => world.files.get(fileId),
    state: () => stateOf(world),
    onEvent: (listener) => world.onEvent(listener),

    reset() {
      faults.clear()
      journal.clear()
      world.chats.clear()
      world.callbacks.clear()
      world.files.clear()
      for (const bot of world.bots.values()) bot.queue.clear()
      world.revision += 1
      world.emit({ type: 'reset' })
    },

    close() {
      if (closing.signal.aborted) return
      closing.abort()
      for (const bot of world.bots.values()) bot.webhook?.stop()
      stopSaving()
    },
  }
  return sandbox
}

function botOf(world: World, token: string): Bot {
  const bot = world.botByToken(token)
  if (!bot) throw new ActionRefused('no-such-bot')
  return bot
}

const firstPersonId = 700_100_001
const firstGroupId = -1_001_000_000_001

function createPerson(world: World, wanted: NewPerson, firstId = firstPersonId): PersonView {
  const id = wanted.id ?? nextPersonId(world, firstId)
  const [firstName = wanted.name, ...rest] = wanted.name.split(' ')
  const lastName = rest.join(' ')
  return world.addPerson({
    id,
    name: wanted.name,
    phone: wanted.phone ?? `+79${String(id % 1e9).padStart(9, '0')}`,
    user: {
      id,
      is_bot: false,
      first_name: firstName,
      ...(lastName ? { last_name: lastName } : {}),
      ...(wanted.username ? { username: wanted.username } : {}),
      language_code: wanted.languageCode ?? 'ru',
    },
    ...(wanted.role ? { role: wanted.role } : {}),
    ...(wanted.about ? { about: wanted.about } : {}),
  })
}

function nextPersonId(world: World, firstId: number): number {
  let id = firstId
  while (world.people.has(id)) id += 1
  return id
}

function createGroup(world: World, wanted: NewGroup): ChatView {
  const bots = wanted.bots.map((username) => {
    const bot = world.botByUsername(username)
    if (!bot) throw new ActionRefused('no-such-bot')
    return bot
  })
  const members = wanted.members.map((who) => {
    const person = world.findPerson(who)
    if (!person) throw new ActionRefused('no-such-person')
    return person
  })
  let id = wanted.id ?? firstGroupId
  while (wanted.id === undefined && world.chats.has(String(id))) id -= 1
  const known = world.chats.get(String(id))
  if (known) return world.chatView(known)
  const chat = world.addChat({
    key: String(id),
    type: 'supergroup',
    id,
    title: wanted.title,
    isForum: wanted.forum ?? false,
    botIds: bots.map((bot) => bot.user.id),
    personIds: members.map((person) => person.id),
  })
  const owner = members[0]
  for (const bot of bots) {
    bot.queue.push({
      my_chat_member: {
        chat: world.apiChat(chat),
        from: owner?.user ?? bot.user,
        date: world.now(),
        old_chat_member: { status: 'left', user: bot.user },
        new_chat_member: {
          status: 'administrator',
          user: bot.user,
          can_manage_topics: true,
          can_pin_messages: true,
        },
      },
    })
  }
  return world.chatView(chat)
}

function stateOf(world: World): SandboxState {
  return {
    revision: world.revision,
    bots: [...world.bots.values()].map((bot) => world.botView(bot)),
    people: [...world.people.values()],
    chats: [...world.chats.values()].map((chat) => ({
      ...world.chatView(chat),
      messages: [...chat.messages.values()].slice(-300),
    })),
  }
}
