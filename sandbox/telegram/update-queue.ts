import { conflict } from './api-error.js'
import type { UpdateBody } from './bot-api.js'

/** Which message an update tells about, so that the person sees when the bot got it. */
export interface MessageRef {
  chatKey: string
  messageId: number
}

export interface QueuedUpdate {
  id: number
  payload: unknown
  /** Updates of one lane (one chat) are delivered in order. */
  lane: string
  /** Injected as it is, without an id that could confirm it: handed out once. */
  raw?: true
  ref?: MessageRef
}

export interface PullOptions {
  offset: number | undefined
  limit: number
  timeoutMs: number
}

/** Updates that Telegram sends only when they are asked for by name. */
const onlyWhenAsked = ['chat_member', 'message_reaction', 'message_reaction_count']
const historyLimit = 50_000

/**
 * Updates of one bot that its program has not confirmed yet: pulled by getUpdates or pushed to a webhook.
 * `confirmed` is called for each message whose update the program has taken.
 */
export class UpdateQueue {
  pending: QueuedUpdate[] = []
  allowed: string[] | undefined
  /** Everything ever queued, to inject again as a duplicate. */
  readonly history: unknown[] = []
  #paused = false
  #wake = new Set<() => void>()
  #poller: { terminate(): void } | undefined

  constructor(
    public nextId: number,
    readonly confirmed: (ref: MessageRef) => void,
  ) {}

  get paused(): boolean {
    return this.#paused
  }

  /** While paused, updates gather and nothing is handed out: then they come as one batch. */
  set paused(value: boolean) {
    this.#paused = value
    if (!value) this.#wakeAll()
  }

  push(body: UpdateBody, ref?: MessageRef): number | undefined {
    const kind = Object.keys(body)[0] ?? ''
    if (!this.#wants(kind)) return undefined
    const id = this.nextId++
    this.#enqueue({ id, payload: { update_id: id, ...body }, lane: laneOf(body), ...(ref ? { ref } : {}) })
    return id
  }

  /** Queues payloads exactly as they are, together; objects without an `update_id` get one unless `raw`. */
  inject(payloads: unknown[], raw: boolean): void {
    const entries = payloads.map((payload): QueuedUpdate => {
      const known = updateIdOf(payload)
      if (known !== undefined) return { id: known, payload, lane: laneOf(payload) }
      const id = this.nextId++
      if (raw || !isObject(payload)) return { id, payload, lane: laneOf(payload), raw: true }
      return { id, payload: { update_id: id, ...payload }, lane: laneOf(payload) }
    })
    for (const entry of entries) this.#enqueue(entry, true)
    this.#wakeAll()
  }

  /**
   * getUpdates: confirms what lies below `offset`, then answers at once or waits for something to come.
   * @throws BotApiError 409 when another getUpdates comes while this one waits
   */
  async pull(options: PullOptions, closed: AbortSignal): Promise<unknown[]> {
    this.#poller?.terminate()
    this.#confirmBelow(options.offset)
    const ready = this.#take(options.limit)
    if (ready.length > 0 || options.timeoutMs <= 0 || closed.aborted) return ready
    await this.#waitForMore(options.timeoutMs, closed)
    return closed.aborted ? [] : this.#take(options.limit)
  }

  /** Removes an update that the webhook has taken. */
  confirm(update: QueuedUpdate): void {
    const at = this.pending.indexOf(update)
    if (at >= 0) this.pending.splice(at, 1)
    if (update.ref) this.confirmed(update.ref)
  }

  clear(): void {
    this.pending = []
  }

  /** Calls back whenever there may be something to deliver; returns the way to stop. */
  onMore(listener: () => void): () => void {
    this.#wake.add(listener)
    return () => this.#wake.delete(listener)
  }

  #enqueue(update: QueuedUpdate, quietly = false): void {
    this.pending.push(update)
    this.history.push(update.payload)
    if (this.history.length > historyLimit) this.history.splice(0, historyLimit / 2)
    if (!quietly) this.#wakeAll()
  }

  #wakeAll(): void {
    for (const wake of [...this.#wake]) wake()
  }

  #wants(kind: string): boolean {
    return this.allowed && this.allowed.length > 0
      ? this.allowed.includes(kind)
      : !onlyWhenAsked.includes(kind)
  }

  /** A negative offset keeps only that many updates from the end; the rest is forgotten (Bot API). */
  #confirmBelow(offset: number | undefined): void {
    if (offset === undefined || offset === 0) return
    const taken =
      offset > 0 ? this.pending.filter((update) => update.id < offset) : this.pending.slice(0, offset)
    if (taken.length === 0) return
    const gone = new Set(taken)
    this.pending = this.pending.filter((update) => !gone.has(update))
    for (const update of taken) if (update.ref) this.confirmed(update.ref)
  }

  #take(limit: number): unknown[] {
    if (this.#paused) return []
    const batch = this.pending.slice(0, limit)
    if (batch.some((update) => update.raw)) {
      const once = new Set(batch.filter((update) => update.raw))
      this.pending = this.pending.filter((update) => !once.has(update))
    }
    return batch.map((update) => update.payload)
  }

  #waitForMore(timeoutMs: number, closed: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error) => {
        clearTimeout(timer)
        stopWaking()
        closed.removeEventListener('abort', onClosed)
        if (this.#poller === poller) this.#poller = undefined
        if (error) reject(error)
        else resolve()
      }
      const onClosed = () => finish()
      const timer = setTimeout(() => finish(), timeoutMs)
      const stopWaking = this.onMore(() => {
        if (this.pending.length > 0 && !this.#paused) finish()
      })
      const poller = {
        terminate: () =>
          finish(
            conflict(
              'terminated by other getUpdates request; make sure that only one bot instance is running',
            ),
          ),
      }
      closed.addEventListener('abort', onClosed)
      this.#poller = poller
    })
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function updateIdOf(payload: unknown): number | undefined {
  return isObject(payload) && Number.isSafeInteger(payload.update_id)
    ? (payload.update_id as number)
    : undefined
}

/** The chat an update is about, else its sender, else nothing. */
function laneOf(payload: unknown): string {
  if (!isObject(payload)) return ''
  for (const part of Object.values(payload)) {
    if (!isObject(part)) continue
    const message = isObject(part.message) ? part.message : part
    if (isObject(message.chat)) return String(message.chat.id)
    if (isObject(part.from)) return String(part.from.id)
  }
  return ''
}
