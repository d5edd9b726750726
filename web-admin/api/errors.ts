import type { ErrorRequestHandler, RequestHandler } from 'express'
import { mongo } from 'mongoose'
import type { Core } from '../../core/context.js'
import { type ErrorCode, OtklikError } from '../../core/errors.js'
import { explainError } from '../../core/i18n.js'
import { localeOf } from './caller.js'
import type { ErrorAnswer } from './fields.js'

/** Turns whatever a route threw into the answer of INTERFACE.md, in the caller's language. The cause stays in the log. */
export function answerErrors(core: Core): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    const err = asRefusal(thrown)
    if (err.status >= 500) {
      core.log.error(
        { err: thrown, route: res.locals.route as string | undefined, method: req.method },
        'http: a request failed',
      )
    }
    if (res.headersSent) return next(thrown)
    const { code, message, fields } = explainError(err, localeOf(req, res, core))
    const wait = err.params.retryAfter
    if (typeof wait === 'number') res.setHeader('Retry-After', String(wait))
    const answer: ErrorAnswer = { error: { code, message, ...(fields ? { fields } : {}) } }
    res.status(err.status).json(answer)
  }
}

/** The 404 of everything under a prefix. */
export const nothingHere: RequestHandler = () => {
  throw new OtklikError('not-found')
}

/** What was thrown as a refusal with a code; what is not ours is `internal`, or what the driver and the parsers mean by it. */
export function asRefusal(thrown: unknown): OtklikError {
  if (thrown instanceof OtklikError) return thrown
  const code = codeOf(thrown)
  const isBody = thrown instanceof Error && 'type' in thrown && thrown.type === 'entity.parse.failed'
  return new OtklikError(code, { cause: thrown, ...(isBody ? { fields: { body: 'not-json' } } : {}) })
}

/** Refusals of the body parser and the router carry a status; the driver's say what became of the database. */
function codeOf(thrown: unknown): ErrorCode {
  if (thrown instanceof mongo.MongoServerSelectionError || thrown instanceof mongo.MongoNetworkError) {
    return 'database-unavailable'
  }
  if (thrown instanceof mongo.MongoError && databaseIsAway(thrown)) return 'database-unavailable'
  const status = thrown instanceof Error && 'status' in thrown ? Number(thrown.status) : 0
  if (status === 413) return 'too-large'
  if (status >= 400 && status < 500) return 'bad-input'
  return 'internal'
}

function databaseIsAway(err: mongo.MongoError): boolean {
  return (
    err.name === 'MongoNotConnectedError' ||
    err.name === 'MongoPoolClearedError' ||
    err.name === 'MongoWaitQueueTimeoutError' ||
    err.hasErrorLabel('RetryableWriteError') ||
    err.hasErrorLabel('UnknownTransactionCommitResult')
  )
}
