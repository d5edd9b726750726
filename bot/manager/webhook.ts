import { createHash, timingSafeEqual } from 'node:crypto'
import express, { type Router } from 'express'
import type { ManagerBot } from './bot.js'

const bodyLimit = '3mb'

/**
 * `POST /webhooks/manager`: for installations where Telegram posts instead of being polled. Without a secret there is no
 * webhook. Source: Bot API, setWebhook, `secret_token`.
 */
export function managerWebhook(manager: Pick<ManagerBot, 'take'>, secret: string): Router {
  if (secret === '') throw new Error('a Telegram webhook needs a secret')
  const expected = digest(secret)
  const router = express.Router()
  router.post(
    '/webhooks/manager',
    (req, res, next) => {
      const given = req.get('x-telegram-bot-api-secret-token') ?? ''
      if (timingSafeEqual(digest(given), expected)) next()
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

function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest()
}
