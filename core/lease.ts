import { setMaxListeners } from 'node:events'
import type { Core } from './context.js'
import { isDuplicateKey } from './db.js'

export interface LeaseDoc {
  _id: string
  holder: string
  /** Fencing token: grows with every change of holder, so that a late former holder can be recognised. */
  token: number
  until: Date
}

/** How long a silent holder keeps a lease, ms. A crash costs the others at most this. */
export const leaseMs = 10_000

/** The lease of a channel account: whoever holds it receives and sends for it. */
export const channelLease = (accountId: string) => `channel:${accountId}`

/**
 * Something one process holds at a time (polling a bot, dispatching events, sending for an account). Time is the
 * database server's, so clocks of the processes do not matter.
 */
export class Lease {
  #token = 0

  constructor(
    private readonly core: Pick<Core, 'models' | 'log'>,
    private readonly name: string,
    private readonly holder: string,
  ) {}

  /** The fencing token of the current holding; 0 when not held. */
  get token(): number {
    return this.#token
  }

  /** Takes or prolongs the lease; false while another process holds it. */
  async acquire(): Promise<boolean> {
    const leases = this.core.models.Lease.collection
    await this.#ensureExists()
    const holds = { $and: [{ $eq: ['$holder', this.holder] }, { $gt: ['$until', '$$NOW'] }] }
    const doc = await leases.findOneAndUpdate(
      {
        _id: this.name as never,
        $expr: { $or: [{ $lte: ['$until', '$$NOW'] }, { $eq: ['$holder', this.holder] }] },
      },
      [
        {
          $set: {
            token: { $cond: [holds, '$token', { $add: ['$token', 1] }] },
            holder: this.holder,
            until: { $add: ['$$NOW', leaseMs] },
          },
        },
      ],
      { returnDocument: 'after' },
    )
    this.#token = (doc as unknown as LeaseDoc | null)?.token ?? 0
    return this.#token > 0
  }

  /** A lease nobody ever held begins as one that ran out long ago. */
  async #ensureExists(): Promise<void> {
    if (this.#token > 0) return
    try {
      await this.core.models.Lease.collection.updateOne(
        { _id: this.name as never },
        { $setOnInsert: { holder: '', token: 0, until: new Date(0) } },
        { upsert: true },
      )
    } catch (err) {
      // Two upserts at once: the other one made it.
      if (!isDuplicateKey(err)) throw err
    }
  }

  /** Gives it back at once. The document stays: its token must never come again, rows carry it as their fence. */
  async release(): Promise<void> {
    if (this.#token === 0) return
    await this.core.models.Lease.updateOne(
      { _id: this.name, holder: this.holder, token: this.#token },
      { $set: { holder: '', until: new Date(0) } },
    )
    this.#token = 0
  }

  /**
   * Waits for the lease, runs `work` while it holds, and starts over when it is lost. `held` aborts when the lease is
   * lost or `signal` does; `work` should end then. Resolves after `signal`.
   */
  async hold(signal: AbortSignal, work: (held: AbortSignal, token: number) => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      const got = await this.acquire().catch((err: unknown) => {
        this.core.log.warn({ err, lease: this.name }, 'lease: the database does not answer')
        return false
      })
      if (!got) {
        await pause(leaseMs / 10, signal)
        continue
      }
      const lost = new AbortController()
      const held = AbortSignal.any([signal, lost.signal])
      // Everything that waits under the lease listens: dozens of chats at once are no leak.
      setMaxListeners(0, held)
      const renewal = this.#renew(held, lost)
      try {
        await work(held, this.#token)
      } catch (err) {
        this.core.log.error({ err, lease: this.name }, 'lease: work failed, starting it again')
        await pause(1_000, held)
      } finally {
        lost.abort()
        await renewal
        await this.release().catch(() => undefined)
      }
    }
  }

  async #renew(held: AbortSignal, lost: AbortController): Promise<void> {
    let renewedAt = performance.now()
    while (!held.aborted) {
      await pause(leaseMs / 4, held)
      if (held.aborted) return
      try {
        const token = this.#token
        if (!(await this.acquire()) || this.#token !== token) return lost.abort()
        renewedAt = performance.now()
      } catch {
        // Nobody can take it while the database is away either, but ours may have run out by the server's clock.
        if (performance.now() - renewedAt > leaseMs * 0.8) return lost.abort()
      }
    }
  }
}

/** Resolves after `ms` or when `signal` aborts, whichever is first. Never rejects. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
  })
}
