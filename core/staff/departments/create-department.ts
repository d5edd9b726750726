import { z } from 'zod'
import { audit } from '../../audit.js'
import { rows } from '../../collection.js'
import type { Actor, Core } from '../../context.js'
import { isDuplicateKey } from '../../db.js'
import { OtklikError } from '../../errors.js'
import { event } from '../../events.js'
import { newId } from '../../ids.js'
import { authorise } from '../../policies/authorise.js'
import { mustBeInTeam } from '../../staff/must-be-in-team.js'
import { inTransaction, type Transaction } from '../../transaction.js'
import { id, line, validate } from '../../validate.js'
import type { Department } from './department.model.js'
import { placeMembers } from './place-members.js'

export const createDepartmentInput = z.strictObject({
  name: line(120),
  headId: id.nullable().optional(),
  /** Who belongs to it; they leave the department they were in. */
  memberIds: z.array(id).max(500).optional(),
})

/** Makes a department. Throws `already-exists` for a name another one has, `bad-input` for people who are not in the team. */
export async function createDepartment(
  core: Core,
  by: Actor,
  input: z.input<typeof createDepartmentInput>,
  tx?: Transaction,
): Promise<Department> {
  authorise(by, 'department.manage')
  const { name, headId = null, memberIds = [] } = validate(createDepartmentInput, input)
  const department: Department = {
    _id: newId(),
    name,
    nameKey: nameKeyOf(name),
    headId,
    active: true,
    version: 1,
    createdAt: core.clock.now(),
  }
  const run = async (tx: Transaction) => {
    await mustBeInTeam(core, tx, headId, 'headId')
    await rows(core.models.Department).insertOne(department, { session: tx.session })
    await placeMembers(core, tx, by, department._id, memberIds)
    await audit(
      core,
      tx,
      by,
      'department.create',
      { kind: 'department', id: department._id },
      { headId, memberIds },
    )
    tx.publish(event('department.changed', department._id, 1, { departmentId: department._id, byId: by.id }))
    return department
  }
  try {
    return await (tx ? run(tx) : inTransaction(core, run))
  } catch (err) {
    throw asTaken(err, name)
  }
}

export function nameKeyOf(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLocaleLowerCase('ru')
}

/** A broken unique name in words. */
export function asTaken(err: unknown, name: string): unknown {
  if (!isDuplicateKey(err)) return err
  return new OtklikError('already-exists', { params: { name }, fields: { name: 'taken' }, cause: err })
}
