import type { Channel, Outbound, PlatformTemplate, SendResult } from '../../../core/channel.js'
import { notePublicName } from '../../../core/channel-accounts/note-public-name.js'
import { type ConnectionFailure, StateReporter } from '../../../core/channel-accounts/state-reporter.js'
import { type Core, system } from '../../../core/context.js'
import type { Inbox } from '../../../core/inbox/receive-message.js'
import { pause } from '../../../core/lease.js'
import { syncTemplates } from '../../../core/templates/sync-templates.js'
import { entryLinkTo } from '../entry-link.js'
import { words } from '../words.js'
import { cloudCapabilities } from './capabilities.js'
import { classify } from './error-codes.js'
import { GraphClient } from './graph-client.js'
import { lastInboundId } from './last-inbound.js'
import type { ParsedWebhook } from './parse.js'
import { receiveParsed } from './receive.js'
import { sendToCloud } from './send.js'
import { listCloudTemplates } from './templates.js'

export interface CloudOptions {
  core: Core
  inbox: Inbox
  accountId: string
  /** Base address of the Graph API, with or without a version, without a slash at the end. */
  apiRoot: string
  token: string
  phoneId: string
  /** Signs what Meta posts to us. */
  appSecret: string
  /** What Meta says at the handshake of the webhook. */
  verifyToken: string
  /** WhatsApp Business Account, for the list of templates; absent: learned from the first webhook. */
  businessId?: string | undefined
  /** After this a send counts as "may have arrived", ms; files take longer. 20 s unless told. */
  textTimeoutMs?: number
}

const defaultTextTimeoutMs = 20_000
/** How often the number is looked at while it works, and while it does not, ms. */
const lookEveryMs = 10 * 60_000
const lookAgainMs = 15_000

/** A number on the WhatsApp Cloud API: receiving is the webhook's, sending core's delivery. */
export class CloudChannel implements Channel {
  readonly kind = 'whatsapp'
  readonly capabilities = cloudCapabilities
  readonly accountId: string
  readonly phoneId: string
  readonly appSecret: string
  readonly verifyToken: string
  readonly #core: Core
  readonly #graph: GraphClient
  #stopped = new AbortController()
  #number: string | undefined

  constructor(private readonly options: CloudOptions) {
    if (options.appSecret === '') throw new Error('a WhatsApp webhook needs the app secret')
    if (options.verifyToken === '') throw new Error('a WhatsApp webhook needs a verify token')
    this.#core = options.core
    this.accountId = options.accountId
    this.phoneId = options.phoneId
    this.appSecret = options.appSecret
    this.verifyToken = options.verifyToken
    this.#graph = new GraphClient({
      apiRoot: options.apiRoot,
      token: options.token,
      timeoutMs: options.textTimeoutMs ?? defaultTextTimeoutMs,
    })
  }

  /** Looks after the number until `signal`: messages come by the webhook, whoever holds the account. */
  async start(given: AbortSignal, fence?: number): Promise<void> {
    this.#stopped = new AbortController()
    const signal = AbortSignal.any([given, this.#stopped.signal])
    const state = new StateReporter(this.#core, this.accountId, fence)
    while (!signal.aborted) {
      const works = await this.#graph.get(`${this.phoneId}?fields=display_phone_number,verified_name`).then(
        async (answer) => {
          state.worked()
          await notePublicName(this.#core, this.accountId, shownNumber(answer))
          return true
        },
        (err: unknown) => {
          if (!signal.aborted) state.failed(failureOf(err))
          return false
        },
      )
      if (works && !signal.aborted) await this.#readTemplates()
      await pause(works ? lookEveryMs : lookAgainMs, signal)
    }
    await state.settled()
  }

  /** Meta approves and pauses templates at any time; people may read the list by hand as well. */
  async #readTemplates(): Promise<void> {
    try {
      await syncTemplates(this.#core, system, { accountId: this.accountId })
    } catch (err) {
      this.#core.log.info({ err, accountId: this.accountId }, 'whatsapp: the templates were not read')
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
  }

  /** Stores what a webhook says to this number; resolves when Meta may be told so, rejects when it must send it again. */
  async take(parsed: ParsedWebhook): Promise<void> {
    if (parsed.businessId !== '') await this.#learnBusiness(parsed.businessId)
    await receiveParsed(this.#core, this.options.inbox, this.accountId, parsed)
  }

  send(outbound: Outbound): Promise<SendResult> {
    const listButton = words(this.#core.company.locale, 'choose')
    return sendToCloud({ graph: this.#graph, phoneId: this.phoneId, listButton }, outbound)
  }

  /** `wa.me/<number>` with words that carry the token; null while Meta does not tell the number. */
  async entryLink(token: string): Promise<string | null> {
    try {
      this.#number ??= shownNumber(await this.#graph.get(`${this.phoneId}?fields=display_phone_number`))
      return entryLinkTo(this.#number, token, this.#core.company)
    } catch (err) {
      this.#core.log.warn({ err, accountId: this.accountId }, 'whatsapp: no number for a link')
      return null
    }
  }

  /** Shows "typing…", which also marks what the person wrote as read: the API knows the two only together. */
  async typing(chatId: string): Promise<void> {
    const messageId = await lastInboundId(this.#core, this.accountId, chatId)
    if (messageId === null) return
    await this.#graph
      .post(`${this.phoneId}/messages`, {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: messageId,
        typing_indicator: { type: 'text' },
      })
      .catch(() => undefined)
  }

  /** The address of a file lives five minutes, so it is asked for anew each time. */
  async fetchFile(remote: Record<string, unknown>): ReturnType<GraphClient['download']> {
    const media = await this.#graph.get(
      `${encodeURIComponent(String(remote.mediaId))}?phone_number_id=${this.phoneId}`,
    )
    const url = typeof media === 'object' && media !== null && 'url' in media ? media.url : undefined
    if (typeof url !== 'string') throw new Error('the media has no address')
    return this.#graph.download(url)
  }

  async listTemplates(): Promise<PlatformTemplate[]> {
    const businessId = this.options.businessId || (await this.#knownBusiness())
    if (!businessId)
      throw new Error('WHATSAPP_CLOUD_BUSINESS_ID is not set, and no message has come yet to learn it from')
    return listCloudTemplates(this.#graph, businessId)
  }

  get #settingId(): string {
    return `whatsapp-cloud:${this.accountId}`
  }

  #learned = ''

  async #learnBusiness(businessId: string): Promise<void> {
    if (this.options.businessId || this.#learned === businessId) return
    await this.#core.models.Setting.updateOne(
      { _id: this.#settingId },
      { $set: { value: { businessId } }, $inc: { version: 1 } },
      { upsert: true },
    )
    this.#learned = businessId
  }

  async #knownBusiness(): Promise<string | undefined> {
    const setting = await this.#core.models.Setting.findById(this.#settingId).lean<{
      value?: { businessId?: string }
    } | null>()
    return setting?.value?.businessId
  }
}

/** What a failed look at the number says of the connection. */
function failureOf(err: unknown): ConnectionFailure {
  const result = classify(err)
  const code = result.outcome === 'sent' ? '' : result.reason.code
  if (code === 'bad-token' || code === 'not-permitted')
    return { reason: 'wrong-token', phase: 'failed', atOnce: true }
  if (code === 'restricted') return { reason: 'restricted', phase: 'failed', atOnce: true }
  if (code === 'not-registered' || code === 'bad-content')
    return { reason: 'bad-settings', phase: 'failed', atOnce: true }
  return {
    reason: code === 'platform-error' ? 'platform-down' : 'network',
    phase: 'disconnected',
    atOnce: false,
  }
}

/** Throws what is no answer of Meta. */
function shownNumber(answer: unknown): string {
  const { display_phone_number: number } = answer as { display_phone_number?: unknown }
  if (typeof number !== 'string' || !/\d/.test(number)) throw new Error('no phone number in the answer')
  return number
}
