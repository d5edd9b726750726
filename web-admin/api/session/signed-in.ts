import { timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { Core } from '../../../core/context.js'
import { OtklikError } from '../../../core/errors.js'
import { actorOf, findSignedIn, type StaffRow } from '../../../core/staff/queries.js'
import { setCaller } from '../caller.js'

/** Lets in whom the session names, as they are now: gone from the team or signed out everywhere means gone at once. */
export function signedIn(core: Core): RequestHandler {
  return async (req, res, next) => {
    const person = await personOf(core, req.session)
    if (!person) throw new OtklikError('not-signed-in')
    setCaller(res, { by: actorOf(person), locale: person.locale })
    res.locals.person = person
    next()
  }
}

/** The active person of a session, or null. */
export async function personOf(
  core: Core,
  session: { staffId?: string; epoch?: number },
): Promise<StaffRow | null> {
  if (session.staffId === undefined || session.epoch === undefined) return null
  return findSignedIn(core, session.staffId, session.epoch)
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Every change carries the session's token in a header, which no other site can read or set. */
export const csrfChecked: RequestHandler = (req, _res, next) => {
  if (!safeMethods.has(req.method) && !sameToken(req)) throw new OtklikError('csrf-failed')
  next()
}

function sameToken(req: Request): boolean {
  const expected = Buffer.from(req.session.csrfToken ?? '')
  const given = Buffer.from(req.get('x-csrf-token') ?? '')
  return expected.length > 0 && expected.length === given.length && timingSafeEqual(expected, given)
}
