import { timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { Core } from '../../../core/context.js'
import { OtklikError } from '../../../core/errors.js'
import type { Staff } from '../../../core/staff/staff.model.js'
import { setCaller } from '../caller.js'

/** Lets in whom the session names, as they are now: gone from the team or signed out everywhere means gone at once. */
export function signedIn(core: Core): RequestHandler {
  return async (req, res, next) => {
    const person = await personOf(core, req.session)
    if (!person) throw new OtklikError('not-signed-in')
    setCaller(res, {
      by: { kind: 'staff', id: person._id, name: person.name, role: person.role },
      locale: person.locale,
    })
    next()
  }
}

export type SignedInPerson = Pick<Staff, '_id' | 'name' | 'role' | 'locale' | 'email'>

/** The active person of a session, or null. */
export async function personOf(
  core: Core,
  session: { staffId?: string; epoch?: number },
): Promise<SignedInPerson | null> {
  if (session.staffId === undefined) return null
  return core.models.Staff.findOne(
    { _id: session.staffId, active: true, sessionEpoch: session.epoch },
    { name: 1, role: 1, locale: 1, email: 1 },
  ).lean<SignedInPerson | null>()
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
