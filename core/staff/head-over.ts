import type { ClientSession } from 'mongoose'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import type { Staff } from './staff.model.js'

/**
 * Who answers for a person: the head of their department, else a head of the company, else an administrator; null when
 * there is nobody above or beside them.
 */
export async function headOver(
  core: Core,
  person: Pick<Staff, '_id' | 'departmentId'>,
  session?: ClientSession,
): Promise<Staff | null> {
  const within = session ? { session } : {}
  const staff = rows(core.models.Staff)
  if (person.departmentId) {
    const department = await rows(core.models.Department).findOne(
      { _id: person.departmentId, active: true },
      within,
    )
    const head =
      department?.headId && department.headId !== person._id
        ? await staff.findOne({ _id: department.headId, active: true }, within)
        : null
    if (head) return head
  }
  const above = await staff
    .find(
      { active: true, role: { $in: ['head', 'admin'] }, _id: { $ne: person._id } },
      { ...within, sort: { createdAt: 1 } },
    )
    .toArray()
  return above.find(({ role }) => role === 'head') ?? above[0] ?? null
}
