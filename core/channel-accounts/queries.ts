import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { channelLease } from '../lease.js'
import type { ChannelAccount } from './channel-account.model.js'
import type { ChannelState } from './channel-state.js'
import { foundAccount } from './found-account.js'

/** An account as people see it: with what is true now beside what its holder last said. */
export interface AccountStatus extends ChannelAccount {
  /** `state`, or that no process holds an account that should run. */
  now: Pick<ChannelState, 'phase' | 'since' | 'reason' | 'qr' | 'pairingCode' | 'progress'>
  /** Messages that wait to be sent. */
  waiting: number
}

/** Every account there is, the managers' bot included; accounts of a channel together, in the order they were made. */
export async function listAccounts(core: Core): Promise<AccountStatus[]> {
  const accounts = await rows(core.models.ChannelAccount)
    .find({ removedAt: { $exists: false } })
    .sort({ channel: 1, createdAt: 1 })
    .toArray()
  return withStatus(core, accounts)
}

/** Throws `not-found`. */
export async function getAccount(core: Core, accountId: string): Promise<AccountStatus> {
  const [account] = await withStatus(core, [await foundAccount(core, accountId)])
  return account as AccountStatus
}

async function withStatus(core: Core, accounts: readonly ChannelAccount[]): Promise<AccountStatus[]> {
  const ids = accounts.map(({ _id }) => _id)
  const [held, waiting] = await Promise.all([heldAccounts(core, ids), waitingOf(core, ids)])
  return accounts.map((account) => ({
    ...account,
    now: presentState(account, held),
    waiting: waiting.get(account._id) ?? 0,
  }))
}

/** What is true now: a holder that died says nothing more, and its last word would stand for ever. */
export function presentState(account: ChannelAccount, held: ReadonlySet<string>): AccountStatus['now'] {
  const { state } = account
  const abandoned = account.enabled && !held.has(account._id) && state.phase !== 'failed'
  return abandoned ? { phase: 'disconnected', since: state.at, reason: 'no-process' } : state
}

/** Accounts that some process holds now, by the database's clock. */
export async function heldAccounts(core: Core, accountIds: readonly string[]): Promise<Set<string>> {
  // An aggregation, because mongoose's sanitizeFilter refuses `$expr` in a find, trusted or not.
  const leases = await core.models.Lease.aggregate<{ _id: string }>([
    {
      $match: {
        _id: { $in: accountIds.map(channelLease) },
        $expr: { $gt: ['$until', '$$NOW'] },
      },
    },
    { $project: { _id: 1 } },
  ])
  return new Set(leases.map(({ _id }) => _id.slice('channel:'.length)))
}

async function waitingOf(core: Core, accountIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await core.models.Delivery.aggregate<{ _id: string; count: number }>([
    { $match: { accountId: { $in: [...accountIds] }, state: 'queued' } },
    { $group: { _id: '$accountId', count: { $sum: 1 } } },
  ])
  return new Map(rows.map(({ _id, count }) => [_id, count]))
}
