import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import type { Transaction } from '../transaction.js'
import type { ChannelAccount } from './channel-account.model.js'

/** An account that is there. Throws `not-found` for an unknown and for a removed one. */
export async function foundAccount(core: Core, accountId: string, tx?: Transaction): Promise<ChannelAccount> {
  const account = await rows(core.models.ChannelAccount).findOne(
    { _id: accountId, removedAt: { $exists: false } },
    tx ? { session: tx.session } : {},
  )
  return found(account, 'channel')
}
