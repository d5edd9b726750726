import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { clientSearch } from '../clients/client-filter'
import { companySearch } from '../companies/company-filter'
import { boardSearch } from '../deals/board-filter'
import { deliverySearch } from '../deliveries/delivery-filter'
import { inboxSearch } from '../inbox/inbox-filter'
import { inquirySearch } from '../inquiries/inquiry-filter'
import { auditSearch } from '../settings/audit/audit-filter'
import { taskSearch } from '../tasks/task-filter'
import { PageError } from './page-error'
import { PageLoading } from './page-loading'
import { PageMissing } from './page-missing'
import { words } from './search'
import { SessionGate } from './session-gate'

const root = createRootRoute({
  component: SessionGate,
  errorComponent: PageError,
  notFoundComponent: PageMissing,
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox', replace: true })
  },
})

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import('../inbox/inbox-page'), 'InboxPage'),
})
const conversation = createRoute({
  getParentRoute: () => inbox,
  path: '$conversationId',
})
const inquiries = createRoute({
  getParentRoute: () => root,
  path: '/inquiries',
  validateSearch: inquirySearch,
  component: lazyRouteComponent(() => import('../inquiries/inquiries-page'), 'InquiriesPage'),
})
const deals = createRoute({
  getParentRoute: () => root,
  path: '/deals',
  validateSearch: boardSearch,
  component: lazyRouteComponent(() => import('../deals/deals-page'), 'DealsPage'),
})
const clients = createRoute({
  getParentRoute: () => root,
  path: '/clients',
  validateSearch: clientSearch,
  component: lazyRouteComponent(() => import('../clients/clients-page'), 'ClientsPage'),
})
const duplicates = createRoute({
  getParentRoute: () => root,
  path: '/clients/duplicates',
  component: lazyRouteComponent(() => import('../clients/duplicates-page'), 'DuplicatesPage'),
})
const client = createRoute({
  getParentRoute: () => root,
  path: '/clients/$clientId',
  component: lazyRouteComponent(() => import('../clients/client-page'), 'ClientPage'),
})
const companies = createRoute({
  getParentRoute: () => root,
  path: '/companies',
  validateSearch: companySearch,
  component: lazyRouteComponent(() => import('../companies/companies-page'), 'CompaniesPage'),
})
const company = createRoute({
  getParentRoute: () => root,
  path: '/companies/$companyId',
  component: lazyRouteComponent(() => import('../companies/company-page'), 'CompanyPage'),
})
const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: taskSearch,
  component: lazyRouteComponent(() => import('../tasks/tasks-page'), 'TasksPage'),
})
const deliveries = createRoute({
  getParentRoute: () => root,
  path: '/deliveries',
  validateSearch: deliverySearch,
  component: lazyRouteComponent(() => import('../deliveries/deliveries-page'), 'DeliveriesPage'),
})
const channels = createRoute({
  getParentRoute: () => root,
  path: '/channels',
  component: lazyRouteComponent(() => import('../channels/channels-page'), 'ChannelsPage'),
})
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings-page'), 'SettingsPage'),
})

const pipelines = createRoute({
  getParentRoute: () => root,
  path: '/settings/pipelines',
  validateSearch: (raw: Record<string, unknown>): { pipeline?: string } => ({
    pipeline: words(raw, 'pipeline', 80),
  }),
  component: lazyRouteComponent(() => import('../settings/pipelines/pipelines-page'), 'PipelinesPage'),
})

const team = createRoute({
  getParentRoute: () => root,
  path: '/settings/team',
  component: lazyRouteComponent(() => import('../settings/team/team-page'), 'TeamPage'),
})
const profile = createRoute({
  getParentRoute: () => root,
  path: '/settings/profile',
  component: lazyRouteComponent(() => import('../settings/profile/profile-page'), 'ProfilePage'),
})
const routing = createRoute({
  getParentRoute: () => root,
  path: '/settings/routing',
  component: lazyRouteComponent(() => import('../settings/routing/routing-page'), 'RoutingPage'),
})
const audit = createRoute({
  getParentRoute: () => root,
  path: '/settings/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../settings/audit/audit-page'), 'AuditPage'),
})

const routeTree = root.addChildren([
  home,
  inbox.addChildren([conversation]),
  inquiries,
  deals,
  clients,
  duplicates,
  client,
  companies,
  company,
  tasks,
  deliveries,
  channels,
  settings,
  team,
  profile,
  routing,
  audit,
  pipelines,
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: PageError,
  defaultPendingMs: 200,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
