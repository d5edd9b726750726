import { createHash } from 'node:crypto'
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import type { Core } from '../../../core/context.js'
import { tooMany } from '../limits.js'

/** Guesses at one account from one address, and at any accounts from one address; [guesses, seconds]. */
const atAccount = [10, 15 * 60] as const
const fromAddress = [100, 60 * 60] as const

/**
 * Counts guesses in MongoDB, so that processes share the count and a restart does not forget it. A guess is counted
 * before the password is looked at: a thousand at once are a thousand. Nobody can lock an owner out from elsewhere,
 * because the strict limit is on the pair of account and address.
 */
export class SignInLimits {
  readonly #pair: RateLimiterMongo
  readonly #address: RateLimiterMongo

  constructor(core: Core) {
    const store = {
      storeClient: core.connection.getClient(),
      dbName: core.connection.name,
      tableName: core.models.RateLimit.collection.name,
      disableIndexesCreation: true,
    }
    const limiter = (keyPrefix: string, [points, duration]: readonly [number, number]) =>
      new RateLimiterMongo({
        ...store,
        keyPrefix,
        points,
        duration,
        // The refused do not cost the database anything.
        inMemoryBlockOnConsumed: points + 1,
        inMemoryBlockDuration: duration,
      })
    this.#pair = limiter('sign-in-pair', atAccount)
    this.#address = limiter('sign-in-address', fromAddress)
  }

  /** Counts a guess; throws `too-many-requests`. */
  async count(address: string, email: string): Promise<void> {
    try {
      await this.#pair.consume(pairKey(address, email))
      await this.#address.consume(address)
    } catch (refusal) {
      throw refusal instanceof RateLimiterRes ? tooMany(refusal) : refusal
    }
  }

  /** The right password: what was counted against this account here is forgiven. */
  async forgive(address: string, email: string): Promise<void> {
    await this.#pair.delete(pairKey(address, email))
    await this.#address.reward(address)
  }
}

/** E-mails are not kept in the table of limits. */
function pairKey(address: string, email: string): string {
  return createHash('sha256').update(`${address}\n${email.trim().toLowerCase()}`).digest('base64url')
}
