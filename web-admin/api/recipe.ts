import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Actor, Core, Locale } from '../../core/context.js'
import type { Action } from '../../core/policies/authorise.js'
import type { Transaction } from '../../core/transaction.js'

type Out<S> = S extends z.ZodType ? z.output<S> : undefined

/** What a route takes, answers and asks of the caller, as data: the router runs it, the API page and the tests read it. */
export interface Recipe<
  P extends z.ZodType | undefined = z.ZodType | undefined,
  Q extends z.ZodType | undefined = z.ZodType | undefined,
  B extends z.ZodType | undefined = z.ZodType | undefined,
  A extends z.ZodType | undefined = z.ZodType | undefined,
> {
  /** What a caller must be allowed to do; the command looks at the entity itself once more. */
  may: Action | 'signed-in' | 'anyone'
  /** One line for the API page. */
  summary?: string
  params?: P
  query?: Q
  body?: B
  /** The body is multipart with files, which the handler reads by itself. */
  upload?: true
  /** The handler answers with the bytes of a file. */
  bytes?: true
  /** Absent: 204, or the handler answers by itself. */
  answer?: A
  status?: 200 | 201
}

/** One request that passed its recipe. */
export interface Call<P = undefined, Q = undefined, B = undefined> {
  core: Core
  by: Actor
  locale: Locale
  params: P
  query: Q
  body: B
  /** Where the effect and the record of its idempotency key commit together; commands join it. */
  tx: Transaction | undefined
  req: Request
  res: Response
}

export type Handle<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  A extends z.ZodType | undefined,
> = (call: Call<Out<P>, Out<Q>, Out<B>>) => Promise<A extends z.ZodType ? z.output<A> : void>

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** A line of the route matrix. */
export interface RouteCard {
  method: Method
  /** As Express writes it, with its prefix: `/api/deals/:id`. */
  path: string
  recipe: Recipe
}
