import { createHmac } from 'node:crypto'

export interface WebhookTarget {
  url: string
  appSecret: string
}

export interface WebhookTiming {
  /** Pause before the first retry, ms; doubles up to `maxRetryMs`. */
  retryMs: number
  maxRetryMs: number
  timeoutMs: number
}

/** One thing to tell: the part of `value` beside metadata, and whom to tell that it was taken. */
export interface WebhookJob {
  /** Jobs of one lane go in order. */
  lane: string
  value: { contacts?: object[]; messages?: object[]; statuses?: object[] }
  taken?: () => void
}

interface Batch {
  jobs: WebhookJob[]
  attempts: number
}

/**
 * Posts signed webhooks as Meta does: at least once, each again and again until a 2xx, several people side by side. The
 * order holds within a lane, which is kinder than Meta; `shuffle` of a test is not.
 */
export class WebhookSender {
  readonly #waiting: Batch[] = []
  readonly #busy = new Set<string>()
  readonly #stop = new AbortController()
  readonly #history: string[] = []
  #held: WebhookJob[] | null = null
  #pending = 0
  target: WebhookTarget | null = null

  constructor(
    private readonly envelope: (value: WebhookJob['value']) => object,
    private readonly timing: WebhookTiming,
  ) {}

  push(job: WebhookJob): void {
    this.#pending += 1
    if (this.#held) this.#held.push(job)
    else {
      this.#waiting.push({ jobs: [job], attempts: 0 })
      this.#pump()
    }
  }

  /** Gathers; released, all goes as one batch, as after an outage at Meta. */
  hold(): void {
    this.#held ??= []
  }

  release(): void {
    const jobs = this.#held ?? []
    this.#held = null
    if (jobs.length > 0) this.#waiting.push({ jobs, attempts: 0 })
    this.#pump()
  }

  aim(target: WebhookTarget): void {
    this.target = target
    this.#pump()
  }

  stop(): void {
    this.#stop.abort()
  }

  /** Jobs that no 2xx has confirmed. */
  get pending(): number {
    return this.#pending
  }

  /** Bodies that were posted, oldest first, to hand over again. */
  get history(): readonly string[] {
    return this.#history
  }

  /** Posts a body once, signed, whatever it is; resolves with the status. */
  async post(body: string, signature?: string): Promise<number> {
    if (!this.target) throw new Error('the webhook has no address yet')
    const { url, appSecret } = this.target
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': signature ?? signatureOf(body, appSecret),
      },
      body,
      signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(this.timing.timeoutMs)]),
      redirect: 'manual',
    })
    await response.arrayBuffer()
    return response.status
  }

  #pump(): void {
    if (!this.target || this.#stop.signal.aborted) return
    const passed = new Set<string>()
    for (const batch of [...this.#waiting]) {
      const lanes = batch.jobs.map(({ lane }) => lane)
      const isBlocked = lanes.some((lane) => this.#busy.has(lane) || passed.has(lane))
      for (const lane of lanes) passed.add(lane)
      if (isBlocked) continue
      this.#waiting.splice(this.#waiting.indexOf(batch), 1)
      for (const lane of lanes) this.#busy.add(lane)
      void this.#deliver(batch)
    }
  }

  async #deliver(batch: Batch): Promise<void> {
    const { jobs } = batch
    const body = JSON.stringify(this.envelope(merged(jobs)))
    const status = await this.post(body).catch(() => 0)
    if (this.#stop.signal.aborted) return
    if (status >= 200 && status < 300) {
      this.#history.push(body)
      if (this.#history.length > 10_000) this.#history.splice(0, 5_000)
      this.#pending -= jobs.length
      for (const job of jobs) job.taken?.()
    } else {
      batch.attempts += 1
      const pause = Math.min(this.timing.retryMs * 2 ** (batch.attempts - 1), this.timing.maxRetryMs)
      await new Promise((resolve) => setTimeout(resolve, pause).unref())
      this.#waiting.unshift(batch)
    }
    for (const { lane } of jobs) this.#busy.delete(lane)
    this.#pump()
  }
}

export function signatureOf(body: string, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
}

function merged(jobs: readonly WebhookJob[]): WebhookJob['value'] {
  const all = <K extends keyof WebhookJob['value']>(key: K) => jobs.flatMap(({ value }) => value[key] ?? [])
  const [contacts, messages, statuses] = [all('contacts'), all('messages'), all('statuses')]
  return {
    ...(contacts.length > 0 ? { contacts } : {}),
    ...(messages.length > 0 ? { messages } : {}),
    ...(statuses.length > 0 ? { statuses } : {}),
  }
}
