import { type RequestHandler, Router } from 'express'
import { brokenPhases } from '../../core/channel-accounts/channel-state.js'
import { explainState } from '../../core/channel-accounts/explain-state.js'
import { listAccounts } from '../../core/channel-accounts/queries.js'
import type { Core } from '../../core/context.js'
import { inTime } from '../../core/in-time.js'
import { channelLease, type LeaseDoc } from '../../core/lease.js'

/** A role, a channel account or the receiving of this process, and whether its work is done. */
export interface Part {
  kind: 'role' | 'channel' | 'inbox'
  name: string
  ok: boolean
  /** Of a channel: how it is, and what to do where something is to be done. */
  phase?: string
  reason?: string
  advice?: string
}

/** How long the database may take to answer a probe, ms. */
const patienceMs = 2_000
/** How long storing one batch of clients' messages may take, ms, before somebody should look. */
const storingLimitMs = 20_000

/**
 * `/healthz`: the process answers. `/readyz`: its work goes on — the database answers, and for the roles of this process
 * the events are dispatched, every channel account that should run is held by some process, and what clients write is
 * being stored; else 503, with the list of what is not. A channel whose messenger does not answer is listed with advice and
 * does not make the process unready: another process would fare no better.
 */
export function healthRoutes(core: Core, roles: readonly string[]): Router {
  const router = Router()
  router.get('/healthz', alive)
  router.get('/readyz', async (_req, res) => {
    const parts = await inTime(lookAtParts(core, roles), patienceMs).catch(() => null)
    const ready = parts?.every((part) => part.ok) ?? false
    res
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ ready, database: parts ? 'ok' : 'unavailable', parts: parts ?? [] })
  })
  return router
}

const alive: RequestHandler = (_req, res) => {
  res.set('Cache-Control', 'no-store').json({ alive: true })
}

async function lookAtParts(core: Core, roles: readonly string[]): Promise<Part[]> {
  const channels = roles.includes('channels')
    ? (await listAccounts(core)).filter(({ _id, enabled }) => enabled && core.channels.has(_id))
    : []
  const held = new Set(
    await heldLeases(core, [...channels.map(({ _id }) => channelLease(_id)), 'dispatcher']),
  )
  return [
    ...roles.map((name) => ({
      kind: 'role' as const,
      name,
      ok: name !== 'dispatcher' || held.has('dispatcher'),
    })),
    { kind: 'inbox', name: 'receiving', ok: core.wake.receivingForMs < storingLimitMs },
    ...channels.map(({ _id: name, now }) => ({
      kind: 'channel' as const,
      name,
      ok: held.has(channelLease(name)),
      phase: now.phase,
      ...(now.reason === undefined ? {} : { reason: now.reason }),
      ...(brokenPhases.includes(now.phase) ? { advice: explainState(now, 'en').advice } : {}),
    })),
  ]
}

/** Which of these some process holds now, by the database's clock. */
async function heldLeases(core: Core, names: string[]): Promise<string[]> {
  // An aggregation, because mongoose's sanitizeFilter refuses `$expr` in a find, trusted or not.
  const rows = await core.models.Lease.aggregate<Pick<LeaseDoc, '_id'>>([
    { $match: { _id: { $in: names }, $expr: { $gt: ['$until', '$$NOW'] } } },
    { $project: { _id: 1 } },
  ])
  return rows.map((row) => row._id)
}
