import { rows } from '../../../core/collection.js'
import type { Core } from '../../../core/context.js'
import { createStaff } from '../../../core/staff/create-staff.js'
import { inviteStaff } from '../../../core/staff/invite-staff.js'
import { invitationLink } from '../../../core/staff/manager-bot-name.js'
import { previewRemoval } from '../../../core/staff/preview-removal.js'
import { getStaff, listStaff } from '../../../core/staff/queries.js'
import { removeStaff } from '../../../core/staff/remove-staff.js'
import { setPassword } from '../../../core/staff/set-password.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { changeStaff } from './change-staff.js'
import { presentPerson, presentTeam } from './presenter.js'
import * as schema from './schema.js'

const one = { params: idParams, answer: schema.staffView }

export function staffRoutes(routes: RouteTable): void {
  routes.get('/staff', { may: 'staff.read', answer: schema.staffList }, async ({ core }) => ({
    items: await presentTeam(core, await listStaff(core)),
  }))

  routes.post(
    '/staff',
    { may: 'staff.create', body: schema.createBody, answer: schema.staffView, status: 201 },
    async ({ core, by, body }) => loadPerson(core, (await createStaff(core, by, body))._id),
  )

  routes.get('/profile', { may: 'staff.update-own', answer: schema.staffView }, async ({ core, by }) =>
    loadPerson(core, by.id),
  )

  routes.patch(
    '/profile',
    { may: 'staff.update-own', body: schema.profileBody, answer: schema.staffView },
    async ({ core, by, body }) => {
      await changeStaff(core, by, by.id, body)
      return loadPerson(core, by.id)
    },
  )

  routes.get('/staff/:id', { may: 'staff.read', ...one }, async ({ core, params }) =>
    loadPerson(core, params.id),
  )

  routes.patch(
    '/staff/:id',
    { may: 'staff.update', ...one, body: schema.updateBody },
    async ({ core, by, params, body }) => {
      await changeStaff(core, by, params.id, body)
      return loadPerson(core, params.id)
    },
  )

  routes.put(
    '/staff/:id/password',
    { may: 'staff.update', ...one, body: schema.passwordBody },
    async ({ core, by, params, body }) => {
      await setPassword(core, by, { staffId: params.id, password: body.password })
      return loadPerson(core, params.id)
    },
  )

  routes.post(
    '/staff/:id/invite',
    { may: 'staff.invite', params: idParams, answer: schema.invitationView, status: 201 },
    async ({ core, by, params }) => {
      const { token, expiresAt } = await inviteStaff(core, by, { staffId: params.id })
      return { link: await invitationLink(core, token), token, expiresAt: expiresAt.toISOString() }
    },
  )

  routes.get(
    '/staff/:id/removal',
    { may: 'staff.remove', params: idParams, answer: schema.removalView },
    async ({ core, by, params }) => previewRemoval(core, by, { staffId: params.id }),
  )

  routes.post(
    '/staff/:id/remove',
    { may: 'staff.remove', params: idParams, body: schema.removeBody, answer: schema.removedView },
    async ({ core, by, params, body }) => removeStaff(core, by, { staffId: params.id, heirId: body.heirId }),
  )
}

async function loadPerson(core: Core, staffId: string) {
  const [person, withPassword] = await Promise.all([
    getStaff(core, staffId),
    rows(core.models.Staff).countDocuments({ _id: staffId, passwordHash: { $type: 'string' } }),
  ])
  return presentPerson(core, { ...person, hasPassword: withPassword > 0 })
}
