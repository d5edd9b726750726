import type { QueuedUpdate, UpdateQueue } from './update-queue.js'

export interface WebhookSettings {
  url: string
  secretToken?: string
  maxConnections: number
}

export interface WebhookTiming {
  /** Pause before the first retry, milliseconds; doubles up to `maxRetryMs`. */
  retryMs: number
  maxRetryMs: number
  /** How long the bot's program may take to answer, milliseconds. */
  timeoutMs: number
}

/** What went wrong last, as getWebhookInfo tells it. */
export interface WebhookTrouble {
  at: Date
  message: string
}

/** A raw injected update has no id to confirm; after this many refusals it is let go. */
const rawAttempts = 3

/**
 * Posts a bot's updates to its webhook: chats side by side up to `maxConnections`, one chat strictly in order, each
 * update again and again until a 2xx. `onReply` gets a method that the program put into its answer.
 */
export class WebhookDelivery {
  trouble: WebhookTrouble | undefined
  readonly #busyLanes = new Set<string>()
  readonly #attempts = new Map<QueuedUpdate, number>()
  readonly #stop = new AbortController()
  readonly #stopListening: () => void

  constructor(
    readonly settings: WebhookSettings,
    readonly queue: UpdateQueue,
    readonly timing: WebhookTiming,
    readonly now: () => Date,
    readonly onReply: (reply: Record<string, unknown>) => void,
  ) {
    this.#stopListening = queue.onMore(() => this.#pump())
    this.#pump()
  }

  stop(): void {
    this.#stop.abort()
    this.#stopListening()
  }

  #pump(): void {
    if (this.queue.paused || this.#stop.signal.aborted) return
    for (const update of this.queue.pending) {
      if (this.#busyLanes.size >= this.settings.maxConnections) return
      if (this.#busyLanes.has(update.lane)) continue
      this.#busyLanes.add(update.lane)
      void this.#deliver(update)
    }
  }

  async #deliver(update: QueuedUpdate): Promise<void> {
    const failure = await this.#post(update)
    if (this.#stop.signal.aborted) return
    const attempts = (this.#attempts.get(update) ?? 0) + 1
    if (failure === undefined || (update.raw && attempts >= rawAttempts)) {
      this.#attempts.delete(update)
      this.queue.confirm(update)
      this.#release(update)
      return
    }
    this.trouble = { at: this.now(), message: failure }
    this.#attempts.set(update, attempts)
    const pause = Math.min(this.timing.retryMs * 2 ** (attempts - 1), this.timing.maxRetryMs)
    setTimeout(() => this.#release(update), pause).unref()
  }

  #release(update: QueuedUpdate): void {
    this.#busyLanes.delete(update.lane)
    this.#pump()
  }

  /** @returns what went wrong, or undefined when the program answered 2xx */
  async #post(update: QueuedUpdate): Promise<string | undefined> {
    const { url, secretToken } = this.settings
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(secretToken ? { 'x-telegram-bot-api-secret-token': secretToken } : {}),
        },
        body: JSON.stringify(update.payload),
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(this.timing.timeoutMs)]),
        redirect: 'manual',
      })
      const answer = await response.text()
      if (!response.ok) return `Wrong response from the webhook: ${response.status} ${response.statusText}`
      this.#takeReply(answer)
      return undefined
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError'
        ? 'Read timeout expired'
        : 'Connection refused'
    }
  }

  #takeReply(answer: string): void {
    if (!answer.startsWith('{')) return
    try {
      const reply = JSON.parse(answer) as Record<string, unknown>
      if (typeof reply.method === 'string') this.onReply(reply)
    } catch {
      // Any 2xx body counts as taken; one that is not JSON carries no method.
    }
  }
}
