import { cancelActivity } from '../activities/cancel-activity.js'
import { rows } from '../collection.js'
import { type Core, system } from '../context.js'
import type { Transaction } from '../transaction.js'
import type { ClientCard } from './client.model.js'

export type ClientEffect = 'free-owner' | 'cancel-activities'

/** What a move of the state does besides, in its transaction; each gives the card it leaves behind. */
export const clientEffects: Record<
  ClientEffect,
  (core: Core, tx: Transaction, client: ClientCard) => Promise<ClientCard>
> = {
  'free-owner': async (_core, _tx, client) => ({ ...client, ownerId: null }),
  // Nobody is reminded to call somebody we parted with.
  'cancel-activities': async (core, tx, client) => {
    const planned = await rows(core.models.Activity)
      .find({ clientId: client._id, status: 'planned' }, { session: tx.session, projection: { _id: 1 } })
      .toArray()
    for (const { _id } of planned) await cancelActivity(core, system, { activityId: _id }, tx)
    return client
  },
}
