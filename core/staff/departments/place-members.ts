import { rows } from '../../collection.js'
import type { Actor, Core } from '../../context.js'
import { OtklikError } from '../../errors.js'
import { event } from '../../events.js'
import type { Transaction } from '../../transaction.js'

/**
 * Makes exactly these people the members of a department, in the caller's transaction; whoever belonged to it before
 * and is not named belongs to none. Throws `bad-input` for people who are not in the team.
 */
export async function placeMembers(
  core: Core,
  tx: Transaction,
  by: Actor,
  departmentId: string,
  memberIds: readonly string[],
): Promise<void> {
  const staff = rows(core.models.Staff)
  const wanted = new Set(memberIds)
  const people = await staff
    .find(
      { $or: [{ _id: { $in: [...wanted] }, active: true }, { departmentId }] },
      { session: tx.session, projection: { departmentId: 1, active: 1, version: 1 } },
    )
    .toArray()
  const inTeam = new Set(people.filter((person) => person.active).map((person) => person._id))
  if ([...wanted].some((staffId) => !inTeam.has(staffId)))
    throw new OtklikError('bad-input', { fields: { memberIds: 'not-in-team' } })
  for (const person of people) {
    const next = wanted.has(person._id) ? departmentId : null
    if ((person.departmentId ?? null) === next) continue
    await staff.updateOne(
      { _id: person._id },
      { $set: { departmentId: next }, $inc: { version: 1 } },
      { session: tx.session },
    )
    tx.publish(event('staff.changed', person._id, person.version + 1, { staffId: person._id, byId: by.id }))
  }
}
