import { autoRetry } from '@grammyjs/auto-retry'
import { sequentialize } from '@grammyjs/runner'
import { Bot } from 'grammy'
import type { Channel } from '../../core/channel.js'
import type { Core } from '../../core/context.js'
import type { Subscriber } from '../../core/events.js'
import { ManagerChannel } from './channel.js'
import { commands } from './commands.js'
import type { ManagerContext } from './desk.js'
import { gate } from './gate.js'
import { corrections, messages } from './messages.js'
import { managerNotices } from './notify.js'
import { presses } from './presses.js'
import { telegramFiles } from './telegram-files.js'
import { explainRefusals, sayFailure } from './trouble.js'

/** Seconds after which a call of the bot gives up. */
const callTimeoutSeconds = 60

export interface ManagerBotOptions {
  core: Core
  token: string
  /** Base address of the Bot API, without a slash at the end. */
  apiRoot?: string | undefined
  /** Telegram posts updates here instead of being polled; see `managerWebhook`. */
  webhook?: { url: string; secret: string } | undefined
}

export interface ManagerBot {
  readonly bot: Bot<ManagerContext>
  /** For the registry: cards and reminders go out through it, and it receives. */
  readonly channel: Channel
  /** For the dispatcher. */
  readonly subscriber: Subscriber
  /** Handles one raw update that came by webhook. */
  take(update: unknown): Promise<void>
}

/** The managers' bot: its own token, one process receives (the account's lease), any process may notify. */
export function createManagerBot({
  core,
  token,
  apiRoot = 'https://api.telegram.org',
  webhook,
}: ManagerBotOptions): ManagerBot {
  const bot = new Bot<ManagerContext>(token, { client: { apiRoot, timeoutSeconds: callTimeoutSeconds } })
  // Only what Telegram refused for being too fast is repeated: a cut call may have been heard.
  bot.api.config.use(
    autoRetry({
      maxRetryAttempts: 3,
      maxDelaySeconds: 30,
      rethrowHttpErrors: true,
      rethrowInternalServerErrors: true,
    }),
  )
  const files = telegramFiles(bot.api, apiRoot, token)
  bot.use(sequentialize((ctx) => String(ctx.chat?.id ?? ctx.from?.id ?? '')))
  bot.use(gate(core), explainRefusals())
  bot.use(commands())
  bot.on('callback_query', presses(files))
  bot.on('edited_message', corrections())
  bot.on('message', messages(files))
  bot.catch(sayFailure(core))

  const channel = new ManagerChannel({ core, bot, token, apiRoot, webhook })
  return {
    bot,
    channel,
    subscriber: managerNotices(core, channel),
    take: async (update) => {
      await bot.init()
      await bot.handleUpdate(update as never).catch((err: unknown) => bot.errorHandler(err as never))
    },
  }
}
