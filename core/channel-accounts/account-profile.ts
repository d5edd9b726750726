import { rows } from '../collection.js'
import type { Core } from '../context.js'
import type { WeeklyHours } from '../staff/staff.model.js'
import type { ChannelAccount } from './channel-account.model.js'

/** What the rest of the product asks of an account for every message: small, and no secrets in it. */
export interface AccountProfile {
  accountId: string
  name: string
  channel: ChannelAccount['channel']
  enabled: boolean
  removed: boolean
  /** Absent: the company's; null: none. */
  scriptName?: string | null
  departmentId: string | null
  assigneeId: string | null
  workingHours: WeeklyHours | null
}

/** How long a process may go on with what another one has just changed, ms. */
const freshMs = 2_000

interface Cache {
  readAt: number
  profiles: Promise<Map<string, AccountProfile>>
}
const caches = new WeakMap<object, Cache>()

/** The profile of an account; null for one that is not stored. Read at most every two seconds. */
export async function accountProfile(
  core: Pick<Core, 'models'>,
  accountId: string,
): Promise<AccountProfile | null> {
  return (await accountProfiles(core)).get(accountId) ?? null
}

/** Profiles of all accounts, removed ones too: their conversations are still shown. */
export function accountProfiles(core: Pick<Core, 'models'>): Promise<Map<string, AccountProfile>> {
  const known = caches.get(core.models)
  if (known && performance.now() - known.readAt < freshMs) return known.profiles
  const profiles = readProfiles(core)
  caches.set(core.models, { readAt: performance.now(), profiles })
  // A failed read is not kept.
  profiles.catch(() => caches.delete(core.models))
  return profiles
}

/**
 * Which of our bots, numbers or sites it was, by its name; empty where the channel has no other that works, as nobody
 * needs to be told then.
 */
export async function accountToTell(
  core: Pick<Core, 'models'>,
  { accountId, channel }: Pick<AccountProfile, 'accountId' | 'channel'>,
): Promise<string> {
  const profiles = await accountProfiles(core)
  const others = [...profiles.values()].some(
    (each) => each.channel === channel && each.accountId !== accountId && each.enabled && !each.removed,
  )
  return others ? (profiles.get(accountId)?.name ?? '') : ''
}

/** After a change: this process sees it at once. */
export function forgetAccounts(core: Pick<Core, 'models'>): void {
  caches.delete(core.models)
}

async function readProfiles(core: Pick<Core, 'models'>): Promise<Map<string, AccountProfile>> {
  const accounts = await rows(core.models.ChannelAccount)
    .find({}, { projection: { settings: 0, state: 0 } })
    .toArray()
  return new Map(
    accounts.map((account) => [
      account._id,
      {
        accountId: account._id,
        name: account.name,
        channel: account.channel,
        enabled: account.enabled,
        removed: account.removedAt !== undefined,
        ...(account.scriptName === undefined ? {} : { scriptName: account.scriptName }),
        departmentId: account.departmentId,
        assigneeId: account.assigneeId,
        workingHours: account.workingHours,
      },
    ]),
  )
}
