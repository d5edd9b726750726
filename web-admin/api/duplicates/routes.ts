import { customFields } from '../../../core/clients/custom-fields.js'
import { dismissDuplicate } from '../../../core/duplicates/dismiss-duplicate.js'
import { mergeClients, previewMerge } from '../../../core/duplicates/merge-clients.js'
import { listDuplicates } from '../../../core/duplicates/queries.js'
import { undoMerge } from '../../../core/duplicates/undo-merge.js'
import { idParams } from '../fields.js'
import { loadNames } from '../names.js'
import type { RouteTable } from '../route-table.js'
import { presentMerge, presentPair, presentPreview } from './presenter.js'
import * as schema from './schema.js'

/** Pairs of cards that look like one person, and making one of them; the same in both APIs. */
export function duplicateRoutes(routes: RouteTable): void {
  routes.get(
    '/duplicates',
    {
      may: 'client.read',
      summary: 'Pairs of client cards that look like one person, with the reasons',
      query: schema.listQuery,
      answer: schema.pairPage,
    },
    async ({ core, query }) => {
      const { items, nextCursor } = await listDuplicates(core, query)
      const clients = items.flatMap((pair) => pair.clients)
      const names = await loadNames(core, {
        staff: clients.map((client) => client.ownerId),
        companies: clients.map((client) => client.companyId),
      })
      return { items: items.map((pair) => presentPair(pair, names)), nextCursor }
    },
  )

  routes.post(
    '/duplicates/:pairId/dismiss',
    { may: 'client.merge', summary: 'These are two different people', params: schema.pairParams },
    async ({ core, by, params, tx }) => dismissDuplicate(core, by, params, tx),
  )

  routes.post(
    '/clients/merge/preview',
    {
      may: 'client.merge',
      summary: 'What merging two client cards would do',
      body: schema.previewBody,
      answer: schema.previewView,
    },
    async ({ core, by, body }) => {
      const preview = await previewMerge(core, by, body)
      const both = [preview.survivor, preview.other]
      const names = await loadNames(core, {
        staff: both.map((client) => client.ownerId),
        clients: both.map((client) => client.agentId),
        companies: both.map((client) => client.companyId),
      })
      return presentPreview(preview, names, await customFields(core))
    },
  )

  routes.post(
    '/clients/merge',
    {
      may: 'client.merge',
      summary: 'Make two client cards one; everything of the other follows the survivor',
      body: schema.mergeBody,
      answer: schema.mergeView,
      status: 201,
    },
    async ({ core, by, body, tx }) => presentMerge(await mergeClients(core, by, body, tx)),
  )

  routes.post(
    '/clients/merges/:id/undo',
    {
      may: 'client.merge',
      summary: 'Give back both cards of a merge',
      params: idParams,
      answer: schema.mergeView,
    },
    async ({ core, by, params, tx }) => presentMerge(await undoMerge(core, by, { mergeId: params.id }, tx)),
  )
}
