import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { Telegraf, Telegram, TelegramError } from 'telegraf'
import { fetch } from 'undici'
import type { Channel, Outbound, SendResult } from '../../core/channel.js'
import { notePublicName } from '../../core/channel-accounts/note-public-name.js'
import { StateReporter } from '../../core/channel-accounts/state-reporter.js'
import type { Core } from '../../core/context.js'
import { OtklikError } from '../../core/errors.js'
import type { Inbox } from '../../core/inbox/receive-message.js'
import { pause } from '../../core/lease.js'
import { telegramCapabilities } from './capabilities.js'
import { connectionFailure } from './connection-failure.js'
import { receiveUpdate } from './receive.js'
import { classify, sendToTelegram } from './send.js'

export interface TelegramOptions {
  core: Core
  inbox: Inbox
  accountId: string
  token: string
  /** Base address of the Bot API, without a slash at the end. */
  apiRoot: string
  mode: 'polling' | 'webhook'
  /** Full address Telegram posts to; webhook mode only. */
  webhookUrl?: string
  webhookSecret?: string
  /** After this a send counts as "may have arrived", ms; files take longer. 20 s unless told. */
  textTimeoutMs?: number
}

const allowedUpdates = [
  'message',
  'edited_message',
  'callback_query',
  'message_reaction',
  'my_chat_member',
] as const

const defaultTextTimeoutMs = 20_000
const fileTimeoutMs = 180_000
/** Telegraf asks Telegram to hold a poll for 50 s; one that is silent for longer has lost its connection. */
const pollTimeoutMs = 75_000
const restartWaitMs = 3_000
/** A token that is refused will hardly be taken soon, ms. */
const refusedWaitMs = 60_000
const webhookLookMs = 60_000

/** A client bot on telegraf. Receiving stores first and confirms to Telegram after; sending is core's delivery. */
export class TelegramChannel implements Channel {
  readonly kind = 'telegram'
  readonly capabilities = telegramCapabilities
  readonly accountId: string
  readonly #telegram: Telegram
  readonly #core: Core
  #stopped = new AbortController()
  #username: string | undefined
  #states: StateReporter | null = null

  constructor(private readonly options: TelegramOptions) {
    this.#core = options.core
    this.accountId = options.accountId
    // webhookReply off: answers written into the webhook's response would lose their errors.
    this.#telegram = withTimeouts(
      new Telegram(options.token, { apiRoot: telegrafRoot(options.apiRoot), webhookReply: false }),
      options.textTimeoutMs ?? defaultTextTimeoutMs,
    )
  }

  /** What Telegram shows with every webhook call; absent: this bot takes none. */
  get webhookSecret(): string | undefined {
    return this.options.webhookSecret
  }

  /**
   * Polls, or registers the webhook and looks after it, until `signal`. Begins again after every failure: 409, 502 at
   * start, a dead network; a token that is refused is tried again seldom.
   */
  async start(given: AbortSignal, fence?: number): Promise<void> {
    this.#stopped = new AbortController()
    const signal = AbortSignal.any([given, this.#stopped.signal])
    const states = new StateReporter(this.#core, this.accountId, fence)
    this.#states = states
    while (!signal.aborted) {
      try {
        await (this.options.mode === 'webhook'
          ? this.#watchWebhook(signal, states)
          : this.#poll(signal, states))
      } catch (err) {
        if (signal.aborted) break
        const failure = connectionFailure(err)
        states.failed(failure)
        this.#core.log.warn({ err, accountId: this.accountId }, 'telegram: receiving stopped, starting again')
        await pause(failure.phase === 'failed' ? refusedWaitMs : restartWaitMs, signal)
      }
    }
    await states.settled()
  }

  /** Registers the webhook and looks every now and then whether Telegram still has it and gets through. */
  async #watchWebhook(signal: AbortSignal, states: StateReporter): Promise<void> {
    const { webhookUrl = '', webhookSecret } = this.options
    const me = await this.#telegram.getMe()
    await notePublicName(this.#core, this.accountId, `@${me.username}`)
    await this.#telegram.setWebhook(webhookUrl, {
      secret_token: webhookSecret,
      allowed_updates: [...allowedUpdates],
    })
    states.worked()
    while (!signal.aborted) {
      await pause(webhookLookMs, signal)
      if (signal.aborted) return
      const info = await this.#telegram.getWebhookInfo()
      // Somebody took the bot, or asked for updates elsewhere: begin again.
      if (info.url !== webhookUrl) return
      const age = this.#core.clock.now().getTime() - (info.last_error_date ?? 0) * 1_000
      if (info.pending_update_count > 0 && age < 2 * webhookLookMs)
        states.failed({ phase: 'disconnected', reason: 'webhook-refused', atOnce: false })
      else states.worked()
    }
  }

  async #poll(signal: AbortSignal, states: StateReporter): Promise<void> {
    const bot = new Telegraf(this.options.token, {
      handlerTimeout: Number.POSITIVE_INFINITY,
      telegram: { apiRoot: telegrafRoot(this.options.apiRoot), webhookReply: false },
    })
    endCallsWith(bot.telegram, signal, states)
    const me = await bot.telegram.getMe()
    await notePublicName(this.#core, this.accountId, `@${me.username}`)
    bot.botInfo = me
    let giveUp: () => void = () => undefined
    const givenUp = new Promise<void>((resolve) => {
      giveUp = resolve
    })
    bot.use(async (ctx) => this.#takeSurely(ctx.update, signal, giveUp))
    bot.catch((err) =>
      this.#core.log.error({ err, accountId: this.accountId }, 'telegram: update handler failed'),
    )
    // A batch that was given up never ends, and must not hold up whoever polls next, in this process or another.
    await Promise.race([
      bot.launch({ allowedUpdates: [...allowedUpdates], dropPendingUpdates: false }),
      givenUp,
    ])
  }

  /**
   * Telegraf confirms a whole batch once its handlers are done, failed or not. So a handler that cannot store does not
   * fail: it tries until it can, and when polling stops it gives up and never ends, which leaves the batch for the next
   * holder of the account.
   */
  async #takeSurely(update: unknown, signal: AbortSignal, giveUp: () => void): Promise<void> {
    for (let wait = 200; ; wait = Math.min(wait * 2, 10_000)) {
      try {
        return await this.take(update)
      } catch (err) {
        this.#core.log.warn({ err, accountId: this.accountId }, 'telegram: an update is not stored yet')
        if (signal.aborted) {
          giveUp()
          return new Promise(() => undefined)
        }
        await pause(wait, signal)
      }
    }
  }

  /** Stores one raw update; resolves when Telegram may be told so, rejects when it must send it again. */
  take(update: unknown): Promise<void> {
    return receiveUpdate(this.#core, this.options.inbox, this.accountId, update, (callbackId) =>
      this.#telegram.answerCbQuery(callbackId),
    )
  }

  heardAt(): Date | null {
    return this.#states?.heardAt ?? null
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
  }

  send(outbound: Outbound): Promise<SendResult> {
    return sendToTelegram(this.#telegram, outbound)
  }

  async typing(chatId: string): Promise<void> {
    await this.#telegram.sendChatAction(chatId, 'typing').catch(() => undefined)
  }

  /** `t.me/<bot>?start=<token>`; null while Telegram does not tell the bot's name. */
  async entryLink(token: string): Promise<string | null> {
    try {
      this.#username ??= (await this.#telegram.getMe()).username
      return `${this.#core.company.chatLinks.telegram}/${this.#username}?start=${token}`
    } catch (err) {
      this.#core.log.warn({ err, accountId: this.accountId }, 'telegram: no name of the bot for a link')
      return null
    }
  }

  async edit(chatId: string, externalId: string, content: Outbound['content']): Promise<SendResult> {
    const messageId = Number(externalId.split(':').at(-1))
    const words =
      content.type === 'text' ? content.text : 'caption' in content ? (content.caption ?? '') : null
    if (words === null) return { outcome: 'failed', reason: { code: 'bad-content' } }
    try {
      await (content.type === 'text'
        ? this.#telegram.editMessageText(chatId, messageId, undefined, words)
        : this.#telegram.editMessageCaption(chatId, messageId, undefined, words))
      return { outcome: 'sent', externalIds: [externalId] }
    } catch (err) {
      return unlessDone(err, /message is not modified/i, externalId)
    }
  }

  async remove(chatId: string, externalId: string): Promise<SendResult> {
    try {
      await this.#telegram.deleteMessage(chatId, Number(externalId.split(':').at(-1)))
      return { outcome: 'sent', externalIds: [externalId] }
    } catch (err) {
      return unlessDone(err, /message to delete not found/i, externalId)
    }
  }

  async fetchFile(remote: Record<string, unknown>): Promise<{ stream: Readable; size?: number }> {
    const file = await this.#telegram.getFile(String(remote.fileId)).catch(explainSize)
    // The address carries the token: it never leaves this function.
    const response = await fetch(`${this.options.apiRoot}/file/bot${this.options.token}/${file.file_path}`, {
      signal: AbortSignal.timeout(fileTimeoutMs),
    })
    if (!response.ok || !response.body) throw new Error(`file download answered ${response.status}`)
    return { stream: Readable.fromWeb(response.body as ReadableStream), size: file.file_size }
  }
}

/** Telegram does not always tell the size of a file before it refuses to give it out. */
function explainSize(err: unknown): never {
  if (err instanceof TelegramError && /too big/i.test(err.description))
    throw new OtklikError('too-large', { cause: err })
  throw err
}

/** What is already as it should be is done: a change may be asked for twice. */
function unlessDone(err: unknown, done: RegExp, externalId: string): SendResult {
  const result = classify(err)
  return result.outcome === 'failed' && done.test(result.reason.text ?? '')
    ? { outcome: 'sent', externalIds: [externalId] }
    : result
}

/** Telegraf resolves `./bot…` against the root, which drops a path that does not end in a slash. */
function telegrafRoot(apiRoot: string): string {
  return `${apiRoot}/`
}

/** Telegraf waits for ever; a send that hangs must end as "unknown" and let the chat go on. */
function withTimeouts(telegram: Telegram, textTimeoutMs: number): Telegram {
  const call = telegram.callApi.bind(telegram)
  telegram.callApi = ((method: never, payload: never, options: { signal?: AbortSignal } = {}) => {
    const slow = /^send(Photo|Document|Video|Voice|MediaGroup|Sticker)$/.test(method)
    const signal = options.signal ?? AbortSignal.timeout(slow ? fileTimeoutMs : textTimeoutMs)
    return call(method, payload, { ...options, signal } as never)
  }) as typeof telegram.callApi
  return telegram
}

/**
 * Ends the calls of a polling bot with `signal`, for `bot.stop()` throws until the first poll has begun. The last call,
 * which confirms what is stored, goes out all the same. Telegraf repeats failed polls without a word: they are told here.
 */
function endCallsWith(telegram: Telegram, signal: AbortSignal, states: StateReporter): void {
  const call = telegram.callApi.bind(telegram)
  telegram.callApi = (async (method: never, payload: object) => {
    if ('limit' in payload) return call(method, payload as never)
    const ended = new AbortController()
    const end = () => ended.abort()
    const timer = setTimeout(end, pollTimeoutMs)
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
    try {
      const answer = await call(method, payload as never, { signal: ended.signal } as never)
      states.worked()
      return answer
    } catch (err) {
      if (!signal.aborted) states.failed(connectionFailure(err))
      throw err
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
    }
  }) as typeof telegram.callApi
}
