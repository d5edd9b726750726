import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import type WAWebJS from 'whatsapp-web.js'
import { pause } from '../../../core/lease.js'
import type { Logger } from '../../../core/log.js'
import { freeProfile } from './profile-lock.js'

export interface SessionSettings {
  /** Folder of the browser's profile, which is the linked device: keep it secret. */
  folder: string
  executablePath: string
  /** `host:port` that stands in for web.whatsapp.com; everything else is then unreachable. */
  resolve?: string
  /** Pair by a code for this number (digits with the country) instead of a QR code. */
  pairingPhone?: string
  limits: SessionLimits
}

/** All ms. */
export interface SessionLimits {
  /** Browser started and page loaded. */
  start: number
  /** Between looks at the page. */
  look: number
  /** An answer of the page. */
  answer: number
  /** Connected, but its chats do not come. */
  sync: number
  /** Before a session that another browser took is taken back. */
  takeover: number
}

export const usualLimits: SessionLimits = {
  start: 90_000,
  look: 2_000,
  answer: 15_000,
  sync: 600_000,
  takeover: 20_000,
}

/** What a session tells while it runs. Any of them may come again, or not at all. */
export interface SessionHears {
  qr(text: string): void
  code(code: string): void
  /** Linked, its chats are coming; 0-1. */
  syncing(progress: number): void
  /** Messages come and go from now on; said again after every loss of the connection. */
  ready(client: WAWebJS.Client): void
  /** The page has lost WhatsApp's server, or another browser has the session. */
  offline(reason: 'network' | 'session-conflict'): void
  message(message: WAWebJS.Message): void
  /** One of ours came to be in the page: sent by us or by the owner's phone. */
  created(message: WAWebJS.Message): void
  ack(message: WAWebJS.Message, ack: number): void
  edited(message: WAWebJS.Message): void
  revoked(message: WAWebJS.Message): void
  reaction(reaction: WAWebJS.Reaction): void
}

/** Why a session ended. */
export type SessionEnd =
  | { why: 'stopped' }
  | { why: 'browser-gone' }
  | { why: 'logged-out' }
  | { why: 'blocked' }
  | { why: 'stuck' | 'failed'; err?: unknown }

/** States of the page in which WhatsApp refuses the number. Source: WAState of the library. */
const blockedStates = new Set(['TOS_BLOCK', 'SMB_TOS_BLOCK'])
/** A page that does not answer so many looks in a row is dead. */
const deafLooks = 4

/** A browser closes itself within this, and a killed one is gone within that, ms: a stop never takes longer than both. */
const [closesMs, killedMs] = [8_000, 5_000]

interface Look {
  state: string
  hasSynced: boolean
  /** The library listens to the page as it is now. */
  listens: boolean
}

/** The library's own, which its types leave out. */
type Client = WAWebJS.Client & {
  inject(): Promise<void>
  attachEventListeners(): Promise<void>
  initWebVersionCache(): Promise<void>
}

/**
 * One life of the browser with WhatsApp Web in it, from its start until it is gone, logged out, blocked, stuck or told to
 * stop; it always leaves no browser behind. The library's defects are coded around here, each beside its line.
 */
export async function runSession(
  settings: SessionSettings,
  hears: SessionHears,
  log: Logger,
  signal: AbortSignal,
): Promise<SessionEnd> {
  await mkdir(settings.folder, { recursive: true })
  await freeProfile(settings.folder)
  const client = await makeClient(settings)
  let finish: (end: SessionEnd) => void = () => undefined
  const ended = new Promise<SessionEnd>((resolve) => {
    finish = resolve
  })
  const over = new AbortController()
  const stop = () => finish({ why: 'stopped' })
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  listen(client, hears, finish)
  const watcher = new PageWatcher(client, settings, hears, log, finish)
  client.on('ready', () => void watcher.look())
  client.on('change_state', () => void watcher.look())

  // It would read the page's source for a cache that we do not use, and a page that goes meanwhile is an unhandled rejection.
  client.initWebVersionCache = () => Promise.resolve()

  // Reloads inject again without anybody waiting for it: a failure there would be an unhandled rejection.
  const inject = client.inject.bind(client)
  let started = false
  client.inject = async () => {
    try {
      await inject()
    } catch (err) {
      if (!started) throw err
      finish({ why: 'stuck', err })
    }
  }
  // Its functions are in the page long before it listens there, and what came between would be lost: so it is marked.
  const attach = client.attachEventListeners.bind(client)
  client.attachEventListeners = async () => {
    await attach()
    await client.pupPage?.evaluate('window.otklikListens = true')
  }
  // Nobody waits for this one either.
  const requestPairingCode = client.requestPairingCode.bind(client)
  client.requestPairingCode = async (...args) => {
    try {
      return await requestPairingCode(...args)
    } catch (err) {
      finish({ why: 'stuck', err })
      return ''
    }
  }

  const initialized = client.initialize()
  try {
    const first = await Promise.race([
      initialized.then(() => null),
      ended,
      pause(settings.limits.start, over.signal).then((): SessionEnd => ({ why: 'stuck' })),
    ])
    if (first) return first
    started = true
    // A browser that is killed says nothing through the client.
    client.pupBrowser?.on('disconnected', () => finish({ why: 'browser-gone' }))
    if (client.pupBrowser && !client.pupBrowser.connected) finish({ why: 'browser-gone' })
    void watcher.run(over.signal)
    return await ended
  } catch (err) {
    return { why: 'failed', err }
  } finally {
    over.abort()
    signal.removeEventListener('abort', stop)
    await close(client, initialized, log)
  }
}

async function makeClient(settings: SessionSettings): Promise<Client> {
  // Chromium's driver is heavy: only who uses it loads it.
  const { default: library } = await import('whatsapp-web.js')
  const { folder, executablePath, resolve, pairingPhone, limits } = settings
  const args = [
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--mute-audio',
    '--disable-extensions',
  ]
  if (process.getuid?.() === 0) args.push('--no-sandbox')
  if (resolve !== undefined)
    args.push(
      `--host-resolver-rules=MAP web.whatsapp.com:443 ${resolve}, MAP * ~NOTFOUND`,
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
    )
  /** The profile is ours to remove: the library would do it under the running browser. */
  class Profile extends library.NoAuth {
    // A browser that ends with words of ours unread resets the pipe. Puppeteer has stopped listening by then, and an
    // error that nobody hears would end this process.
    override afterBrowserInitialized = async (): Promise<void> => {
      for (const pipe of client.pupBrowser?.process()?.stdio ?? []) pipe?.on('error', () => undefined)
    }
  }
  const client: WAWebJS.Client = new library.Client({
    authStrategy: new Profile(),
    authTimeoutMs: limits.start,
    // The page as WhatsApp serves it now; a kept one grows old.
    webVersionCache: { type: 'none' },
    takeoverOnConflict: true,
    takeoverTimeoutMs: limits.takeover,
    ...(pairingPhone === undefined
      ? {}
      : { pairWithPhoneNumber: { phoneNumber: pairingPhone, showNotification: true, intervalMs: 150_000 } }),
    puppeteer: {
      headless: true,
      // The browser ends with this process, whatever ends it, and no port of the machine leads into the session.
      pipe: true,
      executablePath,
      userDataDir: folder,
      args,
      timeout: limits.start,
      protocolTimeout: 240_000,
      // Puppeteer would end this process at a signal; Otklik stops in order.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      ...(resolve === undefined ? {} : { acceptInsecureCerts: true }),
    },
  })
  return client as Client
}

function listen(client: Client, hears: SessionHears, finish: (end: SessionEnd) => void): void {
  client.on('qr', (text) => hears.qr(text))
  client.on('code', (code: string) => hears.code(code))
  client.on('loading_screen', (percent) => hears.syncing(Math.min(1, Number(percent) / 100)))
  client.on('message', (message) => hears.message(message))
  client.on('message_ciphertext_failed', (message: WAWebJS.Message) => hears.message(message))
  client.on('message_create', (message) => {
    if (message.fromMe) hears.created(message)
  })
  client.on('message_ack', (message, ack) => hears.ack(message, ack))
  client.on('message_edit', (message: WAWebJS.Message) => hears.edited(message))
  client.on('message_revoke_everyone', (message) => hears.revoked(message))
  client.on('message_reaction', (reaction: WAWebJS.Reaction) => hears.reaction(reaction))
  client.on('auth_failure', () => finish({ why: 'logged-out' }))
  client.on('disconnected', (reason: string) => {
    if (blockedStates.has(reason)) finish({ why: 'blocked' })
    else if (reason === 'LOGOUT' || reason.startsWith('UNPAIRED')) finish({ why: 'logged-out' })
    else finish({ why: 'stuck', err: new Error(`WhatsApp Web is ${reason}`) })
  })
}

/**
 * Asks the page how it is, again and again: the library says "ready" too often or not at all, and nothing when the page
 * dies. What it says is only a reason to look at once.
 */
class PageWatcher {
  #ready = false
  #offline = false
  #deaf = 0
  #unheard = 0
  #connectedAt: number | null = null
  #looking: Promise<void> | null = null

  constructor(
    private readonly client: Client,
    private readonly settings: SessionSettings,
    private readonly hears: SessionHears,
    private readonly log: Logger,
    private readonly finish: (end: SessionEnd) => void,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look()
      await pause(this.settings.limits.look, signal)
    }
  }

  /** Looks once; whoever asks meanwhile waits for the look after this one. */
  async look(): Promise<void> {
    await this.#looking
    this.#looking ??= this.#take().finally(() => {
      this.#looking = null
    })
    await this.#looking
  }

  async #take(): Promise<void> {
    let seen: Look
    try {
      seen = await this.#ask<Look>(
        `(() => {
          const { Socket } = window.require('WAWebSocketModel')
          return { state: String(Socket.state), hasSynced: Boolean(Socket.hasSynced), listens: window.otklikListens === true }
        })()`,
      )
      this.#deaf = 0
    } catch (err) {
      this.#lost('network')
      // A page in the middle of a reload does not answer either.
      this.#deaf += 1
      if (this.#deaf >= deafLooks) this.finish({ why: 'stuck', err })
      return
    }
    await this.#judge(seen)
  }

  async #judge({ state, hasSynced, listens }: Look): Promise<void> {
    if (blockedStates.has(state)) return this.finish({ why: 'blocked' })
    if (state === 'UNPAIRED_IDLE') {
      // The library means to ask for a fresh code here, and does it in the wrong place.
      await this.#ask("window.require('WAWebCmd').Cmd.refreshQR()").catch(() => undefined)
      return
    }
    if (state !== 'CONNECTED') {
      this.#connectedAt = null
      return this.#lost(state === 'CONFLICT' ? 'session-conflict' : 'network')
    }
    this.#connectedAt ??= performance.now()
    if (hasSynced && listens) {
      this.#unheard = 0
      if (this.#ready && !this.#offline) return
      this.#ready = true
      this.#offline = false
      this.hears.ready(this.client)
      return
    }
    this.#lost('network')
    if (hasSynced) return this.#nudge()
    if (performance.now() - this.#connectedAt > this.settings.limits.sync) this.finish({ why: 'stuck' })
  }

  /** Synchronised before the library listened: it would wait for ever for something that has happened. */
  async #nudge(): Promise<void> {
    this.#unheard += 1
    if (this.#unheard < 2) return
    if (this.#unheard > 10) return this.finish({ why: 'stuck' })
    this.log.info('whatsapp: the page was ready before the library listened, telling it')
    await this.#ask('void window.onAppStateHasSyncedEvent?.()').catch(() => undefined)
  }

  #lost(reason: 'network' | 'session-conflict'): void {
    if (!this.#ready || this.#offline) return
    this.#offline = true
    this.hears.offline(reason)
  }

  async #ask<Result>(script: string): Promise<Result> {
    const { pupPage } = this.client
    if (!pupPage) throw new Error('no page')
    const late = new AbortController()
    try {
      return await Promise.race([
        pupPage.evaluate(script) as Promise<Result>,
        pause(this.settings.limits.answer, late.signal).then(() => {
          throw new Error('the page does not answer')
        }),
      ])
    } finally {
      late.abort()
    }
  }
}

/** A failed start leaves the browser open, a hanging one does not close: in the end it is killed. */
async function close(client: Client, initialized: Promise<void>, log: Logger): Promise<void> {
  const done = new AbortController()
  // Until the browser is there, there is nothing to close yet.
  while (!client.pupBrowser && !done.signal.aborted) {
    await Promise.race([initialized.catch(() => undefined).then(() => done.abort()), pause(50)])
  }
  initialized.catch(() => undefined)
  const child = client.pupBrowser?.process()
  try {
    await Promise.race([
      client.destroy(),
      pause(closesMs).then(() => {
        throw new Error('the browser does not close')
      }),
    ])
  } catch (err) {
    log.warn({ err }, 'whatsapp: the browser is killed')
  }
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  // The next browser must not meet this one in their profile.
  await Promise.race([gone, pause(killedMs)])
}
