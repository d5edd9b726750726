import type { Request, RequestHandler, Response } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { OtklikError } from '../../core/errors.js'

/**
 * A limit kept in this process: cheap, for the flood that one caller makes. What must hold over processes and restarts
 * (sign-in) is `session/sign-in-limits.ts`.
 *
 * @param points requests allowed in `seconds`
 * @param keyOf who is counted
 */
export function limit(
  points: number,
  seconds: number,
  keyOf: (req: Request, res: Response) => string,
): RequestHandler {
  const limiter = new RateLimiterMemory({ points, duration: seconds })
  return (req, res, next) => {
    limiter.consume(keyOf(req, res)).then(
      () => next(),
      (refusal: unknown) => next(refusal instanceof RateLimiterRes ? tooMany(refusal) : refusal),
    )
  }
}

/** The refusal with the seconds after which it makes sense to come again. */
export function tooMany(refusal: { msBeforeNext: number }): OtklikError {
  const retryAfter = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000))
  return new OtklikError('too-many-requests', { params: { retryAfter } })
}

/** The address of the caller, as far as it can be trusted: `X-Forwarded-For` counts only behind a trusted proxy. */
export function addressOf(req: Request): string {
  return req.ip ?? req.socket.remoteAddress ?? 'unknown'
}
