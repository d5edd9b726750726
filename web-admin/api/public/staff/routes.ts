import { getStaff, listStaff, type StaffRow } from '../../../../core/staff/queries.js'
import { idParams } from '../../fields.js'
import type { RouteTable } from '../../route-table.js'
import { pageOf } from '../fields.js'
import { type PublicStaff, publicStaff, publicStaffPage, staffList } from './schema.js'

export function publicStaffRoutes(routes: RouteTable): void {
  routes.get(
    '/staff',
    { may: 'staff.read', summary: 'The team, by name', query: staffList, answer: publicStaffPage },
    async ({ core, query: { role, ...page } }) =>
      pageOf((await listStaff(core, role ? { role } : {})).map(present), page),
  )

  routes.get(
    '/staff/:id',
    { may: 'staff.read', summary: 'One person of the team', params: idParams, answer: publicStaff },
    async ({ core, params }) => present(await getStaff(core, params.id)),
  )
}

function present({ _id, name, role, active }: StaffRow): PublicStaff {
  return { id: _id, name, role, active }
}
