import { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import type { Core } from '../../core/context.js'
import { OtklikError } from '../../core/errors.js'
import { mayEver } from '../../core/policies/authorise.js'
import type { Transaction } from '../../core/transaction.js'
import { type Caller, callerOf, localeOf } from './caller.js'
import { nothing } from './fields.js'
import type { Call, Handle, Method, Recipe, RouteCard } from './recipe.js'
import { validate } from './validate.js'

/** What a route answers, before it is written out. */
export interface Answer {
  status: number
  body: unknown
}

/** How the effect of a changing request is run: plainly, or once per idempotency key. */
export type Perform = (
  req: Request,
  res: Response,
  effect: (tx: Transaction | undefined) => Promise<Answer>,
) => Promise<Answer>

export interface RouteTableOptions {
  core: Core
  /** Where the router is mounted, for the cards: `/api`. */
  prefix: string
  /** Limit and authenticate; in this order before every route, and before nothing else that shares the prefix. */
  guards: readonly RequestHandler[]
  perform?: Perform
  /** Holds every answer against its schema; on in tests, where a presenter that drifts must fail. */
  checkAnswers?: boolean
}

type Schema = z.ZodType | undefined

/**
 * The routes of one API. Each runs as its recipe says: guards (limit, authenticate), validate, authorise, command,
 * present. What is not in the schema of a request is refused; a route without a recipe cannot exist.
 */
export class RouteTable {
  readonly router = Router()
  readonly cards: RouteCard[] = []

  constructor(private readonly options: RouteTableOptions) {}

  get<P extends Schema, Q extends Schema, A extends Schema>(
    path: string,
    recipe: Recipe<P, Q, undefined, A>,
    handle: Handle<P, Q, undefined, A>,
  ): void {
    this.#add('get', path, recipe, handle)
  }

  post<P extends Schema, Q extends Schema, B extends Schema, A extends Schema>(
    path: string,
    recipe: Recipe<P, Q, B, A>,
    handle: Handle<P, Q, B, A>,
  ): void {
    this.#add('post', path, recipe, handle)
  }

  put<P extends Schema, Q extends Schema, B extends Schema, A extends Schema>(
    path: string,
    recipe: Recipe<P, Q, B, A>,
    handle: Handle<P, Q, B, A>,
  ): void {
    this.#add('put', path, recipe, handle)
  }

  patch<P extends Schema, Q extends Schema, B extends Schema, A extends Schema>(
    path: string,
    recipe: Recipe<P, Q, B, A>,
    handle: Handle<P, Q, B, A>,
  ): void {
    this.#add('patch', path, recipe, handle)
  }

  delete<P extends Schema, Q extends Schema, A extends Schema>(
    path: string,
    recipe: Recipe<P, Q, undefined, A>,
    handle: Handle<P, Q, undefined, A>,
  ): void {
    this.#add('delete', path, recipe, handle)
  }

  #add<P extends Schema, Q extends Schema, B extends Schema, A extends Schema>(
    method: Method,
    path: string,
    recipe: Recipe<P, Q, B, A>,
    handle: Handle<P, Q, B, A>,
  ): void {
    this.cards.push({ method, path: this.options.prefix + path, recipe: recipe as Recipe })
    const run = handle as (call: Call<unknown, unknown, unknown>) => Promise<unknown>
    const named: RequestHandler = (_req, res, next) => {
      res.locals.route = this.options.prefix + path
      next()
    }
    this.router[method](path, named, ...this.options.guards, async (req, res) => {
      const { by, locale } = recipe.may === 'anyone' ? anybody(req, res, this.options.core) : callerOf(res)
      if (recipe.may !== 'anyone' && recipe.may !== 'signed-in' && !mayEver(by, recipe.may)) {
        throw new OtklikError('not-allowed', { params: { action: recipe.may } })
      }
      const params = validate(recipe.params ?? nothing, req.params)
      const query = validate(recipe.query ?? nothing, req.query)
      // Files belong to the handler; everything else is checked here, an absent body as an empty one.
      const body = recipe.upload ? undefined : validate(recipe.body ?? nothing, givenBody(req))
      const effect = async (tx: Transaction | undefined): Promise<Answer> => {
        const value = await run({ core: this.options.core, by, locale, params, query, body, tx, req, res })
        return {
          status: recipe.status ?? (recipe.answer ? 200 : 204),
          body: this.#checked(recipe as Recipe, value),
        }
      }
      const perform = method === 'get' ? undefined : this.options.perform
      const answer = perform ? await perform(req, res, effect) : await effect(undefined)
      if (!res.headersSent) send(res, answer)
    })
  }

  #checked(recipe: Recipe, value: unknown): unknown {
    if (!this.options.checkAnswers || !recipe.answer) return value
    const result = recipe.answer.safeParse(value)
    if (!result.success)
      throw new Error(`an answer does not fit its schema: ${z.prettifyError(result.error)}`)
    return result.data
  }
}

/**
 * The body as the JSON parser left it. Throws `bad-input` for one it did not read because it is said to be something else:
 * taken for an empty one, what was sent would be lost in silence.
 */
function givenBody(req: Request): unknown {
  if (req.body !== undefined) return req.body
  const { 'content-length': length = '0', 'transfer-encoding': chunked } = req.headers
  if (length !== '0' || chunked !== undefined)
    throw new OtklikError('bad-input', { fields: { body: 'json-expected' } })
  return {}
}

/** Who has not signed in yet: an actor whom every policy refuses. */
function anybody(req: Request, res: Response, core: Core): Caller {
  return { by: { kind: 'client', id: '', name: '' }, locale: localeOf(req, res, core) }
}

function send(res: Response, { status, body }: Answer): void {
  if (status === 204) res.status(204).end()
  else res.status(status).json(body)
}
