import type { Core } from './context.js'
import { databaseAppName } from './db.js'
import { pause } from './lease.js'

/** Ours last milliseconds; one that stands still for this long belongs to a process that died, ms. */
const abandonedAfterMs = 5_000
const lookEveryMs = 2_000

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

async function endOnce(core: Core): Promise<number> {
  const admin = core.connection.getClient().db('admin')
  const rows = await admin
    .aggregate<{ lsid: { id: unknown } }>([
      { $currentOp: { allUsers: false, idleSessions: true } },
      {
        $match: {
          type: 'idleSession',
          appName: databaseAppName,
          'transaction.timeInactiveMicros': { $gt: abandonedAfterMs * 1_000 },
        },
      },
      { $project: { lsid: 1 } },
    ])
    .toArray()
  if (rows.length > 0) await admin.command({ killSessions: rows.map(({ lsid }) => ({ id: lsid.id })) })
  return rows.length
}
