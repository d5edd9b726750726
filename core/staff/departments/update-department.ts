import type { z } from 'zod'
import { audit } from '../../audit.js'
import { rows } from '../../collection.js'
import type { Actor, Core } from '../../context.js'
import { found } from '../../errors.js'
import { event } from '../../events.js'
import { fieldChanges } from '../../field-changes.js'
import { authorise } from '../../policies/authorise.js'
import { mustBeInTeam } from '../../staff/must-be-in-team.js'
import { inTransaction, type Transaction } from '../../transaction.js'
import { expectedVersion, id, validate } from '../../validate.js'
import { checkVersion } from '../../versions.js'
import { asTaken, createDepartmentInput, nameKeyOf } from './create-department.js'
import type { Department } from './department.model.js'
import { placeMembers } from './place-members.js'

export const updateDepartmentInput = createDepartmentInput
  .partial()
  .extend({ departmentId: id, expectedVersion })

/**
 * Changes the name, the head or the members of a department; `memberIds` is the whole new list. Throws `not-found`,
 * `already-exists` for a name another one has, `changed-by-other`, `bad-input` for people who are not in the team.
 */
export async function updateDepartment(
  core: Core,
  by: Actor,
  input: z.input<typeof updateDepartmentInput>,
  tx?: Transaction,
): Promise<Department> {
  authorise(by, 'department.manage')
  const given = validate(updateDepartmentInput, input)
  const { departmentId, name, headId, memberIds } = given
  const run = async (tx: Transaction) => {
    const departments = rows(core.models.Department)
    const before = found(
      await departments.findOne({ _id: departmentId, active: true }, { session: tx.session }),
      'department',
    )
    await checkVersion(core, tx, before, given.expectedVersion)
    if (headId !== undefined) await mustBeInTeam(core, tx, headId, 'headId')
    const updated = found(
      await departments.findOneAndUpdate(
        { _id: departmentId },
        {
          $set: {
            ...(name === undefined ? {} : { name, nameKey: nameKeyOf(name) }),
            ...(headId === undefined ? {} : { headId }),
          },
          $inc: { version: 1 },
        },
        { session: tx.session, returnDocument: 'after' },
      ),
      'department',
    )
    if (memberIds) await placeMembers(core, tx, by, departmentId, memberIds)
    await audit(
      core,
      tx,
      by,
      'department.update',
      { kind: 'department', id: departmentId },
      { fields: ['name', 'headId', 'memberIds'].filter((field) => field in given) },
      fieldChanges(before, { name, headId }),
    )
    tx.publish(event('department.changed', departmentId, updated.version, { departmentId, byId: by.id }))
    return updated
  }
  try {
    return await (tx ? run(tx) : inTransaction(core, run))
  } catch (err) {
    throw asTaken(err, name ?? '')
  }
}
