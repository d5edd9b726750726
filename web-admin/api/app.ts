import type { Server } from 'node:http'
import express, { type Express } from 'express'
import type { Core } from '../../core/context.js'
import type { Subscriber } from '../../core/events.js'
import { answerErrors, nothingHere } from './errors.js'
import { formCards, formRoutes } from './forms/routes.js'
import { healthRoutes } from './health.js'
import { Metrics } from './metrics.js'
import { pageHeaders } from './page-headers.js'
import { panelPages } from './panel-pages.js'
import { panelRoutes } from './panel-routes.js'
import { panelSubscriber } from './panel-subscriber.js'
import { apiDocs } from './public/docs.js'
import { publicRoutes } from './public/routes.js'
import type { RouteCard } from './recipe.js'
import { requestLog } from './request-log.js'
import { createSessions } from './session/sessions.js'
import { PanelSockets } from './sockets.js'
import { faceCards, faceRoutes } from './staff/face-route.js'

export interface ApiOptions {
  /** Signs session cookies; the same in every process. */
  secret: string
  /** Where the panel's socket listens; absent in a process without the web role. */
  server?: Server | undefined
  /** The built panel: `dist/panel`. */
  panelDir: string
  /** How many proxies stand before us: with 0 nobody believes `X-Forwarded-For`. */
  trustProxy?: number
  /** Roles of this process, for `/readyz`. */
  roles?: readonly string[]
  /** Requests a minute that one key of the public API may make. */
  requestsPerKey?: number
  /** And that one person may make in the panel. */
  requestsPerPerson?: number
  /** Wrong keys that may come from one address in a minute; 60 unless told. */
  wrongKeys?: number | undefined
  /** Memory and CPU of the process among the metrics; once per process. */
  processMetrics?: boolean
  /** Holds answers against their schemas: for tests. */
  checkAnswers?: boolean
}

export interface Api {
  /** Mount it last: it answers everything that nobody else took. */
  router: Express
  panelSubscriber: Subscriber
  metricsSubscriber: Subscriber
  sockets: PanelSockets
  /** Every route there is, with what it asks for. */
  routes: readonly RouteCard[]
  /** Cuts the panel's sockets of this process; the HTTP server stays the caller's. */
  close(): Promise<void>
}

/** Sizes of JSON bodies. */
const panelBody = '100kb'
/** A message of 64,000 letters takes twice as many bytes, and more where they are escaped. */
const publicBody = '512kb'
const defaultRequestsPerKey = 6_000
/** A busy panel makes some 60. */
const defaultRequestsPerPerson = 1_200

/** The web side: panel API, public API, site forms, health, metrics and the panel's pages. */
export function createApi(core: Core, options: ApiOptions): Api {
  const { checkAnswers = false } = options
  const sessions = createSessions(core, { secret: options.secret })
  const sockets = new PanelSockets(core, sessions)
  if (options.server) sockets.attach(options.server)
  const metrics = new Metrics(core, { process: options.processMetrics ?? false })
  const requestsPerPerson = options.requestsPerPerson ?? defaultRequestsPerPerson
  const panel = panelRoutes(core, { sessions, requestsPerPerson, checkAnswers })
  const requestsPerMinute = options.requestsPerKey ?? defaultRequestsPerKey
  const keyed = publicRoutes(core, { requestsPerMinute, wrongKeys: options.wrongKeys, checkAnswers })

  const app = express()
  app.disable('x-powered-by')
  // Names and values are plain strings: `a[$ne]=1` is a parameter called `a[$ne]`, which no schema knows.
  app.set('query parser', 'simple')
  app.set('trust proxy', options.trustProxy ?? 0)
  app.use(sockets.middleware)
  app.use(metrics.timeRequests, requestLog(core))
  app.use(pageHeaders({ https: core.company.publicUrl.startsWith('https:') }))
  app.use(healthRoutes(core, options.roles ?? ['web']))
  app.get('/metrics', metrics.answer)
  app.use(formRoutes(core))
  app.use(faceRoutes(core))
  app.use('/api/v1', apiDocs(core, keyed.cards))
  app.use('/api/v1', express.json({ limit: publicBody, strict: true }), keyed.router, nothingHere)
  app.use('/api', express.json({ limit: panelBody, strict: true }), ...panel.map((table) => table.router))
  app.use('/api', nothingHere)
  app.use(...panelPages(options.panelDir))
  app.use(nothingHere)
  app.use(answerErrors(core))

  return {
    router: app,
    panelSubscriber: panelSubscriber(sockets),
    metricsSubscriber: metrics.subscriber,
    sockets,
    routes: [...[...panel, keyed].flatMap((table) => table.cards), ...formCards, ...faceCards],
    close: () => sockets.close(),
  }
}
