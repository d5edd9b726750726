import type { RequestHandler } from 'express'
import type { Core } from '../../core/context.js'
import { activityRoutes } from './activities/routes.js'
import { auditRoutes } from './audit/routes.js'
import { callerOf } from './caller.js'
import { cannedReplyRoutes } from './canned-replies/routes.js'
import { channelRoutes } from './channels/routes.js'
import { clientFieldRoutes } from './client-fields/routes.js'
import { clientPrivacyRoutes } from './clients/privacy-routes.js'
import { clientRoutes } from './clients/routes.js'
import { companyRoutes } from './companies/routes.js'
import { deskRoutes } from './conversations/desk-routes.js'
import { messageRoutes } from './conversations/message-routes.js'
import { conversationRoutes } from './conversations/routes.js'
import { counterRoutes } from './counters/routes.js'
import { dealRoutes } from './deals/routes.js'
import { deliveryRoutes } from './deliveries/routes.js'
import { departmentRoutes } from './departments/routes.js'
import { duplicateRoutes } from './duplicates/routes.js'
import { fileRoutes } from './files/routes.js'
import { inquiryRoutes } from './inquiries/routes.js'
import { labelRoutes } from './labels/routes.js'
import { addressOf, limit } from './limits.js'
import { mentionRoutes } from './mentions/routes.js'
import { parkedEventRoutes } from './parked-events/routes.js'
import { pipelineRoutes } from './pipelines/routes.js'
import { RouteTable } from './route-table.js'
import { routingRoutes } from './routing/routes.js'
import { scheduledRoutes } from './scheduled/routes.js'
import { searchRoutes } from './search/routes.js'
import { segmentRoutes } from './segments/routes.js'
import { openSessionRoutes, sessionRoutes } from './session/routes.js'
import { SignInLimits } from './session/sign-in-limits.js'
import { csrfChecked, signedIn } from './session/signed-in.js'
import { settingRoutes } from './settings/routes.js'
import { staffRoutes } from './staff/routes.js'
import { templateRoutes } from './templates/routes.js'

/** Sign-ins a minute from one address; guesses are limited much closer in `session/sign-in-limits.ts`. */
const strangersPerMinute = 300

/** The panel's API, mounted at `/api`: signing in for everybody, everything else behind the session. */
export function panelRoutes(
  core: Core,
  {
    sessions,
    requestsPerPerson,
    checkAnswers = false,
  }: { sessions: RequestHandler; requestsPerPerson: number; checkAnswers?: boolean },
): RouteTable[] {
  const limits = new SignInLimits(core)
  const open = new RouteTable({
    core,
    prefix: '/api',
    guards: [limit(strangersPerMinute, 60, (req) => addressOf(req)), sessions],
    checkAnswers,
  })
  openSessionRoutes(open, limits)

  const panel = new RouteTable({
    core,
    prefix: '/api',
    guards: [
      sessions,
      signedIn(core),
      limit(requestsPerPerson, 60, (_req, res) => callerOf(res).by.id),
      csrfChecked,
    ],
    checkAnswers,
  })
  sessionRoutes(panel, limits)
  counterRoutes(panel)
  conversationRoutes(panel)
  deskRoutes(panel)
  messageRoutes(panel)
  scheduledRoutes(panel)
  labelRoutes(panel)
  cannedReplyRoutes(panel)
  mentionRoutes(panel)
  searchRoutes(panel)
  fileRoutes(panel)
  duplicateRoutes(panel)
  segmentRoutes(panel)
  clientFieldRoutes(panel)
  clientRoutes(panel)
  clientPrivacyRoutes(panel)
  companyRoutes(panel)
  inquiryRoutes(panel)
  pipelineRoutes(panel)
  dealRoutes(panel)
  activityRoutes(panel)
  deliveryRoutes(panel)
  parkedEventRoutes(panel)
  channelRoutes(panel)
  staffRoutes(panel)
  departmentRoutes(panel)
  routingRoutes(panel)
  auditRoutes(panel)
  settingRoutes(panel)
  templateRoutes(panel)
  return [open, panel]
}
