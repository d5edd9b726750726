import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { Telegraf, Telegram } from 'telegraf'
import { fetch } from 'undici'
import type { Channel, Outbound, SendResult } from '../../core/channel.js'
import type { Core } from '../../core/context.js'
import type { Inbox } from '../../core/inbox/receive-message.js'
import { pause } from '../../core/lease.js'
import { telegramCapabilities } from './capabilities.js'
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

const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

const defaultTextTimeoutMs = 20_000
const fileTimeoutMs = 180_000
/** Telegraf asks Telegram to hold a poll for 50 s; one that is silent for longer has lost its connection. */
const pollTimeoutMs = 75_000
const restartWaitMs = 3_000

/** A client bot on telegraf. Receiving stores first and confirms to Telegram after; sending is core's delivery. */
export class TelegramChannel implements Channel {
  readonly kind = 'telegram'
  readonly capabilities = telegramCapabilities
  readonly accountId: string
  readonly #telegram: Telegram
  readonly #core: Core
  #stopped = new AbortController()

  constructor(private readonly options: TelegramOptions) {
    this.#core = options.core
    this.accountId = options.accountId
    // webhookReply off: answers written into the webhook's response would lose their errors.
    this.#telegram = withTimeouts(
      new Telegram(options.token, { apiRoot: telegrafRoot(options.apiRoot), webhookReply: false }),
      options.textTimeoutMs ?? defaultTextTimeoutMs,
    )
  }

  /** Polls, or registers the webhook, until `signal`. Restarts polling after every failure: 409, 502 at start, a dead network. */
  async start(given: AbortSignal): Promise<void> {
    this.#stopped = new AbortController()
    const signal = AbortSignal.any([given, this.#stopped.signal])
    const { mode, webhookUrl, webhookSecret } = this.options
    while (!signal.aborted) {
      try {
        if (mode === 'webhook') {
          await this.#telegram.setWebhook(webhookUrl ?? '', {
            secret_token: webhookSecret,
            allowed_updates: [...allowedUpdates],
          })
          await new Promise<void>((resolve) =>
            signal.addEventListener('abort', () => resolve(), { once: true }),
          )
          return
        }
        await this.#poll(signal)
      } catch (err) {
        if (signal.aborted) return
        this.#core.log.warn({ err, accountId: this.accountId }, 'telegram: receiving stopped, starting again')
        await pause(restartWaitMs, signal)
      }
    }
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const bot = new Telegraf(this.options.token, {
      handlerTimeout: Number.POSITIVE_INFINITY,
      telegram: { apiRoot: telegrafRoot(this.options.apiRoot), webhookReply: false },
    })
    endCallsWith(bot.telegram, signal)
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

  async stop(): Promise<void> {
    this.#stopped.abort()
  }

  send(outbound: Outbound): Promise<SendResult> {
    return sendToTelegram(this.#telegram, outbound)
  }

  async typing(chatId: string): Promise<void> {
    await this.#telegram.sendChatAction(chatId, 'typing').catch(() => undefined)
  }

  async edit(chatId: string, externalId: string, content: Outbound['content']): Promise<SendResult> {
    if (content.type !== 'text') return { outcome: 'failed', reason: { code: 'bad-content' } }
    try {
      await this.#telegram.editMessageText(
        chatId,
        Number(externalId.split(':').at(-1)),
        undefined,
        content.text,
      )
      return { outcome: 'sent', externalIds: [externalId] }
    } catch (err) {
      return classify(err)
    }
  }

  async remove(chatId: string, externalId: string): Promise<SendResult> {
    try {
      await this.#telegram.deleteMessage(chatId, Number(externalId.split(':').at(-1)))
      return { outcome: 'sent', externalIds: [externalId] }
    } catch (err) {
      return classify(err)
    }
  }

  async fetchFile(remote: Record<string, unknown>): Promise<{ stream: Readable; size?: number }> {
    const file = await this.#telegram.getFile(String(remote.fileId))
    // The address carries the token: it never leaves this function.
    const response = await fetch(`${this.options.apiRoot}/file/bot${this.options.token}/${file.file_path}`, {
      signal: AbortSignal.timeout(fileTimeoutMs),
    })
    if (!response.ok || !response.body) throw new Error(`file download answered ${response.status}`)
    return { stream: Readable.fromWeb(response.body as ReadableStream), size: file.file_size }
  }
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
 * which confirms what is stored, goes out all the same.
 */
function endCallsWith(telegram: Telegram, signal: AbortSignal): void {
  const call = telegram.callApi.bind(telegram)
  telegram.callApi = (async (method: never, payload: object) => {
    if ('limit' in payload) return call(method, payload as never)
    const ended = new AbortController()
    const end = () => ended.abort()
    const timer = setTimeout(end, pollTimeoutMs)
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
    try {
      return await call(method, payload as never, { signal: ended.signal } as never)
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
    }
  }) as typeof telegram.callApi
}
