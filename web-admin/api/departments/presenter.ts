import type { Core } from '../../../core/context.js'
import type { DepartmentRow } from '../../../core/staff/departments/queries.js'
import { staffNames } from '../../../core/staff/queries.js'
import { named } from '../names.js'
import type { DepartmentView } from './schema.js'

export async function presentDepartments(
  core: Core,
  departments: readonly DepartmentRow[],
): Promise<DepartmentView[]> {
  const names = await staffNames(
    core,
    departments.flatMap(({ headId, memberIds }) => [headId, ...memberIds]),
  )
  return departments.map(({ _id, name, headId, memberIds, active, version }) => ({
    id: _id,
    name,
    head: named(names, headId),
    members: memberIds.map((id) => ({ id, name: names.get(id) ?? '' })),
    active,
    version,
  }))
}
