import { listTemplates } from '../../../../core/templates/queries.js'
import { page } from '../../fields.js'
import type { RouteTable } from '../../route-table.js'
import { pageOf } from '../../short-list.js'
import { presentTemplate } from '../../templates/presenter.js'
import { templateQuery, templateView } from '../../templates/schema.js'

export function publicTemplateRoutes(routes: RouteTable): void {
  routes.get(
    '/templates',
    {
      may: 'template.read',
      summary: 'Messages approved by a messenger: the only ones it takes once its answer window is closed',
      query: templateQuery,
      answer: page(templateView),
    },
    async ({ core, query: { accountId, ...paging } }) =>
      pageOf((await listTemplates(core, { accountId })).map(presentTemplate), paging),
  )
}
