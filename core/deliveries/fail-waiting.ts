import type { SendReason } from '../channel.js'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { settleDelivery } from './settle-delivery.js'

/** No holder of a lease ever has it: tokens begin with 1. */
const ownFence = -1

/** Everything that waits to be sent through an account has failed, with the reason shown. Returns how many there were. */
export async function failWaiting(core: Core, accountId: string, reason: SendReason): Promise<number> {
  let count = 0
  for (;;) {
    const row = await rows(core.models.Delivery).findOneAndUpdate(
      { accountId, state: 'queued' },
      { $set: { state: 'sending', fence: ownFence } },
      { sort: { _id: 1 }, returnDocument: 'after' },
    )
    if (!row) return count
    await settleDelivery(core, row, { state: 'failed', reason }, ownFence)
    count += 1
  }
}
