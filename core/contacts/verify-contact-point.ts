import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import type { ContactPoint } from './contact-point.model.js'

export const verifyContactPointInput = z.strictObject({ contactPointId: id, verified: z.boolean() })

/** Says that somebody made sure of a phone or e-mail (rang, got an answer), or takes it back. Throws `not-found`. */
export async function verifyContactPoint(
  core: Core,
  by: Actor,
  input: z.input<typeof verifyContactPointInput>,
  tx?: Transaction,
): Promise<ContactPoint> {
  authorise(by, 'contact.attach')
  const { contactPointId, verified } = validate(verifyContactPointInput, input)
  const run = async (tx: Transaction) => {
    const { session } = tx
    const point = found(
      await rows(core.models.ContactPoint).findOneAndUpdate(
        { _id: contactPointId },
        { $set: { state: verified ? 'verified' : 'received' } },
        { session, returnDocument: 'after' },
      ),
      'contact',
    )
    const { clientId } = point
    if (clientId === null) return point
    const client = await rows(core.models.Client).findOneAndUpdate(
      { _id: clientId },
      { $inc: { version: 1 } },
      { session, returnDocument: 'after', projection: { version: 1 } },
    )
    await audit(
      core,
      tx,
      by,
      'contact.verify',
      { kind: 'client', id: clientId },
      { contactPointId, verified },
    )
    tx.publish(event('client.changed', clientId, client?.version ?? 0, { clientId, byId: by.id }))
    return point
  }
  return tx ? run(tx) : inTransaction(core, run)
}
