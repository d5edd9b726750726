import { Api, type Bot } from 'grammy'
import type { Channel, Outbound, SendResult } from '../../core/channel.js'
import { StateReporter } from '../../core/channel-accounts/state-reporter.js'
import { type Content, filesOf } from '../../core/content.js'
import type { Core } from '../../core/context.js'
import { staffAccountId } from '../../core/deliveries/staff-account.js'
import { staffExtras } from '../../core/deliveries/staff-keyboards.js'
import { OtklikError } from '../../core/errors.js'
import { capabilities } from './capabilities.js'
import { classifyFailure } from './classify-failure.js'
import type { ManagerContext } from './desk.js'
import { introduce } from './introduce.js'
import { externalIdOf } from './memory.js'
import { allowedUpdates, poll } from './poll.js'
import { htmlOf, inlineKeyboard, render } from './render.js'

/** After this a send counts as "may have arrived", seconds; files take longer. */
const sendTimeoutSeconds = 60
/** Edits of cards and reactions are courtesies: they give up soon, seconds. */
const courtesyTimeoutSeconds = 10
/** A colleague's chat waits this long for a file that is still on its way to us, ms; then it goes on without. */
const filePatienceMs = 30_000
const filePauseMs = 700

export interface ManagerChannelOptions {
  core: Core
  bot: Bot<ManagerContext>
  token: string
  apiRoot: string
  /** Telegram posts updates to `url`, which must be https, instead of being polled. */
  webhook?: { url: string; secret: string } | undefined
}

/** The managers' bot as a channel: what core queues for staff goes out here, paced and retried by core's worker. */
export class ManagerChannel implements Channel {
  readonly accountId = staffAccountId
  readonly kind = 'staff-telegram'
  readonly capabilities = capabilities
  /** Without retries of its own: the delivery worker decides, and a cut send may have arrived. */
  readonly #api: Api
  readonly #courtesies: Api
  readonly #core: Core

  constructor(private readonly options: ManagerChannelOptions) {
    this.#core = options.core
    this.#api = new Api(options.token, { apiRoot: options.apiRoot, timeoutSeconds: sendTimeoutSeconds })
    this.#courtesies = new Api(options.token, {
      apiRoot: options.apiRoot,
      timeoutSeconds: courtesyTimeoutSeconds,
    })
  }

  /** Receives until `signal` aborts. */
  async start(signal: AbortSignal, fence?: number): Promise<void> {
    const states = new StateReporter(this.#core, this.accountId, fence)
    const { bot, webhook } = this.options
    void introduce(this.#core, bot.api)
    if (!webhook) return poll(this.#core, bot, signal, states)
    await bot.init(signal as never)
    await bot.api.setWebhook(webhook.url, {
      secret_token: webhook.secret,
      allowed_updates: [...allowedUpdates],
    })
    states.worked()
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  }

  /** Receiving ends with the signal of `start`; sends end by themselves. */
  async stop(): Promise<void> {}

  async send(outbound: Outbound): Promise<SendResult> {
    const { chatId, content } = outbound
    const extras = staffExtras.safeParse(outbound.extras ?? {})
    if (!extras.success) return { outcome: 'failed', reason: { code: 'bad-content', text: 'extras' } }
    // A long text comes in parts; header and buttons belong to the first.
    const isFirst = !outbound.deliveryId.includes(':')
    const replyTo = Number(outbound.replyToExternalId?.split(':').at(-1))
    try {
      const shown = await this.#withoutMissingFiles(content)
      if (shown === 'wait')
        return { outcome: 'retry', reason: { code: 'file-pending' }, afterMs: filePauseMs }
      const sent = await render({
        api: this.#api,
        chatId,
        content: shown,
        extras: isFirst ? extras.data : { silent: extras.data.silent },
        ...(Number.isInteger(replyTo) ? { replyToMessageId: replyTo } : {}),
        openFile: (fileId) => outbound.openFile(fileId),
      })
      return { outcome: 'sent', externalIds: sent.map((messageId) => externalIdOf(chatId, messageId)) }
    } catch (err) {
      if (err instanceof OtklikError)
        return { outcome: 'retry', reason: { code: 'file-pending' }, afterMs: filePauseMs }
      return classifyFailure(err)
    }
  }

  async typing(chatId: string): Promise<void> {
    await this.#courtesies.sendChatAction(chatId, 'typing').catch(() => undefined)
  }

  async edit(
    chatId: string,
    externalId: string,
    content: Content,
    extras?: Record<string, unknown>,
  ): Promise<SendResult> {
    const { header, keyboard } = staffExtras.parse(extras ?? {})
    if (content.type !== 'text') return { outcome: 'failed', reason: { code: 'bad-content' } }
    const markup = inlineKeyboard(keyboard)
    try {
      await this.#courtesies.editMessageText(
        chatId,
        Number(externalId.split(':').at(-1)),
        htmlOf(header, content.text),
        {
          parse_mode: 'HTML',
          link_preview_options: { is_disabled: true },
          ...(markup ? { reply_markup: markup } : {}),
        },
      )
      return { outcome: 'sent', externalIds: [externalId] }
    } catch (err) {
      return classifyFailure(err)
    }
  }

  /** Puts an emoji on a message of the colleague's own: "it went out". Failures are swallowed, it is only a courtesy. */
  async react(chatId: string, messageId: number, emoji: '👌'): Promise<void> {
    await this.#courtesies
      .setMessageReaction(chatId, messageId, [{ type: 'emoji', emoji }])
      .catch((err: unknown) => {
        this.#core.log.debug({ err }, 'manager bot: no reaction')
      })
  }

  /** A file that never came, or is late, must not hold up all that is to be told to a colleague: its name goes instead. */
  async #withoutMissingFiles(content: Content): Promise<Content | 'wait'> {
    const missing: string[] = []
    for (const { fileId, name } of filesOf(content)) {
      const file = await this.#core.files.info(fileId)
      if (file?.state === 'ready') continue
      const age = file
        ? this.#core.clock.now().getTime() - file.createdAt.getTime()
        : Number.POSITIVE_INFINITY
      if (file?.state === 'pending' && age < filePatienceMs) return 'wait'
      missing.push(name)
    }
    if (missing.length === 0) return content
    const caption = 'caption' in content && content.caption ? `\n${content.caption}` : ''
    return { type: 'text', text: `📎 ${missing.join(', ')}${caption}` }
  }
}
