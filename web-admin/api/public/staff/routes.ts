import type { Core } from '../../../../core/context.js'
import { faceUrl } from '../../../../core/staff/face-path.js'
import { getStaff, listStaff, type StaffRow } from '../../../../core/staff/queries.js'
import { whereAre } from '../../../../core/staff/where-is.js'
import { idParams } from '../../fields.js'
import type { RouteTable } from '../../route-table.js'
import { pageOf } from '../../short-list.js'
import { type PublicStaff, publicStaff, publicStaffPage, staffList } from './schema.js'

export function publicStaffRoutes(routes: RouteTable): void {
  routes.get(
    '/staff',
    { may: 'staff.read', summary: 'The team, by name', query: staffList, answer: publicStaffPage },
    async ({ core, query: { role, ...page } }) =>
      pageOf(await present(core, await listStaff(core, role ? { role } : {})), page),
  )

  routes.get(
    '/staff/:id',
    { may: 'staff.read', summary: 'One person of the team', params: idParams, answer: publicStaff },
    async ({ core, params }) => {
      const [person] = await present(core, [await getStaff(core, params.id)])
      return person as PublicStaff
    },
  )
}

async function present(core: Core, people: readonly StaffRow[]): Promise<PublicStaff[]> {
  const presences = await whereAre(core, people)
  return people.map((person) => {
    const { _id, name, role, active, departmentId = null, publicProfile } = person
    const presence = active ? presences.get(_id) : undefined
    return {
      id: _id,
      name,
      role,
      active,
      departmentId,
      publicProfile: {
        name: publicProfile.name,
        title: publicProfile.title,
        address: publicProfile.address ?? '',
        photoUrl: faceUrl(core, person),
      },
      presence: presence ? { state: presence.state, backAt: presence.backAt?.toISOString() ?? null } : null,
    }
  })
}
