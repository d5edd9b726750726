import express, { type ErrorRequestHandler, type Router } from 'express'
import type { Core } from '../../core/context.js'
import { sameSecret } from '../../core/same-secret.js'
import type { TelegramChannel } from './channel.js'

const bodyLimit = '3mb'

/**
 * `POST /webhooks/telegram`: secret, store with majority, then 200; 503 makes Telegram send it again. Without a secret
 * there is no webhook at all. Source: Bot API, setWebhook, `secret_token`.
 */
export function telegramWebhook(core: Core, channel: TelegramChannel, secret: string): Router {
  if (secret === '') throw new Error('a Telegram webhook needs a secret')
  const router = express.Router()
  router.post(
    '/webhooks/telegram',
    (req, res, next) => {
      if (sameSecret(req.get('x-telegram-bot-api-secret-token'), secret)) next()
      else res.status(401).json({ error: { code: 'bad-signature', message: 'bad secret token' } })
    },
    express.json({ limit: bodyLimit, type: () => true }),
    (req, res) => {
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

/** What is no JSON, or too much of it: 413 before it is read to the end, else 400, and nothing of our inside. */
const refuseBody: ErrorRequestHandler = (err: { status?: number }, _req, res, _next) => {
  const tooLarge = err.status === 413
  const code = tooLarge ? 'too-large' : 'bad-input'
  res
    .status(tooLarge ? 413 : 400)
    .json({ error: { code, message: tooLarge ? 'body too large' : 'body is not JSON' } })
}
