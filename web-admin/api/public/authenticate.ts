import type { RequestHandler } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Core } from '../../../core/context.js'
import { OtklikError } from '../../../core/errors.js'
import { verifyApiKey } from '../../../core/staff/api-keys.js'
import { localeOf, setCaller } from '../caller.js'
import { addressOf, tooMany } from '../limits.js'

/** Wrong keys from one address a minute, before it is told to come later. */
const defaultWrongPerMinute = 60

/** Lets in whoever shows a live key: `Authorization: Bearer otk_…`. */
export function keyed(core: Core, wrongPerMinute = defaultWrongPerMinute): RequestHandler {
  const wrong = new RateLimiterMemory({ points: wrongPerMinute, duration: 60 })
  return async (req, res, next) => {
    const address = addressOf(req)
    const guesses = await wrong.get(address)
    if (guesses && guesses.consumedPoints > wrongPerMinute) throw tooMany(guesses)
    try {
      const by = await verifyApiKey(core, bearerOf(req.get('authorization')))
      setCaller(res, { by, locale: localeOf(req, res, core) })
    } catch (err) {
      if (err instanceof OtklikError && err.code === 'bad-api-key') await count(wrong, address)
      throw err
    }
    next()
  }
}

async function count(limiter: RateLimiterMemory, address: string): Promise<void> {
  await limiter.consume(address).catch((refusal: unknown) => {
    throw refusal instanceof RateLimiterRes ? tooMany(refusal) : refusal
  })
}

function bearerOf(header: string | undefined): string {
  const [scheme, key, ...rest] = (header ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || key === undefined || rest.length > 0)
    throw new OtklikError('bad-api-key')
  return key
}
