import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import { hashSecret, newSecret } from './secret.js'

const invitationDays = 7

export const inviteStaffInput = z.strictObject({ staffId: id })

/**
 * A one-time token that links the person's Telegram to the manager bot (`/start <token>`), good for seven days. Only
 * its hash is kept; a new invitation ends the one before.
 */
export async function inviteStaff(
  core: Core,
  by: Actor,
  input: z.input<typeof inviteStaffInput>,
  tx?: Transaction,
): Promise<{ token: string; expiresAt: Date }> {
  const { staffId } = validate(inviteStaffInput, input)
  const token = newSecret()
  const expiresAt = new Date(core.clock.now().getTime() + invitationDays * 24 * 3600 * 1000)
  const run = async (tx: Transaction) => {
    const staff = rows(core.models.Staff)
    const person = found(
      await staff.findOne({ _id: staffId, active: true }, { session: tx.session }),
      'staff',
    )
    authorise(by, 'staff.invite', { _id: staffId, role: person.role })
    await staff.updateOne(
      { _id: staffId },
      { $set: { inviteHash: hashSecret(token), inviteExpiresAt: expiresAt }, $inc: { version: 1 } },
      { session: tx.session },
    )
    await audit(core, tx, by, 'staff.invite', { kind: 'staff', id: staffId })
    tx.publish(event('staff.changed', staffId, person.version + 1, { staffId, byId: by.id }))
    return { token, expiresAt }
  }
  return tx ? run(tx) : inTransaction(core, run)
}
