import type { Core } from '../../../core/context.js'
import { callerOf } from '../caller.js'
import { cannedReplyRoutes } from '../canned-replies/routes.js'
import { channelRoutes } from '../channels/routes.js'
import { clientFieldRoutes } from '../client-fields/routes.js'
import { deliveryRoutes } from '../deliveries/routes.js'
import { duplicateRoutes } from '../duplicates/routes.js'
import { storedFileRoutes } from '../files/routes.js'
import { labelRoutes } from '../labels/routes.js'
import { limit } from '../limits.js'
import { parkedEventRoutes } from '../parked-events/routes.js'
import { RouteTable } from '../route-table.js'
import { scheduledRoutes } from '../scheduled/routes.js'
import { searchRoutes } from '../search/routes.js'
import { segmentRoutes } from '../segments/routes.js'
import { quietRoutes } from '../settings/routes.js'
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
import { publicTemplateRoutes } from './templates/routes.js'

/** The keyed API, mounted at `/api/v1`. */
export function publicRoutes(
  core: Core,
  {
    requestsPerMinute,
    wrongKeys,
    checkAnswers = false,
  }: { requestsPerMinute: number; wrongKeys?: number | undefined; checkAnswers?: boolean },
): RouteTable {
  const routes = new RouteTable({
    core,
    prefix: '/api/v1',
    guards: [keyed(core, wrongKeys), limit(requestsPerMinute, 60, (_req, res) => callerOf(res).by.id)],
    perform: new Idempotency(core).perform,
    checkAnswers,
  })
  publicInquiryRoutes(routes)
  publicConversationRoutes(routes)
  storedFileRoutes(routes)
  scheduledRoutes(routes)
  labelRoutes(routes)
  cannedReplyRoutes(routes)
  searchRoutes(routes)
  deliveryRoutes(routes)
  parkedEventRoutes(routes)
  duplicateRoutes(routes)
  segmentRoutes(routes)
  clientFieldRoutes(routes)
  quietRoutes(routes)
  publicClientRoutes(routes)
  publicCompanyRoutes(routes)
  publicContactRoutes(routes)
  publicDealRoutes(routes)
  publicPipelineRoutes(routes)
  publicActivityRoutes(routes)
  publicStaffRoutes(routes)
  publicTemplateRoutes(routes)
  channelRoutes(routes)
  publicDepartmentRoutes(routes)
  return routes
}
