import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { purposeKey, sameText, seal, unseal } from './signing.js'

/** A visitor of the site, as the token vouches. */
export interface Visitor {
  /** Random, ours: the chat id and the contact point of everything this person writes. */
  readonly id: string
  /** The site vouched for a signed-in user; such a token is worth nothing once the site names nobody. */
  readonly known: boolean
}

const tokenBody = z.object({
  v: z.string().regex(/^v_[\w-]{22}$/),
  a: z.string(),
  k: z.literal(1).optional(),
})

/**
 * Issues and reads the tokens by which a browser shows again that it is the same visitor. There is no other way in: a
 * token that we did not sign for this account reads as null.
 */
export class VisitorTokens {
  readonly #key: Buffer
  readonly #userKey: string

  constructor(
    secret: string,
    private readonly accountId: string,
  ) {
    this.#key = purposeKey(secret, `visitor token of ${accountId}`)
    this.#userKey = identityKey(secret, accountId)
  }

  issue(visitor: Visitor): string {
    return seal(this.#key, { v: visitor.id, a: this.accountId, ...(visitor.known ? { k: 1 } : {}) })
  }

  read(token: string | undefined): Visitor | null {
    if (!token) return null
    const body = tokenBody.safeParse(unseal(this.#key, token))
    if (!body.success || body.data.a !== this.accountId) return null
    return { id: body.data.v, known: body.data.k === 1 }
  }

  /** Did the site's own server sign this user id with the account's identity key. */
  vouchedFor(user: { id: string; signature: string }): boolean {
    return sameText(userSignature(this.#userKey, user.id), user.signature.toLowerCase())
  }
}

/** Which account a token says it is of; its signature is that account's to check. */
export function accountOfToken(token: string): string | undefined {
  try {
    const body: unknown = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8'))
    return z.object({ a: z.string() }).safeParse(body).data?.a
  } catch {
    return undefined
  }
}

export function newVisitorId(): string {
  return `v_${randomBytes(16).toString('base64url')}`
}

/** The key that the site's server signs its user ids with; it is shown in the settings of the channel. */
export function identityKey(secret: string, accountId: string): string {
  return purposeKey(secret, `site users of ${accountId}`).toString('hex')
}

/** What the site's server puts beside a user id: HMAC-SHA256 under the identity key, hex. */
export function userSignature(key: string, userId: string): string {
  return createHmac('sha256', key).update(userId).digest('hex')
}
