import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express'
import type { Actor, Core } from '../../../core/context.js'
import { explainError } from '../../../core/i18n.js'
import { receiveForm } from '../../../core/inquiries/receive-form.js'
import { localeOf } from '../caller.js'
import { asRefusal } from '../errors.js'
import { addressOf, limit } from '../limits.js'
import { hash, Idempotency, sorted } from '../public/idempotency.js'
import type { RouteCard } from '../recipe.js'
import { validate } from '../validate.js'
import { formPage } from './form-page.js'
import { readForm } from './read-form.js'
import { formBody, formParams, redirectField, trapField } from './schema.js'

/** Forms one address may send in a minute, and all addresses together. */
const perAddress = 10
const perMinute = 600
const bodySize = '64kb'
/** The same form with the same words again within this time is one inquiry, ms: people press twice and reload. */
const sameMs = 10 * 60_000

export const formCards: readonly RouteCard[] = [
  { method: 'post', path: '/forms/:form', recipe: { may: 'anyone', params: formParams, body: formBody } },
]

/**
 * Plain forms of any site: `<form method="post" action="…/forms/callback">`. Answers JSON to scripts; a browser is sent
 * back to the site (`_redirect`) or sees a page of thanks. A filled-in `_gotcha` gets the same thanks and goes nowhere.
 */
export function formRoutes(core: Core): Router {
  const router = Router()
  const once = new Idempotency(core)
  router.options('/forms/:form', anySite, (_req, res) => {
    res.setHeader('Access-Control-Allow-Methods', 'POST')
    res.setHeader('Access-Control-Allow-Headers', 'Content-Type')
    res.setHeader('Access-Control-Max-Age', '86400')
    res.status(204).end()
  })
  router.post(
    '/forms/:form',
    anySite,
    limit(perMinute, 60, () => 'all'),
    limit(perAddress, 60, (req) => addressOf(req)),
    express.json({ limit: bodySize }),
    express.urlencoded({ limit: bodySize, extended: false }),
    async (req: Request, res: Response) => {
      const { form } = validate(formParams, req.params)
      const fields = validate(formBody, req.body ?? {})
      if (!fields[trapField]) {
        const by: Actor = { kind: 'bot', id: `form:${form}`, name: form }
        const input = readForm(form, fields, req.get('referer'))
        const said = JSON.stringify(sorted(fields))
        const period = String(Math.floor(core.clock.now().getTime() / sameMs))
        await once.once(hash('form', form, said, period), hash(said), async (tx) => {
          const inquiry = await receiveForm(core, by, input, tx)
          return { status: 201, body: { id: inquiry._id } }
        })
      }
      answerSent(core, req, res, fields[redirectField])
    },
  )
  router.use('/forms', refuse(core))
  return router
}

const anySite: RequestHandler = (_req, res, next) => {
  res.locals.route = '/forms/:form'
  res.setHeader('Access-Control-Allow-Origin', '*')
  next()
}

function answerSent(core: Core, req: Request, res: Response, redirect: string | undefined): void {
  if (wantsJson(req)) {
    res.status(201).json({ ok: true })
    return
  }
  const back = ownPage(req, redirect)
  if (back) res.redirect(303, back)
  else
    res
      .status(201)
      .type('html')
      .send(formPage(localeOf(req, res, core), { sent: true }))
}

/** Scripts get the error as JSON from the app's own handler, browsers a page with the way back. */
function refuse(core: Core): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    if (wantsJson(req) || res.headersSent) return next(thrown)
    const err = asRefusal(thrown)
    if (err.status >= 500) return next(thrown)
    const locale = localeOf(req, res, core)
    const { message } = explainError(err, locale)
    res
      .status(err.status)
      .type('html')
      .send(formPage(locale, { sent: false, message, back: ownPage(req, req.get('referer')) }))
  }
}

function wantsJson(req: Request): boolean {
  return Boolean(req.is('json')) || req.accepts('html', 'json') === 'json'
}

/** An address of the site the form stands on; anything else would let strangers use us to send people anywhere. */
function ownPage(req: Request, address: string | undefined): string | undefined {
  const from = req.get('origin') ?? req.get('referer')
  if (!address || !from || !URL.canParse(from) || !URL.canParse(address, from)) return undefined
  const page = new URL(address, from)
  const own =
    page.origin === new URL(from).origin && (page.protocol === 'https:' || page.protocol === 'http:')
  return own ? page.href : undefined
}
