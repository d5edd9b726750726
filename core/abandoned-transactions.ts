import type { Core } from './context.js'
import { databaseAppName } from './db.js'
import { pause } from './lease.js'

/** Ours last milliseconds; one that stands still for this long belongs to a process that died, ms. */
const abandonedAfterMs = 5_000
/** The same for one whose connection is gone, as a killed process's is at once, ms. */
const cutOffAfterMs = 500
const lookEveryMs = 1_000

/**
 * Ends transactions that a killed process left open, until `signal`. MongoDB does not do it when the connection breaks:
 * it keeps their locks for a minute (`transactionLifetimeLimitSeconds`), in which that chat receives and sends nothing.
 * Ending one of a process that was only asleep does no harm: its driver begins that transaction again.
 * Source: MongoDB, `$currentOp` with `idleSessions`, `killSessions`; a user may do both to sessions of its own.
 */
export async function endAbandonedTransactions(core: Core, signal: AbortSignal): Promise<void> {
  let complained = false
  while (!signal.aborted) {
    try {
      const ended = await endOnce(core)
      if (ended > 0) core.log.warn({ ended }, 'database: ended transactions of a process that died')
      complained = false
    } catch (err) {
      // Without it the server's own limit does the same, later.
      if (!complained) core.log.info({ err }, 'database: cannot look for abandoned transactions')
      complained = true
    }
    await pause(lookEveryMs, signal)
  }
}

interface Standing {
  lsid: { id: unknown }
  connectionId?: number
  appName: string
  inactiveMicros: number
}

async function endOnce(core: Core): Promise<number> {
  const client = core.connection.getClient()
  const admin = client.db('admin')
  const ours = { $regex: `^${databaseAppName}` }
  const standing = await admin
    .aggregate<Standing>([
      { $currentOp: { allUsers: false, idleSessions: true } },
      {
        $match: {
          type: 'idleSession',
          appName: ours,
          'transaction.timeInactiveMicros': { $gt: cutOffAfterMs * 1_000 },
        },
      },
      {
        $project: { lsid: 1, connectionId: 1, appName: 1, inactiveMicros: '$transaction.timeInactiveMicros' },
      },
    ])
    .toArray()
  if (standing.length === 0) return 0
  const connections = await admin
    .aggregate<{ connectionId?: number }>([
      { $currentOp: { allUsers: false, idleConnections: true } },
      { $match: { type: 'op', appName: ours } },
      { $project: { connectionId: 1 } },
    ])
    .toArray()
  const open = new Set(connections.map(({ connectionId }) => connectionId))
  const abandoned = standing.filter(({ connectionId, inactiveMicros, appName }) => {
    if (connectionId !== undefined && !open.has(connectionId)) return true
    // Whoever asks is alive: its own stand still only while the machine has no time for it.
    return inactiveMicros > abandonedAfterMs * 1_000 && appName !== client.options.appName
  })
  if (abandoned.length > 0)
    await admin.command({ killSessions: abandoned.map(({ lsid }) => ({ id: lsid.id })) })
  return abandoned.length
}
