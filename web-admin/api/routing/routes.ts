import { listRoutingDecisions } from '../../../core/routing/queries.js'
import { routingWithVersion, updateRouting } from '../../../core/routing/routing-settings.js'
import { tryRouting } from '../../../core/routing/try-routing.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { presentChoices, presentDecisions } from './presenter.js'
import { decisionList, type RoutingTryView, routingBody, routingView, tryBody, tryView } from './schema.js'

export function routingRoutes(routes: RouteTable): void {
  routes.get('/settings/routing', { may: 'routing.read', answer: routingView }, async ({ core }) =>
    routingWithVersion(core),
  )

  routes.put(
    '/settings/routing',
    { may: 'routing.update', body: routingBody, answer: routingView },
    async ({ core, by, body }) => updateRouting(core, by, body),
  )

  routes.post(
    '/settings/routing/try',
    { may: 'routing.update', body: tryBody, answer: tryView },
    async ({ core, by, locale, body }) => {
      const [view] = await presentChoices(core, [await tryRouting(core, by, body)], locale)
      return view as RoutingTryView
    },
  )

  routes.get(
    '/inquiries/:id/routing',
    { may: 'inquiry.read', params: idParams, answer: decisionList },
    async ({ core, params, locale }) => ({
      items: await presentDecisions(core, await listRoutingDecisions(core, params.id), locale),
    }),
  )
}
