import { type RequestHandler, Router } from 'express'
import { createFileRoutes, type FileRouteParts } from './file-routes.js'
import { giveLook } from './look.js'
import { serveWidget } from './serve-widget.js'

export interface RouterParts extends FileRouteParts {
  readonly widgetFile: string
  readonly socket: RequestHandler
}

/** Everything the site chat answers over HTTP. It is asked from other people's sites, so all of it is CORS-open. */
export function createRouter(parts: RouterParts): Router {
  const router = Router()
  router.use(parts.socket)
  router.get('/widget.js', serveWidget(parts.widgetFile))
  router.get('/chat/look/:key', giveLook(parts.accounts))
  router.use('/chat/files', createFileRoutes(parts))
  return router
}
