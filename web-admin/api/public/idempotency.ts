import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { rows } from '../../../core/collection.js'
import type { Core } from '../../../core/context.js'
import { OtklikError } from '../../../core/errors.js'
import { newId } from '../../../core/ids.js'
import { pause } from '../../../core/lease.js'
import { retryDuplicate } from '../../../core/retry.js'
import { inTransaction, type Transaction } from '../../../core/transaction.js'
import { callerOf } from '../caller.js'
import type { Answer } from '../route-table.js'

/** A request that has not finished in this time has died with its process, ms; the next one with its key takes over. */
const lockMs = 10_000
/** How long a repeat waits for the first to finish, ms: longer than a lock, so that it outlives a crash. */
const patienceMs = 15_000
const lookAgainMs = 100

type Claim = { state: 'mine'; token: string } | { state: 'done'; answer: Answer } | { state: 'running' }

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
    // An upload is read once and cannot be run again; the same bytes are kept once all the same.
    const once = req.method === 'POST' && !req.is('multipart/form-data')
    if (key === undefined || !once) return effect(undefined)
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw new OtklikError('bad-input', { fields: { 'Idempotency-Key': 'wrong-format' } })
    }
    const request = hash(req.method, req.originalUrl, JSON.stringify(sorted(req.body ?? null)))
    const { answer, replayed } = await this.once(hash(callerOf(res).by.id, key), request, effect)
    if (replayed) res.setHeader('Idempotency-Replayed', 'true')
    return answer
  }

  /** One effect for `id`, whatever asks for it; `requestHash` tells the same request from another one. Throws as `perform`. */
  async once(
    id: string,
    requestHash: string,
    effect: (tx: Transaction) => Promise<Answer>,
  ): Promise<{ answer: Answer; replayed: boolean }> {
    const deadline = performance.now() + patienceMs
    for (;;) {
      await this.#running.get(id)
      const claim = await retryDuplicate(() => this.#claim(id, requestHash))
      if (claim.state === 'done') return { answer: claim.answer, replayed: true }
      if (claim.state === 'mine') return { answer: await this.#run(id, claim.token, effect), replayed: false }
      if (performance.now() > deadline) {
        throw new OtklikError('idempotency-in-progress', { params: { retryAfter: 1 } })
      }
      await pause(lookAgainMs)
    }
  }

  async #run(id: string, token: string, effect: (tx: Transaction) => Promise<Answer>): Promise<Answer> {
    const work = retryDuplicate(() =>
      inTransaction(this.core, async (tx) => {
        const answer = await effect(tx)
        await this.#finish(id, token, answer, tx)
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
      await this.#collection.deleteOne({ _id: id, state: 'running', token })
      throw err
    } finally {
      this.#running.delete(id)
    }
  }

  /** Takes the key, by the database's clock, when it is free or its request has died; else says what became of it. */
  async #claim(id: string, requestHash: string): Promise<Claim> {
    const token = newId()
    const free = { $eq: [{ $type: '$state' }, 'missing'] }
    const died = {
      $and: [
        { $eq: ['$state', 'running'] },
        { $eq: ['$requestHash', { $literal: requestHash }] },
        { $lte: ['$lockedUntil', '$$NOW'] },
      ],
    }
    const taking = (mine: unknown, theirs: string) => ({ $cond: ['$taken', mine, theirs] })
    const record = await this.#collection.findOneAndUpdate(
      { _id: id },
      [
        { $set: { taken: { $or: [free, died] } } },
        {
          $set: {
            requestHash: taking({ $literal: requestHash }, '$requestHash'),
            state: taking('running', '$state'),
            token: taking({ $literal: token }, '$token'),
            lockedUntil: taking({ $add: ['$$NOW', lockMs] }, '$lockedUntil'),
            createdAt: taking('$$NOW', '$createdAt'),
          },
        },
        { $unset: 'taken' },
      ],
      { upsert: true, returnDocument: 'after' },
    )
    if (!record || record.requestHash !== requestHash) throw new OtklikError('idempotency-conflict')
    if (record.token === token) return { state: 'mine', token }
    if (record.state === 'running') return { state: 'running' }
    return { state: 'done', answer: { status: record.status, body: record.body } }
  }

  /** Somebody else holding the key by now means this effect must not be: it goes with its transaction. */
  async #finish(id: string, token: string, { status, body }: Answer, tx: Transaction): Promise<void> {
    const { matchedCount } = await this.#collection.updateOne(
      { _id: id, state: 'running', token },
      { $set: { state: 'done', status, body } },
      { session: tx.session },
    )
    if (matchedCount === 0) throw new OtklikError('idempotency-in-progress', { params: { retryAfter: 1 } })
  }

  get #collection() {
    return rows(this.core.models.Idempotency)
  }
}

export function hash(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url')
}

/** The same object written in another order is the same request. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, sorted(part)])
}
