import { type RequestHandler, Router } from 'express'
import type { Core } from '../../core/context.js'

/** A role or a channel account of this process and whether it works. */
export interface Part {
  kind: 'role' | 'channel'
  name: string
  ok: boolean
  /** What a person should know: `held by another process`, the platform's own words. */
  detail?: string
}

/** How long the database may take to say that it is there, ms. */
const pingMs = 2_000

/**
 * `/healthz`: the process answers. `/readyz`: it can work — the database answers a ping and every part of this process
 * is well; 503 and the list otherwise, for people and load balancers.
 */
export function healthRoutes(core: Core, parts: () => readonly Part[]): Router {
  const router = Router()
  router.get('/healthz', alive)
  router.get('/readyz', async (_req, res) => {
    const database = await pings(core)
    const all = parts()
    const ready = database && all.every((part) => part.ok)
    res
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ ready, database: database ? 'ok' : 'unavailable', parts: all })
  })
  return router
}

const alive: RequestHandler = (_req, res) => {
  res.set('Cache-Control', 'no-store').json({ alive: true })
}

async function pings(core: Core): Promise<boolean> {
  const { connection } = core
  if (connection.readyState !== 1) return false
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), pingMs)
  })
  const ping = connection
    .getClient()
    .db(connection.name)
    .command({ ping: 1 })
    .then(
      () => true,
      () => false,
    )
  const answered = await Promise.race([ping, late])
  clearTimeout(timer)
  return answered
}
