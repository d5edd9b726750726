import {
  type DepartmentRow,
  getDepartment,
  listDepartments,
} from '../../../../core/staff/departments/queries.js'
import { idParams } from '../../fields.js'
import type { RouteTable } from '../../route-table.js'
import { pageOf } from '../../short-list.js'
import { departmentList, type PublicDepartment, publicDepartment, publicDepartmentPage } from './schema.js'

export function publicDepartmentRoutes(routes: RouteTable): void {
  routes.get(
    '/departments',
    {
      may: 'department.read',
      summary: 'Departments with their people, by name',
      query: departmentList,
      answer: publicDepartmentPage,
    },
    async ({ core, query }) => pageOf((await listDepartments(core)).map(present), query),
  )

  routes.get(
    '/departments/:id',
    { may: 'department.read', summary: 'One department', params: idParams, answer: publicDepartment },
    async ({ core, params }) => present(await getDepartment(core, params.id)),
  )
}

function present({ _id, name, headId, memberIds, active }: DepartmentRow): PublicDepartment {
  return { id: _id, name, headId, memberIds, active }
}
