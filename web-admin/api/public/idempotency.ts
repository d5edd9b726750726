import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { rows } from '../../../core/collection.js'
import type { Core } from '../../../core/context.js'
import { isDuplicateKey } from '../../../core/db.js'
import { OtklikError } from '../../../core/errors.js'
import { pause } from '../../../core/lease.js'
import type { IdempotencyRecord } from '../../../core/models.js'
import { retryDuplicate } from '../../../core/retry.js'
import { inTransaction, type Transaction } from '../../../core/transaction.js'
import { callerOf } from '../caller.js'
import type { Answer } from '../route-table.js'

/** A request that has not finished in this time has died with its process, ms; the next one with its key takes over. */
const lockMs = 10_000
/** How long a repeat waits for the first to finish, ms: longer than a lock, so that it outlives a crash. */
const patienceMs = 15_000
const lookAgainMs = 100

type Claim = { state: 'mine'; until: Date } | { state: 'done'; answer: Answer } | { state: 'running' }

/**
 * `Idempotency-Key`: one effect however often and from however many processes a request comes. The effect and the
 * record that it happened are one transaction, so a process that dies leaves both or neither. A repeat gets the first
 * answer with `Idempotency-Replayed: true`; a refused request leaves no record, so it may be corrected and sent again.
 */
export class Idempotency {
  /** Requests under way here: a repeat in the same process waits for the first without asking the database. */
  readonly #running = new Map<string, Promise<unknown>>()

  constructor(private readonly core: Core) {}

  /**
   * @throws OtklikError `idempotency-conflict` when the key came with another request, `idempotency-in-progress` when the
   * first one takes too long
   */
  readonly perform = async (
    req: Request,
    res: Response,
    effect: (tx: Transaction | undefined) => Promise<Answer>,
  ): Promise<Answer> => {
    const key = req.get('idempotency-key')
    if (key === undefined || req.method !== 'POST') return effect(undefined)
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw new OtklikError('bad-input', { fields: { 'Idempotency-Key': 'wrong-format' } })
    }
    const id = hash(callerOf(res).by.id, key)
    const requestHash = hash(req.method, req.originalUrl, JSON.stringify(sorted(req.body ?? null)))
    const deadline = performance.now() + patienceMs
    for (;;) {
      await this.#running.get(id)
      const claim = await this.#claim(id, requestHash)
      if (claim.state === 'done') {
        res.setHeader('Idempotency-Replayed', 'true')
        return claim.answer
      }
      if (claim.state === 'mine') return this.#run(id, claim.until, effect)
      if (performance.now() > deadline) {
        throw new OtklikError('idempotency-in-progress', { params: { retryAfter: 1 } })
      }
      await pause(lookAgainMs)
    }
  }

  async #run(id: string, until: Date, effect: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    const work = retryDuplicate(() =>
      inTransaction(this.core, async (tx) => {
        const answer = await effect(tx)
        await this.#finish(id, until, answer, tx)
        return answer
      }),
    )
    this.#running.set(
      id,
      work.catch(() => undefined),
    )
    try {
      return await work
    } catch (err) {
      await this.#collection.deleteOne({ _id: id, state: 'running', lockedUntil: until })
      throw err
    } finally {
      this.#running.delete(id)
    }
  }

  /** Takes the key, by the database's clock: free, or held by a request that has died. */
  async #claim(id: string, requestHash: string): Promise<Claim> {
    try {
      const mine = await this.#collection.findOneAndUpdate(
        { _id: id, requestHash, state: 'running', $expr: { $lte: ['$lockedUntil', '$$NOW'] } },
        [
          {
            $set: {
              requestHash: { $literal: requestHash },
              state: 'running',
              lockedUntil: { $add: ['$$NOW', lockMs] },
              createdAt: { $ifNull: ['$createdAt', '$$NOW'] },
            },
          },
        ],
        { upsert: true, returnDocument: 'after' },
      )
      return { state: 'mine', until: (mine as unknown as IdempotencyRecord).lockedUntil }
    } catch (err) {
      // The upsert of a key that is there and not free ends in a duplicate key.
      if (!isDuplicateKey(err)) throw err
    }
    const other = await this.#collection.findOne({ _id: id })
    if (!other) return { state: 'running' }
    if (other.requestHash !== requestHash) throw new OtklikError('idempotency-conflict')
    if (other.state === 'running') return { state: 'running' }
    return { state: 'done', answer: { status: other.status, body: other.body } }
  }

  /** Somebody else holding the key by now means this effect must not be: it goes with its transaction. */
  async #finish(id: string, until: Date, { status, body }: Answer, tx: Transaction): Promise<void> {
    const { matchedCount } = await this.#collection.updateOne(
      { _id: id, state: 'running', lockedUntil: until },
      { $set: { state: 'done', status, body } },
      { session: tx.session },
    )
    if (matchedCount === 0) throw new OtklikError('idempotency-in-progress', { params: { retryAfter: 1 } })
  }

  get #collection() {
    return rows(this.core.models.Idempotency)
  }
}

function hash(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url')
}

/** The same object written in another order is the same request. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, sorted(part)])
}
