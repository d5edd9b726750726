import { changeClientState } from '../../../../core/clients/change-client-state.js'
import type { ClientCard } from '../../../../core/clients/client.model.js'
import { createClient } from '../../../../core/clients/create-client.js'
import { customFields } from '../../../../core/clients/custom-fields.js'
import { getClient, listClients } from '../../../../core/clients/queries.js'
import { clientTimeline } from '../../../../core/clients/timeline.js'
import type { Core } from '../../../../core/context.js'
import { createLink } from '../../../../core/links/create-link.js'
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
    async ({ core, by, query: { limit, cursor, sort, ...filter } }) => {
      const page = await listClients(core, filter, { limit, cursor, sort }, by)
      const fields = await customFields(core)
      return { items: page.items.map((client) => presentClient(client, fields)), nextCursor: page.nextCursor }
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
      presentOne(
        core,
        await createClient(core, by, { ...fields, companyName: companyName ?? undefined }, tx),
      ),
  )

  routes.get(
    '/clients/:id',
    { may: 'client.read', summary: 'One client card', ...one },
    async ({ core, params }) => presentOne(core, await getClient(core, params.id)),
  )

  routes.patch(
    '/clients/:id',
    { may: 'client.update', summary: 'Change a client card', ...one, body: schema.clientPatch },
    async ({ core, by, params, body, tx }) =>
      presentOne(core, await changeClient(core, by, params.id, body, tx)),
  )

  routes.post(
    '/clients/:id/state',
    {
      may: 'client.read',
      summary: 'Say what happened to a client: qualify, go-quiet, disconnect, reconnect',
      ...one,
      body: schema.stateBody,
    },
    async ({ core, by, params, body, tx }) =>
      presentOne(core, await changeClientState(core, by, { clientId: params.id, ...body }, tx)),
  )

  routes.post(
    '/clients/:id/link',
    {
      may: 'contact.attach',
      summary: 'A one-time link by which this person comes to us in another messenger',
      params: idParams,
      body: schema.linkBody,
      answer: schema.linkView,
      status: 201,
    },
    async ({ core, by, params, body, tx }) => {
      const given = { clientId: params.id, channel: body.channel }
      const { url, expiresAt } = await createLink(core, by, given, tx)
      return { url, expiresAt: expiresAt.toISOString() }
    },
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

async function presentOne(core: Core, client: ClientCard): Promise<schema.PublicClient> {
  return presentClient(client, await customFields(core))
}
