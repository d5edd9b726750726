import { rows } from '../../collection.js'
import type { Core } from '../../context.js'
import { found } from '../../errors.js'
import type { Department } from './department.model.js'

/** A department with the ids of its people. */
export interface DepartmentRow extends Department {
  memberIds: string[]
}

/** Departments by name, dissolved ones left out unless asked for; there are never many. */
export async function listDepartments(core: Core, { all = false } = {}): Promise<DepartmentRow[]> {
  const [departments, people] = await Promise.all([
    rows(core.models.Department)
      .find(all ? {} : { active: true }, { sort: { nameKey: 1 }, limit: 500 })
      .toArray(),
    rows(core.models.Staff)
      .find({ active: true, departmentId: { $type: 'string' } }, { projection: { departmentId: 1 } })
      .toArray(),
  ])
  return departments.map((department) => ({
    ...department,
    memberIds: people.filter((person) => person.departmentId === department._id).map(({ _id }) => _id),
  }))
}

/** Throws `not-found`. Dissolved ones are found too: histories name them. */
export async function getDepartment(core: Core, departmentId: string): Promise<DepartmentRow> {
  const department = found(await rows(core.models.Department).findOne({ _id: departmentId }), 'department')
  const people = await rows(core.models.Staff)
    .find({ active: true, departmentId }, { projection: { _id: 1 } })
    .toArray()
  return { ...department, memberIds: people.map(({ _id }) => _id) }
}

/** Names for lists: id -> name, dissolved ones included. */
export async function departmentNames(
  core: Core,
  ids: readonly (string | null)[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const departments = await rows(core.models.Department)
    .find({ _id: { $in: wanted } }, { projection: { name: 1 } })
    .toArray()
  return new Map(departments.map(({ _id, name }) => [_id, name]))
}
