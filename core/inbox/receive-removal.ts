import type { InboundRemoval } from '../channel.js'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { inTransaction } from '../transaction.js'
import { applyChange } from './apply-change.js'

/** A message is gone at the client's end. False for one we do not have; repeats do nothing. */
export async function receiveRemoval(core: Core, removal: InboundRemoval): Promise<boolean> {
  return inTransaction(core, async (tx) => {
    const message = await rows(core.models.Message).findOne(
      { accountId: removal.accountId, externalId: removal.externalId },
      { session: tx.session },
    )
    if (!message || message.direction === 'note') return false
    if (message.removed) return true
    const by = message.direction === 'in' ? ('client' as const) : ('team' as const)
    await applyChange(core, tx, message, { kind: 'remove', at: removal.at, by })
    return true
  })
}
