import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import { checkPassword, hashPassword } from './password.js'
import { passwordField } from './staff-input.js'

export const setPasswordInput = z.strictObject({
  staffId: id,
  password: passwordField,
  /** Asked from people who change their own; heads set one for others without it. */
  currentPassword: z.string().max(200).optional(),
})

/**
 * Sets a password and ends every session of that person. Throws `bad-credentials` when somebody changes their own
 * without knowing the present one.
 */
export async function setPassword(
  core: Core,
  by: Actor,
  input: z.input<typeof setPasswordInput>,
  tx?: Transaction,
): Promise<void> {
  const { staffId, password, currentPassword } = validate(setPasswordInput, input)
  const before = found(await rows(core.models.Staff).findOne({ _id: staffId, active: true }), 'staff')
  if (by.kind === 'staff' && by.id === staffId) {
    authorise(by, 'staff.update-own', { _id: staffId, role: before.role })
    if (
      before.passwordHash !== undefined &&
      !(await checkPassword(before.passwordHash, currentPassword ?? ''))
    ) {
      throw new OtklikError('bad-credentials', { fields: { currentPassword: 'wrong' } })
    }
  } else {
    authorise(by, 'staff.update', { _id: staffId, role: before.role })
  }
  const passwordHash = await hashPassword(password)
  const run = async (tx: Transaction) => {
    const person = found(
      await rows(core.models.Staff).findOneAndUpdate(
        { _id: staffId, active: true },
        { $set: { passwordHash }, $inc: { version: 1, sessionEpoch: 1 } },
        { session: tx.session, returnDocument: 'after' },
      ),
      'staff',
    )
    await audit(core, tx, by, 'staff.set-password', { kind: 'staff', id: staffId })
    tx.publish(event('staff.changed', staffId, person.version, { staffId, byId: by.id }))
  }
  await (tx ? run(tx) : inTransaction(core, run))
}
