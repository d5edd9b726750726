import { createClient } from '../../../../core/clients/create-client.js'
import { getClient, listClients } from '../../../../core/clients/queries.js'
import { clientTimeline } from '../../../../core/clients/timeline.js'
import { changeClient } from '../../clients/change-client.js'
import { presentTimelineEntry } from '../../clients/presenter.js'
import { idParams } from '../../fields.js'
import { loadNames } from '../../names.js'
import type { RouteTable } from '../../route-table.js'
import { presentClient } from './presenter.js'
import * as schema from './schema.js'

const one = { params: idParams, answer: schema.publicClient }

export function publicClientRoutes(routes: RouteTable): void {
  routes.get(
    '/clients',
    {
      may: 'client.read',
      summary: 'Client cards, newest first',
      query: schema.clientList,
      answer: schema.publicClientPage,
    },
    async ({ core, query: { limit, cursor, sort, ...filter } }) => {
      const page = await listClients(core, filter, { limit, cursor, sort })
      return { items: page.items.map(presentClient), nextCursor: page.nextCursor }
    },
  )

  routes.post(
    '/clients',
    {
      may: 'client.create',
      summary: 'Make a client card',
      body: schema.clientBody,
      answer: schema.publicClient,
      status: 201,
    },
    async ({ core, by, body: { companyName, ...fields }, tx }) =>
      presentClient(await createClient(core, by, { ...fields, companyName: companyName ?? undefined }, tx)),
  )

  routes.get(
    '/clients/:id',
    { may: 'client.read', summary: 'One client card', ...one },
    async ({ core, params }) => presentClient(await getClient(core, params.id)),
  )

  routes.patch(
    '/clients/:id',
    { may: 'client.update', summary: 'Change a client card', ...one, body: schema.clientPatch },
    async ({ core, by, params, body, tx }) =>
      presentClient(await changeClient(core, by, params.id, body, tx)),
  )

  routes.get(
    '/clients/:id/timeline',
    {
      may: 'client.read',
      summary: 'Everything that happened with a client, newest first',
      params: idParams,
      query: schema.timelineQuery,
      answer: schema.timelinePage,
    },
    async ({ core, params, query }) => {
      const { items, nextCursor } = await clientTimeline(core, { clientId: params.id, ...query })
      const doers = items.map((entry) => (entry.kind === 'activity' ? entry.activity.staffId : null))
      const names = await loadNames(core, { staff: doers })
      return { items: items.map((entry) => presentTimelineEntry(entry, names)), nextCursor }
    },
  )
}
