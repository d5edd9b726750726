import MongoStore from 'connect-mongo'
import type { RequestHandler } from 'express'
import session from 'express-session'
import type { Core } from '../../../core/context.js'

declare module 'express-session' {
  interface SessionData {
    staffId: string
    /** `Staff.sessionEpoch` at sign-in: a higher one there ends this session. */
    epoch: number
    csrfToken: string
  }
}

/** A session ends after this much silence, ms. */
const idleMs = 14 * 24 * 3600 * 1_000

/**
 * Server-side sessions in MongoDB behind a cookie that scripts cannot read and other sites cannot send along.
 * The cookie is `Secure` when the public address is https; the proxy that ends TLS must send `X-Forwarded-Proto`.
 *
 * @param secret signs the cookie; the same in every process
 */
export function createSessions(core: Core, { secret }: { secret: string }): RequestHandler {
  const store = MongoStore.create({
    client: core.connection.getClient() as never,
    dbName: core.connection.name,
    collectionName: core.models.Session.collection.name,
    ttl: idleMs / 1_000,
    touchAfter: 3_600,
    stringify: false,
    // The collection and its index are made by `migrate`.
    autoRemove: 'disabled',
  })
  const secure = core.company.publicUrl.startsWith('https:')
  return session({
    name: 'otklik.sid',
    secret,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    proxy: secure ? true : undefined,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: idleMs },
  })
}
