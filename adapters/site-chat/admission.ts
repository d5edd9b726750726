import type { IncomingMessage } from 'node:http'
import type { Limits } from './limits.js'
import { chatAuth, type VisitorAuth } from './schemas.js'
import type { SiteUsers } from './site-users.js'
import type { ChatSocket } from './socket-server.js'
import { newVisitorId, type Visitor, type VisitorTokens } from './visitor-token.js'

export interface AdmissionParts {
  readonly accountId: string
  readonly tokens: VisitorTokens
  readonly users: SiteUsers
  readonly limits: Limits
  /** The visitor's address; behind a proxy the composition root knows how to read it. */
  readonly clientAddress: (req: IncomingMessage) => string
  readonly nameOf: (visitorId: string) => string
}

/** What the widget is told instead of a connection; it waits and comes back. */
export class Refusal extends Error {
  readonly data: { retryAfterMs: number }

  constructor(code: 'too-many-requests' | 'unknown-account', retryAfterMs: number) {
    super(code)
    this.data = { retryAfterMs }
  }
}

/**
 * Decides who a new socket is, before it hears or says anything. Whoever shows no valid token of this account is
 * somebody new, with a history that is empty.
 */
export function createAdmission(parts: AdmissionParts) {
  return async (socket: ChatSocket, next: (err?: Error) => void): Promise<void> => {
    const address = parts.clientAddress(socket.request)
    const wait = await parts.limits.take('connections', address)
    if (wait > 0) return next(new Refusal('too-many-requests', wait))
    const auth = chatAuth.parse(
      typeof socket.handshake.auth === 'object' ? (socket.handshake.auth ?? {}) : {},
    )
    if (`site:${auth.account}` !== parts.accountId) return next(new Refusal('unknown-account', 3_600_000))

    const shown = await stillValid(parts, auth)
    const user = auth.user && parts.tokens.vouchedFor(auth.user) ? auth.user : undefined
    const visitor = user ? await parts.users.visitorOf(user.id, shown) : shown && !shown.known ? shown : null
    if (!visitor) {
      const full = await parts.limits.take('identities', address)
      if (full > 0) return next(new Refusal('too-many-requests', full))
    }
    const admitted = visitor ?? { id: newVisitorId(), known: false }
    const isNew = shown?.id !== admitted.id || shown.known !== admitted.known
    socket.data = {
      visitor: admitted,
      ...(isNew ? { token: parts.tokens.issue(admitted) } : {}),
      name: user?.name || parts.nameOf(admitted.id),
      lang: auth.lang,
      address,
    }
    next()
  }
}

/** The visitor of the token, unless that visitor has meanwhile become a signed-in user. */
async function stillValid(parts: AdmissionParts, auth: VisitorAuth): Promise<Visitor | null> {
  const shown = parts.tokens.read(auth.token)
  if (!shown || shown.known) return shown
  return (await parts.users.isUser(shown.id)) ? null : shown
}
