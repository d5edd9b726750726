import { listStaff } from '../../../core/staff/queries.js'
import type { RouteTable } from '../route-table.js'
import { presentStaff } from './presenter.js'
import { staffList } from './schema.js'

export function staffRoutes(routes: RouteTable): void {
  routes.get('/staff', { may: 'staff.read', answer: staffList }, async ({ core }) => {
    const people = await listStaff(core)
    return { items: people.map(presentStaff) }
  })
}
