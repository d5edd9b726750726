import { badRequest, conflict } from '../api-error.js'
import { WebhookDelivery, type WebhookTiming } from '../webhook.js'
import type { Bot } from '../world.js'
import type { Method } from './call.js'

/** How getUpdates, webhooks and files are served; `callMethod` runs a method that came in a webhook's answer. */
export interface ReceiveOptions {
  webhook: WebhookTiming
  callMethod(bot: Bot, reply: Record<string, unknown>): void
}

/** What a bot may fetch with getFile (Bot API): 20 MB. */
const maxDownloadBytes = 20 * 1024 * 1024

const getUpdates: Method = async ({ bot, params, closed }) => {
  if (bot.webhook) {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
  }
  const allowed = readAllowed(params.list('allowed_updates'))
  if (allowed) bot.queue.allowed = allowed
  const limit = Math.min(Math.max(params.integer('limit') ?? 100, 1), 100)
  const timeoutMs = Math.min(Math.max(params.integer('timeout') ?? 0, 0), 50) * 1000
  return await bot.queue.pull({ offset: params.integer('offset'), limit, timeoutMs }, closed)
}

function readAllowed(list: unknown[] | undefined): string[] | undefined {
  return list?.filter((kind): kind is string => typeof kind === 'string')
}

function setWebhookWith(options: ReceiveOptions): Method {
  return ({ world, bot, params }) => {
    const url = params.string('url') ?? ''
    if (params.boolean('drop_pending_updates')) bot.queue.clear()
    bot.webhook?.stop()
    delete bot.webhook
    if (url === '') return true
    // Telegram takes https only; a webhook on this machine has none, so the sandbox takes http too.
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
    }
    const secretToken = params.string('secret_token')
    if (secretToken !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secretToken)) {
      throw badRequest('secret token contains unallowed characters')
    }
    const allowed = readAllowed(params.list('allowed_updates'))
    if (allowed) bot.queue.allowed = allowed
    const maxConnections = Math.min(Math.max(params.integer('max_connections') ?? 40, 1), 100)
    bot.webhook = new WebhookDelivery(
      { url, maxConnections, ...(secretToken ? { secretToken } : {}) },
      bot.queue,
      options.webhook,
      () => world.clock.now(),
      (reply) => options.callMethod(bot, reply),
    )
    return true
  }
}

const deleteWebhook: Method = ({ bot, params }) => {
  bot.webhook?.stop()
  delete bot.webhook
  if (params.boolean('drop_pending_updates')) bot.queue.clear()
  return true
}

const getWebhookInfo: Method = ({ bot }) => {
  const trouble = bot.webhook?.trouble
  return {
    url: bot.webhook?.settings.url ?? '',
    has_custom_certificate: false,
    pending_update_count: bot.queue.pending.length,
    ...(bot.webhook ? { max_connections: bot.webhook.settings.maxConnections, ip_address: '127.0.0.1' } : {}),
    ...(trouble
      ? { last_error_date: Math.floor(trouble.at.getTime() / 1000), last_error_message: trouble.message }
      : {}),
    ...(bot.queue.allowed?.length ? { allowed_updates: bot.queue.allowed } : {}),
  }
}

const answerCallbackQuery: Method = ({ world, bot, params }) => {
  const id = params.string('callback_query_id') ?? ''
  const pending = world.callbacks.get(id)
  if (!pending || pending.botId !== bot.user.id) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid')
  }
  const text = params.string('text')
  if (text && text.length > 200) throw badRequest('MESSAGE_TOO_LONG')
  const url = params.string('url')
  world.callbacks.delete(id)
  pending.answer({
    answered: true,
    ...(text ? { text } : {}),
    ...(params.boolean('show_alert') ? { showAlert: true } : {}),
    ...(url ? { url } : {}),
  })
  return true
}

const getFile: Method = ({ world, params }) => {
  const file = world.files.get(params.string('file_id') ?? '')
  if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable')
  if (file.size > maxDownloadBytes) throw badRequest('file is too big')
  return { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.size, file_path: file.path }
}

/** Polling, webhooks, answers to presses and files. */
export function receiveMethods(options: ReceiveOptions): Record<string, Method> {
  return {
    getUpdates,
    setWebhook: setWebhookWith(options),
    deleteWebhook,
    getWebhookInfo,
    answerCallbackQuery,
    getFile,
  }
}
