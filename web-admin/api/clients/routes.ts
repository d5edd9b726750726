import { changeClientState } from '../../../core/clients/change-client-state.js'
import { createClient } from '../../../core/clients/create-client.js'
import { listClients } from '../../../core/clients/queries.js'
import { clientTimeline } from '../../../core/clients/timeline.js'
import { verifyContactPoint } from '../../../core/contacts/verify-contact-point.js'
import { createLink } from '../../../core/links/create-link.js'
import { assigneeOf } from '../assignee.js'
import { idParams } from '../fields.js'
import { loadNames } from '../names.js'
import type { RouteTable } from '../route-table.js'
import { changeClient } from './change-client.js'
import { loadClient } from './load-client.js'
import { presentClientRow, presentTimelineEntry } from './presenter.js'
import * as schema from './schema.js'

export function clientRoutes(routes: RouteTable): void {
  routes.get(
    '/clients',
    { may: 'client.read', query: schema.listQuery, answer: schema.clientPage },
    async ({ core, by, query }) => {
      const { q, owner, limit, cursor, ...same } = query
      const filter = { ...same, search: q, ownerId: assigneeOf(by, owner) }
      const { items, nextCursor } = await listClients(core, filter, { limit, cursor }, by)
      const names = await loadNames(core, {
        staff: items.map((client) => client.ownerId),
        companies: items.map((client) => client.companyId),
      })
      return { items: items.map((client) => presentClientRow(client, names)), nextCursor }
    },
  )

  routes.post(
    '/clients',
    { may: 'client.create', body: schema.createBody, answer: schema.clientView, status: 201 },
    async ({ core, by, body }) => {
      const { companyName, ...fields } = body
      const client = await createClient(core, by, { ...fields, companyName: companyName || undefined })
      return loadClient(core, by, client._id)
    },
  )

  routes.get(
    '/clients/:id',
    { may: 'client.read', params: idParams, answer: schema.clientView },
    async ({ core, by, params }) => loadClient(core, by, params.id),
  )

  routes.patch(
    '/clients/:id',
    { may: 'client.update', params: idParams, body: schema.updateBody, answer: schema.clientView },
    async ({ core, by, params, body }) => {
      await changeClient(core, by, params.id, body)
      return loadClient(core, by, params.id)
    },
  )

  routes.post(
    '/clients/:id/state',
    { may: 'client.read', params: idParams, body: schema.stateBody, answer: schema.clientView },
    async ({ core, by, params, body }) => {
      await changeClientState(core, by, { clientId: params.id, ...body })
      return loadClient(core, by, params.id)
    },
  )

  routes.post(
    '/clients/:id/link',
    { may: 'contact.attach', params: idParams, body: schema.linkBody, answer: schema.linkView, status: 201 },
    async ({ core, by, params, body }) => {
      const { url, expiresAt } = await createLink(core, by, { clientId: params.id, channel: body.channel })
      return { url, expiresAt: expiresAt.toISOString() }
    },
  )

  routes.put(
    '/clients/:id/contacts/:contactId',
    {
      may: 'contact.attach',
      params: schema.contactParams,
      body: schema.contactBody,
      answer: schema.clientView,
    },
    async ({ core, by, params, body }) => {
      await verifyContactPoint(core, by, { contactPointId: params.contactId, verified: body.verified })
      return loadClient(core, by, params.id)
    },
  )

  routes.get(
    '/clients/:id/timeline',
    { may: 'client.read', params: idParams, query: schema.timelineQuery, answer: schema.timelinePage },
    async ({ core, params, query }) => {
      const { items, nextCursor } = await clientTimeline(core, { clientId: params.id, ...query })
      const doers = items.map((entry) => (entry.kind === 'activity' ? entry.activity.staffId : null))
      const names = await loadNames(core, { staff: doers })
      return { items: items.map((entry) => presentTimelineEntry(entry, names)), nextCursor }
    },
  )
}
