import type { Core } from '../../../core/context.js'
import { createDepartment } from '../../../core/staff/departments/create-department.js'
import { getDepartment, listDepartments } from '../../../core/staff/departments/queries.js'
import { removeDepartment } from '../../../core/staff/departments/remove-department.js'
import { updateDepartment } from '../../../core/staff/departments/update-department.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { presentDepartments } from './presenter.js'
import { createBody, type DepartmentView, departmentList, departmentView, updateBody } from './schema.js'

export function departmentRoutes(routes: RouteTable): void {
  routes.get('/departments', { may: 'department.read', answer: departmentList }, async ({ core }) => ({
    items: await presentDepartments(core, await listDepartments(core)),
  }))

  routes.post(
    '/departments',
    { may: 'department.manage', body: createBody, answer: departmentView, status: 201 },
    async ({ core, by, body }) => loadDepartment(core, (await createDepartment(core, by, body))._id),
  )

  routes.patch(
    '/departments/:id',
    { may: 'department.manage', params: idParams, body: updateBody, answer: departmentView },
    async ({ core, by, params, body }) => {
      await updateDepartment(core, by, { departmentId: params.id, ...body })
      return loadDepartment(core, params.id)
    },
  )

  routes.delete(
    '/departments/:id',
    { may: 'department.manage', params: idParams },
    async ({ core, by, params }) => removeDepartment(core, by, { departmentId: params.id }),
  )
}

export async function loadDepartment(core: Core, departmentId: string): Promise<DepartmentView> {
  const [view] = await presentDepartments(core, [await getDepartment(core, departmentId)])
  return view as DepartmentView
}
