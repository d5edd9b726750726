import { Router } from 'express'
import type { Core } from '../../../core/context.js'
import type { RouteCard } from '../recipe.js'
import { docsPage } from './docs-page.js'
import { describeApi, type OpenApi } from './openapi.js'

/** The description of the public API for programs and for people. Both are made once, when somebody first asks. */
export function apiDocs(core: Core, cards: readonly RouteCard[]): Router {
  const router = Router()
  let made: { api: OpenApi; page: string } | undefined
  const docs = () => {
    if (!made) {
      const api = describeApi(core, cards)
      made = { api, page: docsPage(api) }
    }
    return made
  }
  router.get('/openapi.json', (_req, res) => {
    res.locals.route = '/api/v1/openapi.json'
    res.json(docs().api)
  })
  router.get('/docs', (_req, res) => {
    res.locals.route = '/api/v1/docs'
    res.type('html').send(docs().page)
  })
  return router
}
