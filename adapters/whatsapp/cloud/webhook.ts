import { createHmac, timingSafeEqual } from 'node:crypto'
import express, { type ErrorRequestHandler, type Request, type Router } from 'express'
import type { Core } from '../../../core/context.js'
import { sameSecret } from '../../../core/same-secret.js'
import type { CloudChannel } from './channel.js'
import { parseWebhook } from './parse.js'

/** Meta posts up to 3 MB; a little more, so that the last byte of them is not ours to argue about. */
const bodyLimit = 3.5 * 1024 * 1024
const signatureForm = /^sha256=([0-9a-f]{64})$/i

/**
 * `/webhooks/whatsapp` for every Cloud number of the installation. GET is Meta's handshake. POST is checked against the
 * app secret over the bytes as they came, stored with majority, and answered 200 only then; 503 makes Meta send it again.
 * Each number hears only what its own app secret signed. Source: "Webhooks", "Validating payloads".
 */
export function cloudWebhook(core: Core, channels: () => readonly CloudChannel[]): Router {
  const router = express.Router()
  router.get('/webhooks/whatsapp', (req, res) => {
    const { mode, token, challenge } = handshakeOf(req)
    const known = channels().some(({ verifyToken }) => sameSecret(token, verifyToken))
    if (mode !== 'subscribe' || !known || challenge === undefined) {
      res.status(403).json({ error: { code: 'bad-signature', message: 'bad verify token' } })
      return
    }
    res.status(200).type('text/plain').set('x-content-type-options', 'nosniff').send(challenge)
  })
  router.post(
    '/webhooks/whatsapp',
    (req, res, next) => {
      // Without a signature there is nothing to read.
      if (signatureForm.test(req.get('x-hub-signature-256') ?? '')) next()
      else refuseSignature(res)
    },
    express.raw({ limit: bodyLimit, type: () => true, inflate: false }),
    async (req, res) => {
      const raw: Buffer = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
      const signed = channels().filter(({ appSecret }) => isSigned(req, raw, appSecret))
      if (signed.length === 0) return refuseSignature(res)
      let body: unknown
      try {
        body = JSON.parse(raw.toString('utf8'))
      } catch {
        res.status(400).json({ error: { code: 'bad-input', message: 'body is not JSON' } })
        return
      }
      try {
        await take(core, signed, body)
        res.status(200).end()
      } catch (err) {
        core.log.warn({ err }, 'whatsapp: a webhook was not stored')
        res.status(503).end()
      }
    },
  )
  router.use('/webhooks/whatsapp', refuseBody)
  return router
}

async function take(core: Core, signed: readonly CloudChannel[], body: unknown): Promise<void> {
  const byPhone = new Map(signed.map((channel) => [channel.phoneId, channel]))
  const { parts, unread } = parseWebhook(body, (phoneId) => byPhone.get(phoneId)?.accountId)
  if (unread > 0) core.log.warn({ unread }, 'whatsapp: a webhook with items we cannot read')
  if (parts.length === 0) core.log.debug('whatsapp: a webhook with nothing for us')
  await Promise.all(parts.map(async (part) => byPhone.get(part.phoneId)?.take(part)))
}

function handshakeOf({ query }: Request): { mode?: string; token?: string; challenge?: string } {
  const one = (name: string) => {
    const value = query[name]
    return typeof value === 'string' && value.length <= 1_000 ? value : undefined
  }
  const [mode, token, challenge] = [one('hub.mode'), one('hub.verify_token'), one('hub.challenge')]
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(token === undefined ? {} : { token }),
    ...(challenge === undefined ? {} : { challenge }),
  }
}

function isSigned(req: Request, raw: Buffer, appSecret: string): boolean {
  const [, given = ''] = signatureForm.exec(req.get('x-hub-signature-256') ?? '') ?? []
  const ours = createHmac('sha256', appSecret).update(raw).digest()
  return appSecret !== '' && timingSafeEqual(Buffer.from(given, 'hex'), ours)
}

function refuseSignature(res: express.Response): void {
  res.status(401).json({ error: { code: 'bad-signature', message: 'bad signature' } })
}

/** Too much, cut off or packed: 413 before it is read to the end, else 400, and nothing of our inside. */
const refuseBody: ErrorRequestHandler = (err: { status?: number }, _req, res, _next) => {
  const tooLarge = err.status === 413
  const code = tooLarge ? 'too-large' : 'bad-input'
  res
    .status(tooLarge ? 413 : 400)
    .json({ error: { code, message: tooLarge ? 'body too large' : 'body cannot be read' } })
}
