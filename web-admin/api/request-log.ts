import type { RequestHandler } from 'express'
import type { Core } from '../../core/context.js'
import type { Caller } from './caller.js'

/** One line a request: the pattern of its route, never the address, which may carry what people search for. */
export function requestLog(core: Core): RequestHandler {
  return (req, res, next) => {
    const began = performance.now()
    res.once('finish', () => {
      const caller = res.locals.caller as Caller | undefined
      const line = {
        method: req.method,
        route: res.locals.route as string | undefined,
        status: res.statusCode,
        ms: Math.round(performance.now() - began),
        by: caller?.by.id,
      }
      core.log[res.statusCode >= 400 ? 'info' : 'debug'](line, 'http')
    })
    next()
  }
}
