import type { ChannelKind } from '../channel.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { label } from '../i18n.js'
import { forgetAccounts } from './account-profile.js'

export interface EnvironmentAccount {
  accountId: string
  /** Name of its `AccountKind`, or the channel's own where people cannot add accounts of it. */
  kind: string
  channel: ChannelKind
  name: string
  /** `telegram:7000000001`, where it can be told from the settings. */
  identity?: string
}

/**
 * Makes the stored form of an account that the settings of the installation describe, so that it is seen and reported
 * like any other; name, routing, script, hours and whether it runs stay as people left them. Its settings stay in the
 * environment. An account of the panel with the same bot gives way and says so.
 */
export async function ensureEnvironmentAccount(core: Core, account: EnvironmentAccount): Promise<void> {
  const { ChannelAccount: accounts } = core.models
  const { accountId, kind, channel, name, identity } = account
  const now = core.clock.now()
  if (identity !== undefined) {
    await accounts.collection.updateMany(
      { identity, _id: { $ne: accountId as never } },
      {
        $set: {
          enabled: false,
          'state.phase': 'failed',
          'state.reason': 'token-in-use',
          'state.since': now,
          updatedAt: now,
        },
        $unset: { identity: '' },
        $inc: { version: 1, generation: 1, 'state.version': 1 },
      },
    )
  }
  const write = () =>
    accounts.collection.updateOne(
      { _id: accountId as never },
      {
        $set: {
          kind,
          channel,
          source: 'environment',
          settings: {},
          ...(identity === undefined ? {} : { identity }),
        },
        $unset: { removedAt: '', ...(identity === undefined ? { identity: '' } : {}) },
        $setOnInsert: freshAccount(name, now),
      },
      { upsert: true },
    )
  try {
    await write()
  } catch (err) {
    // Two processes starting at once: the other one made it.
    if (!isDuplicateKey(err)) throw err
    await write()
  }
  forgetAccounts(core)
}

/** Accounts that the settings described once and no more: like removed ones, and back when the settings are. */
export async function retireEnvironmentAccounts(core: Core, present: readonly string[]): Promise<void> {
  await core.models.ChannelAccount.collection.updateMany(
    { source: 'environment', _id: { $nin: present as never[] }, removedAt: { $exists: false } },
    { $set: { removedAt: core.clock.now() }, $unset: { identity: '' }, $inc: { version: 1 } },
  )
  forgetAccounts(core)
}

/** An account that a new installation begins with; people may change or remove it, and it stays so. */
export async function ensureFirstAccount(
  core: Core,
  account: { accountId: string; kind: string; channel: ChannelKind; name?: string; enabled?: boolean },
): Promise<void> {
  const { accountId, kind, channel, enabled = true } = account
  const name = account.name ?? label(core.company.locale, 'channels', channel)
  try {
    await core.models.ChannelAccount.collection.updateOne(
      { _id: accountId as never },
      {
        $setOnInsert: {
          kind,
          channel,
          source: 'panel',
          settings: {},
          ...freshAccount(name, core.clock.now(), enabled),
        },
      },
      { upsert: true },
    )
  } catch (err) {
    if (!isDuplicateKey(err)) throw err
  }
  forgetAccounts(core)
}

function freshAccount(name: string, now: Date, enabled = true) {
  return {
    name,
    enabled,
    departmentId: null,
    assigneeId: null,
    workingHours: null,
    state: {
      phase: enabled ? ('starting' as const) : ('stopped' as const),
      since: now,
      at: now,
      fence: 0,
      version: 0,
    },
    version: 0,
    generation: 0,
    createdAt: now,
    updatedAt: now,
  }
}
