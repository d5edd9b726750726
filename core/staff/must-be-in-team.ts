import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { OtklikError } from '../errors.js'
import type { Transaction } from '../transaction.js'

/** Throws `bad-input` unless the new owner is an active person of the team; null is the free base. */
export async function mustBeInTeam(
  core: Core,
  tx: Transaction,
  staffId: string | null | undefined,
  field = 'ownerId',
): Promise<void> {
  if (!staffId) return
  const person = await rows(core.models.Staff).findOne(
    { _id: staffId, active: true },
    { session: tx.session, projection: { _id: 1 } },
  )
  if (!person) throw new OtklikError('bad-input', { fields: { [field]: 'not-in-team' } })
}
