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
}

const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/** After this a send counts as "may have arrived", ms; files take longer. */
const textTimeoutMs = 20_000
const fileTimeoutMs = 180_000
const restartWaitMs = 3_000

/** A client bot on telegraf. Receiving stores first and confirms to Telegram after; sending is core's delivery. */
export class TelegramChannel implements Channel {
  readonly kind = 'telegram'
  readonly capabilities = telegramCapabilities
  readonly accountId: string
  readonly #telegram: Telegram
  readonly #core: Core
  #bot: Telegraf | null = null

  constructor(private readonly options: TelegramOptions) {
    this.#core = options.core
    this.accountId = options.accountId
    // webhookReply off: answers written into the webhook's response would lose their errors.
    this.#telegram = withTimeouts(
      new Telegram(options.token, { apiRoot: telegrafRoot(options.apiRoot), webhookReply: false }),
    )
  }

  /** Polls, or registers the webhook, until `signal`. Restarts polling after every failure: 409, 502 at start, a dead network. */
  async start(signal: AbortSignal): Promise<void> {
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
    bot.use(async (ctx) => this.#takeSurely(ctx.update, signal))
    bot.catch((err) =>
      this.#core.log.error({ err, accountId: this.accountId }, 'telegram: update handler failed'),
    )
    const stop = () => bot.stop('shutdown')
    this.#bot = bot
    try {
      await bot.launch({ allowedUpdates: [...allowedUpdates], dropPendingUpdates: false }, () => {
        if (signal.aborted) stop()
        else signal.addEventListener('abort', stop, { once: true })
      })
    } finally {
      signal.removeEventListener('abort', stop)
      this.#bot = null
    }
  }

  /**
   * Telegraf confirms a whole batch once its handlers are done, failed or not. So a handler that cannot store does not
   * fail: it tries until it can, and when the process stops it never ends, which leaves the batch for the next process.
   */
  async #takeSurely(update: unknown, signal: AbortSignal): Promise<void> {
    for (let wait = 200; ; wait = Math.min(wait * 2, 10_000)) {
      try {
        return await this.take(update)
      } catch (err) {
        this.#core.log.warn({ err, accountId: this.accountId }, 'telegram: an update is not stored yet')
        if (signal.aborted) return new Promise(() => undefined)
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
    this.#bot?.stop('shutdown')
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
function withTimeouts(telegram: Telegram): Telegram {
  const call = telegram.callApi.bind(telegram)
  telegram.callApi = ((method: never, payload: never, options: { signal?: AbortSignal } = {}) => {
    const slow = /^send(Photo|Document|Video|Voice|MediaGroup|Sticker)$/.test(method)
    const signal = options.signal ?? AbortSignal.timeout(slow ? fileTimeoutMs : textTimeoutMs)
    return call(method, payload, { ...options, signal } as never)
  }) as typeof telegram.callApi
  return telegram
}
