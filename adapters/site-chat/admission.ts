import type { IncomingMessage } from 'node:http'
import type { Limits } from './limits.js'
import { chatAuth, type VisitorAuth } from './schemas.js'
import type { SiteAccount } from './site-account.js'
import type { SiteAccounts } from './site-accounts.js'
import type { ChatSocket } from './socket-server.js'
import { newVisitorId, type Visitor } from './visitor-token.js'

export interface AdmissionParts {
  readonly accounts: SiteAccounts
  readonly limits: Limits
  /** The visitor's address; behind a proxy the composition root knows how to read it. */
  readonly clientAddress: (req: IncomingMessage) => string
  readonly nameOf: (visitorId: string) => string
}

/** A widget of an account that is not there, or is stopped, asks again after this, ms. */
const unknownWaitMs = 5 * 60_000

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
    const account = await parts.accounts.working(`site:${auth.account}`)
    if (!account) return next(new Refusal('unknown-account', unknownWaitMs))

    const shown = await stillValid(account, auth)
    const user = auth.user && account.tokens.vouchedFor(auth.user) ? auth.user : undefined
    const visitor = user
      ? await account.users.visitorOf(user.id, shown)
      : shown && !shown.known
        ? shown
        : null
    if (!visitor) {
      const full = await parts.limits.take('identities', address)
      if (full > 0) return next(new Refusal('too-many-requests', full))
    }
    const admitted = visitor ?? { id: newVisitorId(), known: false }
    const isNew = shown?.id !== admitted.id || shown.known !== admitted.known
    socket.data = {
      accountId: account.accountId,
      visitor: admitted,
      ...(isNew ? { token: account.tokens.issue(admitted) } : {}),
      name: user?.name || parts.nameOf(admitted.id),
      lang: auth.lang,
      address,
    }
    next()
  }
}

/** The visitor of the token, unless that visitor has meanwhile become a signed-in user. */
async function stillValid({ tokens, users }: SiteAccount, auth: VisitorAuth): Promise<Visitor | null> {
  const shown = tokens.read(auth.token)
  if (!shown || shown.known) return shown
  return (await users.isUser(shown.id)) ? null : shown
}
