import { audit } from '../audit.js'
import type { Actor, Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'

/** Puts a parked event back into its stream; only the subscribers that failed run again. Throws `not-found`. */
export function retryParked(core: Core, by: Actor, { eventId }: { eventId: string }): Promise<void> {
  return settleParked(core, by, eventId, 'retry')
}

/** Gives a parked event up. Throws `not-found`. */
export function discardParked(core: Core, by: Actor, { eventId }: { eventId: string }): Promise<void> {
  return settleParked(core, by, eventId, 'discard')
}

async function settleParked(
  core: Core,
  by: Actor,
  eventId: string,
  what: 'retry' | 'discard',
): Promise<void> {
  authorise(by, 'delivery.repair')
  await inTransaction(core, async (tx) => {
    const change =
      what === 'retry' ? { $set: { pending: true }, $unset: { parked: '' } } : { $unset: { parked: '' } }
    const { matchedCount } = await core.models.Event.collection.updateOne(
      { _id: eventId as never, 'parked.0': { $exists: true } },
      change as never,
      { session: tx.session },
    )
    if (matchedCount === 0) throw new OtklikError('not-found', { params: { what: 'event' } })
    await audit(core, tx, by, `event.${what}`, { kind: 'event', id: eventId })
  })
}
