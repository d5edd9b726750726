import { attachContactPoint } from '../../../../core/contacts/attach-contact-point.js'
import type { ContactPoint } from '../../../../core/contacts/contact-point.model.js'
import { getContactPoint, listContactPoints } from '../../../../core/contacts/queries.js'
import { verifyContactPoint } from '../../../../core/contacts/verify-contact-point.js'
import { presentContactPoint } from '../../clients/presenter.js'
import { idParams } from '../../fields.js'
import type { RouteTable } from '../../route-table.js'
import { pageOf } from '../../short-list.js'
import {
  contactBody,
  contactList,
  contactPatch,
  type PublicContact,
  publicContact,
  publicContactPage,
} from './schema.js'

export function publicContactRoutes(routes: RouteTable): void {
  routes.get(
    '/contacts',
    {
      may: 'contact.read',
      summary: 'Every way to reach a client, the oldest first',
      query: contactList,
      answer: publicContactPage,
    },
    async ({ core, query: { clientId, ...page } }) =>
      pageOf((await listContactPoints(core, { clientId })).map(present), page),
  )

  routes.post(
    '/contacts',
    {
      may: 'contact.attach',
      summary: 'Give a client a phone or an e-mail',
      body: contactBody,
      answer: publicContact,
      status: 201,
    },
    async ({ core, by, body, tx }) => present(await attachContactPoint(core, by, body, tx)),
  )

  routes.patch(
    '/contacts/:id',
    {
      may: 'contact.attach',
      summary: 'Say whether somebody made sure of it',
      params: idParams,
      body: contactPatch,
      answer: publicContact,
    },
    async ({ core, by, params, body, tx }) =>
      present(await verifyContactPoint(core, by, { contactPointId: params.id, ...body }, tx)),
  )

  routes.get(
    '/contacts/:id',
    { may: 'contact.read', summary: 'One way to reach a person', params: idParams, answer: publicContact },
    async ({ core, params }) => present(await getContactPoint(core, params.id)),
  )
}

function present(point: ContactPoint): PublicContact {
  const { clientId, accountId, createdAt } = point
  return { ...presentContactPoint(point), clientId, accountId, createdAt: createdAt.toISOString() }
}
