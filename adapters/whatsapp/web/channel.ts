import { rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { LRUCache } from 'lru-cache'
import type WAWebJS from 'whatsapp-web.js'
import type { Channel, Outbound, SendResult } from '../../../core/channel.js'
import type { ChannelAccount } from '../../../core/channel-accounts/channel-account.model.js'
import { notePublicName } from '../../../core/channel-accounts/note-public-name.js'
import { StateReporter } from '../../../core/channel-accounts/state-reporter.js'
import type { Content } from '../../../core/content.js'
import type { Core } from '../../../core/context.js'
import type { Inbox } from '../../../core/inbox/receive-message.js'
import { pause } from '../../../core/lease.js'
import { entryLinkTo } from '../entry-link.js'
import { phoneOfWhatsAppId } from '../phone.js'
import { whatsAppWebCapabilities } from './capabilities.js'
import { findChromium } from './find-chromium.js'
import type { Listening } from './parse.js'
import { Progress } from './progress.js'
import { Receiver } from './receiver.js'
import { classify, mayBecome, type SendLimits, sendToWhatsApp, within } from './send.js'
import { runSession, type SessionEnd, type SessionHears, type SessionLimits, usualLimits } from './session.js'
import { sessionFolder } from './session-folder.js'

export interface WhatsAppWebOptions {
  core: Core
  inbox: Inbox
  accountId: string
  /** Folder of the installation's data; the linked device is kept below it. */
  dataDir: string
  /** Path of Chromium; the one on the PATH when absent. */
  chromiumPath?: string
  /** `host:port` of a page that stands in for web.whatsapp.com. */
  resolve?: string
  /** Pair by a code for this number instead of a QR code. */
  pairingPhone?: string
  listening?: Partial<Listening>
  /** `deepest`: messages of one chat that catching up looks through. */
  limits?: Partial<ChannelLimits>
}

export type ChannelLimits = SessionLimits & SendLimits & RestartLimits & { deepest: number }

/** All ms. */
export interface RestartLimits {
  /** First wait before a session is begun again; it doubles up to a minute. */
  restart: number
  /** After WhatsApp has blocked the number. */
  blocked: number
}

const usual: ChannelLimits = {
  ...usualLimits,
  text: 30_000,
  file: 180_000,
  restart: 1_000,
  blocked: 3_600_000,
  deepest: 2_000,
}

const longestRestartMs = 60_000
/** A session that worked for so long has nothing to do with the failures before it, ms. */
const steadyMs = 60_000
/** A page that works and does not let us read the chats so often will not do it soon. */
const enoughPutOff = 6
const leaveMs = 10_000
const notConnectedRetryMs = 3_000
const mediaTimeoutMs = 120_000

const reasonOfEnd: Partial<Record<SessionEnd['why'], string>> = {
  'browser-gone': 'browser-crashed',
  stuck: 'platform-down',
  failed: 'browser-crashed',
}

/**
 * Wait before a session is begun again after so many that did not last, ms. A start that hangs counts as one, however
 * long it hung.
 *
 * @param first ms
 */
export function restartWait(failures: number, first: number): number {
  return Math.min(longestRestartMs, first * 2 ** Math.min(failures, 30))
}

/** The message a send is making, by its chat: sends of one chat come one after the other. */
interface InFlight {
  deliveryId: string
  content: Content
  id?: string
}

/** A phone linked as in WhatsApp Web, through whatsapp-web.js and a Chromium of our own. */
export class WhatsAppWebChannel implements Channel {
  readonly kind = 'whatsapp'
  readonly capabilities = whatsAppWebCapabilities
  readonly accountId: string
  readonly #profile: string
  readonly #limits: ChannelLimits
  readonly #progress: Progress
  readonly #receiver: Receiver
  readonly #inFlight = new Map<string, InFlight>()
  /** Message id -> delivery of sends whose end nobody saw: their receipts tell. */
  readonly #unseen = new LRUCache<string, string>({ max: 5_000 })
  /** There while messages come and go. */
  #client: WAWebJS.Client | null = null
  #stopped = new AbortController()
  #leaving = false
  #catchUp: (() => void) | null = null
  /** When this session began to work, on the monotonic clock. */
  #readyAt: number | null = null

  constructor(private readonly options: WhatsAppWebOptions) {
    const { core, inbox, accountId, dataDir } = options
    this.accountId = accountId
    const { folder, profile } = sessionFolder(dataDir, accountId)
    this.#profile = profile
    this.#limits = { ...usual, ...options.limits }
    this.#progress = new Progress(path.join(folder, 'progress.json'))
    this.#receiver = new Receiver({
      core,
      inbox,
      accountId,
      listening: { groups: false, statuses: false, broadcasts: false, ...options.listening },
      progress: this.#progress,
      deepest: this.#limits.deepest,
      missed: () => this.#catchUp?.(),
    })
  }

  /** Runs session after session until `signal`: a browser that died, a page that hung, a phone that unlinked us. */
  async start(given: AbortSignal, fence?: number): Promise<void> {
    this.#stopped = new AbortController()
    this.#leaving = false
    const signal = AbortSignal.any([given, this.#stopped.signal])
    const { core, accountId } = this.options
    const states = new StateReporter(core, accountId, fence)
    let failures = 0
    while (!signal.aborted) {
      this.#readyAt = null
      const end = await this.#runOnce(states, signal)
      this.#client = null
      this.#receiver.close()
      await this.#progress.save()
      if (end.why === 'stopped' || this.#leaving) break
      core.log.warn(
        { err: 'err' in end ? end.err : undefined, accountId, why: end.why },
        'whatsapp: the session ended',
      )
      if (this.#readyAt !== null && performance.now() - this.#readyAt > steadyMs) failures = 0
      await this.#afterEnd(end, states, restartWait(failures, this.#limits.restart), signal)
      failures += 1
    }
    await states.settled()
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
  }

  /** Takes us off the phone's list of linked devices, where we are connected. */
  async leave(): Promise<void> {
    this.#leaving = true
    const logOut = "window.require('WAWebSocketModel').Socket.logout()"
    // The page goes with its answer.
    await within(leaveMs, Promise.resolve(this.#client?.pupPage?.evaluate(logOut))).catch(() => undefined)
    await this.stop()
  }

  /** Says what happened and waits as long as is wise. */
  async #afterEnd(end: SessionEnd, states: StateReporter, wait: number, signal: AbortSignal): Promise<void> {
    if (end.why === 'blocked') {
      states.report({ phase: 'banned', reason: 'banned' })
      await pause(this.#limits.blocked, signal)
      return
    }
    if (end.why === 'logged-out') {
      // What made us a linked device is worth nothing now, and would only be refused again.
      await rm(this.#profile, { recursive: true, force: true })
      states.report({ phase: 'pairing', reason: 'logged-out' })
      await pause(wait, signal)
      return
    }
    const missing = end.why === 'failed' && end.err instanceof NoBrowser
    states.report(
      missing
        ? { phase: 'failed', reason: 'browser-missing' }
        : { phase: 'disconnected', reason: reasonOfEnd[end.why] ?? 'internal' },
    )
    await pause(missing ? longestRestartMs : wait, signal)
  }

  async #runOnce(states: StateReporter, signal: AbortSignal): Promise<SessionEnd> {
    const { core, chromiumPath, resolve, pairingPhone } = this.options
    const executablePath = findChromium(chromiumPath)
    if (executablePath === undefined) return { why: 'failed', err: new NoBrowser('no Chromium') }
    const session = new AbortController()
    const both = AbortSignal.any([signal, session.signal])
    try {
      return await runSession(
        {
          folder: this.#profile,
          executablePath,
          ...(resolve === undefined ? {} : { resolve }),
          ...(pairingPhone === undefined ? {} : { pairingPhone: pairingPhone.replaceAll(/\D/g, '') }),
          limits: this.#limits,
        },
        this.#hears(states, both),
        core.log,
        signal,
      )
    } finally {
      session.abort()
      this.#catchUp = null
    }
  }

  #hears(states: StateReporter, signal: AbortSignal): SessionHears {
    const offer = async (code: { qr: string } | { pairingCode: string }) => {
      await this.#progress.unlinked(this.#nowSeconds()).catch((err: unknown) => {
        this.options.core.log.warn({ err, accountId: this.accountId }, 'whatsapp: progress is not saved')
      })
      if (!signal.aborted) states.report({ phase: 'pairing', ...code })
    }
    return {
      qr: (qr) => void offer({ qr }),
      code: (pairingCode) => void offer({ pairingCode }),
      syncing: (progress) => {
        if (!this.#client) states.report({ phase: 'syncing', progress })
      },
      ready: (client) => {
        this.#catchUp = () => void this.#begin(client, states, signal)
        this.#catchUp()
      },
      offline: (reason) => {
        this.#client = null
        this.#receiver.close()
        states.report({ phase: 'disconnected', reason })
      },
      message: (message) => this.#receiver.message(message),
      created: (message) => this.#created(message),
      ack: (message, ack) => {
        const id = message.id._serialized
        if (message.fromMe) this.#receiver.ack(id, ack, this.#unseen.get(id))
      },
      edited: (message) => this.#receiver.edited(message),
      revoked: (message) => this.#receiver.revoked(message),
      reaction: (reaction) => this.#receiver.reaction(reaction),
    }
  }

  #beginning: Promise<void> | null = null
  #beginAgain = false
  /** How often in a row the page did not let us catch up. */
  #putOff = 0

  /** Catches up with what came while nobody listened, and opens. One at a time: asked meanwhile, it goes once more. */
  async #begin(client: WAWebJS.Client, states: StateReporter, signal: AbortSignal): Promise<void> {
    if (this.#beginning) {
      this.#beginAgain = true
      return
    }
    this.#beginAgain = false
    this.#beginning = this.#open(client, states, signal)
    await this.#beginning
    this.#beginning = null
    if (this.#beginAgain && !signal.aborted) await this.#begin(client, states, signal)
  }

  async #open(client: WAWebJS.Client, states: StateReporter, signal: AbortSignal): Promise<void> {
    const { core, accountId } = this.options
    try {
      await this.#progress.begin(client.info.wid._serialized, this.#nowSeconds())
      this.#client = client
      this.#readyAt ??= performance.now()
      states.report({ phase: 'syncing' })
      const number = phoneOfWhatsAppId(client.info.wid._serialized)
      if (number) await notePublicName(core, accountId, number)
      if (!(await this.#receiver.catchUp(client, signal))) return
      this.#putOff = 0
      if (this.#client === client) states.report({ phase: 'ready' })
    } catch (err) {
      if (signal.aborted) return
      // The page went while it was read; when it is back it says "ready" again.
      core.log.warn({ err, accountId }, 'whatsapp: catching up is put off')
      this.#putOff += 1
      await pause(restartWait(this.#putOff - 1, this.#limits.look), signal)
      if (signal.aborted || this.#client !== client) return
      if (this.#putOff < enoughPutOff) this.#beginAgain = true
      else await this.#goOnBehind(states)
    }
  }

  /** The page works and does not show its chats: what comes from now on is heard all the same. */
  async #goOnBehind(states: StateReporter): Promise<void> {
    const { core, accountId } = this.options
    try {
      await this.#receiver.goOnBehind()
      core.log.error({ accountId }, 'whatsapp: the chats cannot be read, receiving goes on without them')
      states.report({ phase: 'ready' })
    } catch (err) {
      core.log.warn({ err, accountId }, 'whatsapp: catching up is put off')
      this.#beginAgain = true
    }
  }

  #nowSeconds(): number {
    return Math.floor(this.options.core.clock.now().getTime() / 1_000)
  }

  #created(message: WAWebJS.Message): void {
    const flight = this.#inFlight.get(message.to)
    if (flight && flight.id === undefined && mayBecome(flight.content, message))
      flight.id = message.id._serialized
  }

  /** The browser's process while it works, for watching its memory. */
  browserPid(): number | undefined {
    return this.#client?.pupBrowser?.process()?.pid
  }

  async send(outbound: Outbound): Promise<SendResult> {
    const client = this.#client
    if (!client) return { outcome: 'retry', reason: { code: 'not-connected' }, afterMs: notConnectedRetryMs }
    const { default: library } = await import('whatsapp-web.js')
    const flight: InFlight = { deliveryId: outbound.deliveryId, content: outbound.content }
    this.#inFlight.set(outbound.chatId, flight)
    try {
      const result = await sendToWhatsApp(client, library, outbound, { id: () => flight.id }, this.#limits)
      if (result.outcome === 'unknown' && flight.id !== undefined)
        this.#unseen.set(flight.id, outbound.deliveryId)
      return result
    } finally {
      this.#inFlight.delete(outbound.chatId)
    }
  }

  async typing(chatId: string): Promise<void> {
    const script = `void window.WWebJS.sendChatstate('typing', ${JSON.stringify(chatId)})`
    await this.#client?.pupPage?.evaluate(script).catch(() => undefined)
  }

  /** `wa.me/<number>` with words that carry the token; null before a phone was ever linked. */
  async entryLink(token: string): Promise<string | null> {
    const { core, accountId } = this.options
    const account = await core.models.ChannelAccount.findById(accountId).lean<ChannelAccount | null>()
    return account?.publicName ? entryLinkTo(account.publicName, token, core.company) : null
  }

  edit(_chatId: string, externalId: string, content: Content): Promise<SendResult> {
    const words = content.type === 'text' ? content.text : 'caption' in content ? content.caption : undefined
    if (words === undefined) return Promise.resolve({ outcome: 'failed', reason: { code: 'bad-content' } })
    return this.#change(externalId, async (message) => (await message.edit(words)) !== null)
  }

  remove(_chatId: string, externalId: string): Promise<SendResult> {
    return this.#change(externalId, async (message) => {
      await message.delete(true)
      return true
    })
  }

  async #change(
    externalId: string,
    change: (message: WAWebJS.Message) => Promise<boolean>,
  ): Promise<SendResult> {
    const client = this.#client
    if (!client) return { outcome: 'retry', reason: { code: 'not-connected' }, afterMs: notConnectedRetryMs }
    try {
      const message = await within(this.#limits.text, client.getMessageById(externalId))
      if (!message) return { outcome: 'failed', reason: { code: 'bad-content', text: 'no such message' } }
      const done = await within(this.#limits.text, change(message))
      // WhatsApp lets a message be changed for a quarter of an hour.
      return done
        ? { outcome: 'sent', externalIds: [externalId] }
        : { outcome: 'failed', reason: { code: 'too-late' } }
    } catch (err) {
      return classify(err)
    }
  }

  async fetchFile(
    remote: Record<string, unknown>,
  ): Promise<{ stream: Readable; size?: number; mimeType?: string }> {
    const client = this.#client
    if (!client) throw new Error('WhatsApp is not connected now')
    const message = await within(mediaTimeoutMs, client.getMessageById(String(remote.messageId)))
    const media = await within(mediaTimeoutMs, message?.downloadMedia() ?? Promise.resolve(undefined))
    if (!media) throw new Error('WhatsApp does not have the file any more')
    const bytes = Buffer.from(media.data, 'base64')
    return { stream: Readable.from([bytes]), size: bytes.length, mimeType: media.mimetype }
  }
}

class NoBrowser extends Error {}
