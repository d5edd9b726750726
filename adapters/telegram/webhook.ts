import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express'
import { accountProfile } from '../../core/channel-accounts/account-profile.js'
import type { Core } from '../../core/context.js'
import { sameSecret } from '../../core/same-secret.js'
import { TelegramChannel } from './channel.js'

const bodyLimit = '3mb'
/** Whose updates come without an account in the address: the bot of TELEGRAM_BOT_TOKEN. */
const mainAccountId = 'telegram:main'

/**
 * `POST /webhooks/telegram` of the main bot and `/webhooks/telegram/<account>` of the others: secret, store with
 * majority, then 200; 503 makes Telegram send it again. A bot without a webhook secret has no webhook at all. Source: Bot
 * API, setWebhook, `secret_token`.
 */
export function telegramWebhook(core: Core): Router {
  const router = express.Router()
  router.post(
    ['/webhooks/telegram', '/webhooks/telegram/:accountId'],
    admit(core),
    express.json({ limit: bodyLimit, type: () => true }),
    (req, res) => {
      const channel = res.locals.channel as TelegramChannel
      channel.take(req.body).then(
        () => res.status(200).end(),
        (err: unknown) => {
          core.log.warn({ err, accountId: channel.accountId }, 'telegram: a webhook update was not stored')
          res.status(503).end()
        },
      )
    },
  )
  router.use('/webhooks/telegram', refuseBody)
  return router
}

function admit(core: Core): RequestHandler<{ accountId?: string }> {
  return async (req, res, next) => {
    const accountId = req.params.accountId ?? mainAccountId
    const channel = core.channels.has(accountId) ? core.channels.get(accountId) : null
    if (!(channel instanceof TelegramChannel) || channel.webhookSecret === undefined) return next('router')
    if (!sameSecret(req.get('x-telegram-bot-api-secret-token'), channel.webhookSecret)) {
      res.status(401).json({ error: { code: 'bad-signature', message: 'bad secret token' } })
      return
    }
    // Telegram keeps what a stopped bot was sent, for a day.
    if ((await accountProfile(core, accountId))?.enabled === false) {
      res.status(503).set('retry-after', '60').end()
      return
    }
    res.locals.channel = channel
    next()
  }
}

/**
 * What is no JSON, or too much of it: 413 before it is read to the end, else 400, and nothing of our inside. Without a
 * status it is our own trouble, such as a database that is away: Telegram sends the update again.
 */
const refuseBody: ErrorRequestHandler = (err: { status?: number }, _req, res, _next) => {
  if (err.status === undefined) {
    res.status(503).end()
    return
  }
  const tooLarge = err.status === 413
  const code = tooLarge ? 'too-large' : 'bad-input'
  res
    .status(tooLarge ? 413 : 400)
    .json({ error: { code, message: tooLarge ? 'body too large' : 'body is not JSON' } })
}
