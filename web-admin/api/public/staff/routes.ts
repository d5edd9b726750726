import type { Core } from '../../../../core/context.js'
import { createStaff } from '../../../../core/staff/create-staff.js'
import { faceUrl } from '../../../../core/staff/face-path.js'
import { getStaff, listStaff, type StaffRow } from '../../../../core/staff/queries.js'
import { removeStaff } from '../../../../core/staff/remove-staff.js'
import { whereAre } from '../../../../core/staff/where-is.js'
import { idParams } from '../../fields.js'
import type { RouteTable } from '../../route-table.js'
import { pageOf } from '../../short-list.js'
import { removeBody, removedView } from '../../staff/schema.js'
import { type PublicStaff, publicStaff, publicStaffPage, staffBody, staffList } from './schema.js'

export function publicStaffRoutes(routes: RouteTable): void {
  routes.get(
    '/staff',
    { may: 'staff.read', summary: 'The team, by name', query: staffList, answer: publicStaffPage },
    async ({ core, query: { role, ...page } }) =>
      pageOf(await present(core, await listStaff(core, role ? { role } : {})), page),
  )

  routes.post(
    '/staff',
    {
      may: 'staff.create',
      summary: 'Add a person to the team; with a Telegram id the managers’ bot knows them at once',
      body: staffBody,
      answer: publicStaff,
      status: 201,
    },
    async ({ core, by, body, tx }) => presentOne(core, await createStaff(core, by, body, tx)),
  )

  routes.get(
    '/staff/:id',
    { may: 'staff.read', summary: 'One person of the team', params: idParams, answer: publicStaff },
    async ({ core, params }) => presentOne(core, await getStaff(core, params.id)),
  )

  routes.post(
    '/staff/:id/remove',
    {
      may: 'staff.remove',
      summary:
        'A person leaves: access ends at once, the work goes to the heir; answers what was handed over',
      params: idParams,
      body: removeBody,
      answer: removedView,
    },
    async ({ core, by, params, body, tx }) =>
      removeStaff(core, by, { staffId: params.id, heirId: body.heirId }, tx),
  )
}

async function presentOne(core: Core, person: StaffRow): Promise<PublicStaff> {
  const [presented] = await present(core, [person])
  return presented as PublicStaff
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
