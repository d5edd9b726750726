import type { ChannelKind } from '../channel.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import type { ChannelAccount } from './channel-account.model.js'

/**
 * Makes the stored form of an account that the settings of the installation describe, so that it is seen and reported
 * like any other; routing, script and hours that people gave it stay. Its settings and secrets stay in the environment.
 */
export async function ensureEnvironmentAccount(
  core: Core,
  account: { accountId: string; kind: string; channel: ChannelKind; name: string; identity?: string },
): Promise<void> {
  const now = core.clock.now()
  const { accountId, kind, channel, name, identity } = account
  const fresh: Omit<ChannelAccount, '_id' | 'kind' | 'channel' | 'source' | 'settings' | 'identity'> = {
    name,
    enabled: true,
    departmentId: null,
    assigneeId: null,
    workingHours: null,
    state: { phase: 'starting', since: now, at: now, fence: 0, version: 0 },
    version: 0,
    createdAt: now,
    updatedAt: now,
  }
  const write = () =>
    core.models.ChannelAccount.collection.updateOne(
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
        $setOnInsert: fresh,
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
}
