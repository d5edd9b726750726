import type { Core } from '../../../core/context.js'
import { callerOf } from '../caller.js'
import { channelRoutes } from '../channels/routes.js'
import { limit } from '../limits.js'
import { RouteTable } from '../route-table.js'
import { publicActivityRoutes } from './activities/routes.js'
import { keyed } from './authenticate.js'
import { publicClientRoutes } from './clients/routes.js'
import { publicCompanyRoutes } from './companies/routes.js'
import { publicContactRoutes } from './contacts/routes.js'
import { publicConversationRoutes } from './conversations/routes.js'
import { publicDealRoutes } from './deals/routes.js'
import { publicDepartmentRoutes } from './departments/routes.js'
import { Idempotency } from './idempotency.js'
import { publicInquiryRoutes } from './inquiries/routes.js'
import { publicPipelineRoutes } from './pipelines/routes.js'
import { publicStaffRoutes } from './staff/routes.js'

/** The keyed API, mounted at `/api/v1`. */
export function publicRoutes(
  core: Core,
  { requestsPerMinute, checkAnswers = false }: { requestsPerMinute: number; checkAnswers?: boolean },
): RouteTable {
  const routes = new RouteTable({
    core,
    prefix: '/api/v1',
    guards: [keyed(core), limit(requestsPerMinute, 60, (_req, res) => callerOf(res).by.id)],
    perform: new Idempotency(core).perform,
    checkAnswers,
  })
  publicInquiryRoutes(routes)
  publicConversationRoutes(routes)
  publicClientRoutes(routes)
  publicCompanyRoutes(routes)
  publicContactRoutes(routes)
  publicDealRoutes(routes)
  publicPipelineRoutes(routes)
  publicActivityRoutes(routes)
  publicStaffRoutes(routes)
  channelRoutes(routes)
  publicDepartmentRoutes(routes)
  return routes
}
