import { listAudit } from '../../../core/audit/queries.js'
import type { RouteTable } from '../route-table.js'
import { presentAudit } from './presenter.js'
import { auditPage, listQuery } from './schema.js'

export function auditRoutes(routes: RouteTable): void {
  routes.get(
    '/audit',
    { may: 'audit.read', query: listQuery, answer: auditPage },
    async ({ core, by, query: { by: byId, limit, cursor, ...filter } }) => {
      const { items, nextCursor } = await listAudit(core, by, { ...filter, byId }, { limit, cursor })
      return { items: await presentAudit(core, items), nextCursor }
    },
  )
}
