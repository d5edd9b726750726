import { z } from 'zod'
import { audit } from '../../audit.js'
import { rows } from '../../collection.js'
import type { Actor, Core } from '../../context.js'
import { found } from '../../errors.js'
import { event } from '../../events.js'
import { authorise } from '../../policies/authorise.js'
import { inTransaction, type Transaction } from '../../transaction.js'
import { id, validate } from '../../validate.js'
import { placeMembers } from './place-members.js'

export const removeDepartmentInput = z.strictObject({ departmentId: id })

/** Dissolves a department: its people belong to none, its name is free again. Twice changes nothing. */
export async function removeDepartment(
  core: Core,
  by: Actor,
  input: z.input<typeof removeDepartmentInput>,
  tx?: Transaction,
): Promise<void> {
  authorise(by, 'department.manage')
  const { departmentId } = validate(removeDepartmentInput, input)
  const run = async (tx: Transaction) => {
    const departments = rows(core.models.Department)
    const before = found(
      await departments.findOne({ _id: departmentId }, { session: tx.session }),
      'department',
    )
    if (!before.active) return
    const version = before.version + 1
    await departments.updateOne(
      { _id: departmentId },
      { $set: { active: false, version } },
      { session: tx.session },
    )
    await placeMembers(core, tx, by, departmentId, [])
    await audit(core, tx, by, 'department.remove', { kind: 'department', id: departmentId })
    tx.publish(event('department.changed', departmentId, version, { departmentId, byId: by.id }))
  }
  await (tx ? run(tx) : inTransaction(core, run))
}
