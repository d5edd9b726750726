import { randomBytes } from 'node:crypto'
import type { Request } from 'express'
import { found } from '../../../core/errors.js'
import { getStaff } from '../../../core/staff/queries.js'
import { setPassword } from '../../../core/staff/set-password.js'
import { updateStaff } from '../../../core/staff/update-staff.js'
import { verifyCredentials } from '../../../core/staff/verify-credentials.js'
import { addressOf } from '../limits.js'
import type { RouteTable } from '../route-table.js'
import { presentSession } from './presenter.js'
import { changePasswordBody, changeSessionBody, sessionView, signInBody } from './schema.js'
import type { SignInLimits } from './sign-in-limits.js'

/** Signing in: the only route of the panel without a session. */
export function openSessionRoutes(routes: RouteTable, limits: SignInLimits): void {
  routes.post(
    '/session',
    { may: 'anyone', body: signInBody, answer: sessionView },
    async ({ core, body, req }) => {
      const address = addressOf(req)
      await limits.count(address, body.email)
      const person = await verifyCredentials(core, body)
      await limits.forgive(address, body.email)
      await beginSession(req, person)
      return presentSession(core, req, person)
    },
  )
}

export function sessionRoutes(routes: RouteTable, limits: SignInLimits): void {
  routes.get('/session', { may: 'signed-in', answer: sessionView }, async ({ core, by, req }) =>
    presentSession(core, req, await getStaff(core, by.id)),
  )

  routes.patch(
    '/session',
    { may: 'staff.update-own', body: changeSessionBody, answer: sessionView },
    async ({ core, by, body, req }) => {
      await updateStaff(core, by, { staffId: by.id, locale: body.locale })
      return presentSession(core, req, await getStaff(core, by.id))
    },
  )

  routes.put(
    '/session/password',
    { may: 'staff.update-own', body: changePasswordBody, answer: sessionView },
    async ({ core, by, body, req }) => {
      const { email = '' } = await getStaff(core, by.id)
      // A stolen session must not become a place to guess the password.
      await limits.count(addressOf(req), email)
      await setPassword(core, by, { staffId: by.id, password: body.next, currentPassword: body.current })
      await limits.forgive(addressOf(req), email)
      const person = found(await getStaff(core, by.id), 'staff')
      await beginSession(req, person)
      return presentSession(core, req, person)
    },
  )

  routes.delete('/session', { may: 'signed-in' }, async ({ req, res }) => {
    await new Promise<void>((resolve, reject) => {
      req.session.destroy((err: unknown) => (err ? reject(err) : resolve()))
    })
    res.clearCookie('otklik.sid', { path: '/' })
  })
}

/** A session under a new id, so that one planted before the sign-in is worth nothing. */
async function beginSession(req: Request, person: { _id: string; sessionEpoch: number }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((err: unknown) => (err ? reject(err) : resolve()))
  })
  req.session.staffId = person._id
  req.session.epoch = person.sessionEpoch
  req.session.csrfToken = randomBytes(32).toString('base64url')
  await new Promise<void>((resolve, reject) => {
    req.session.save((err: unknown) => (err ? reject(err) : resolve()))
  })
}
