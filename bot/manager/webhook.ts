import express, { type Router } from 'express'
import { sameSecret } from '../../core/same-secret.js'
import type { ManagerBot } from './bot.js'

const bodyLimit = '3mb'

/**
 * `POST /webhooks/manager`: for installations where Telegram posts instead of being polled. Without a secret there is no
 * webhook. Source: Bot API, setWebhook, `secret_token`.
 */
export function managerWebhook(manager: Pick<ManagerBot, 'take'>, secret: string): Router {
  if (secret === '') throw new Error('a Telegram webhook needs a secret')
  const router = express.Router()
  router.post(
    '/webhooks/manager',
    (req, res, next) => {
      if (sameSecret(req.get('x-telegram-bot-api-secret-token'), secret)) next()
      else res.status(401).json({ error: { code: 'bad-signature', message: 'bad secret token' } })
    },
    express.json({ limit: bodyLimit, type: () => true }),
    (req, res) => {
      manager.take(req.body).then(
        () => res.status(200).end(),
        () => res.status(503).end(),
      )
    },
  )
  return router
}
