import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { newId } from '../ids.js'
import type { Transaction } from '../transaction.js'
import type { ContactPoint } from './contact-point.model.js'

/** A phone (E.164) or an e-mail (lower case): the same whoever received it. */
export interface Address {
  kind: 'phone' | 'email'
  value: string
}

/**
 * Makes sure there is a contact point for a phone or e-mail and gives it to the client unless it is somebody's. Returns
 * it as it is now: `clientId` tells whose it is. The unique key makes two who claim at once meet here: the later
 * transaction is run again and finds the first.
 */
export async function claimContactPoint(
  core: Core,
  tx: Transaction,
  { kind, value }: Address,
  clientId: string,
  { name = '', verified = false }: { name?: string; verified?: boolean } = {},
): Promise<ContactPoint> {
  const points = rows(core.models.ContactPoint)
  const key = { accountId: '', kind, value }
  const known = await points.findOne(key, { session: tx.session })
  if (!known) {
    const point: ContactPoint = {
      _id: newId(),
      ...key,
      chatId: '',
      name,
      clientId,
      state: verified ? 'verified' : 'received',
      reachable: true,
      createdAt: core.clock.now(),
    }
    await points.insertOne(point, { session: tx.session })
    return point
  }
  if (known.clientId !== null && known.clientId !== clientId) return known
  const next: ContactPoint = { ...known, clientId, state: verified ? 'verified' : known.state }
  if (next.clientId !== known.clientId || next.state !== known.state) {
    await points.updateOne(
      { _id: known._id },
      { $set: { clientId: next.clientId, state: next.state } },
      { session: tx.session },
    )
  }
  return next
}
