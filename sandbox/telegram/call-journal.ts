/** One Bot API call as the sandbox saw it. Files are left out of `params`. */
export interface CallRecord {
  at: Date
  bot: string
  method: string
  params: Readonly<Record<string, unknown>>
  /** `ok`, the error code as text, or the fault that ended it: `drop`, `stall`, `accepted-then-cut`. */
  outcome: string
  /** Whether the call took effect, answered or not. */
  done: boolean
}

const limit = 50_000

/** What bots asked for, newest last; getUpdates is not written down. */
export class CallJournal {
  #records: CallRecord[] = []

  add(record: CallRecord): void {
    if (record.method === 'getUpdates') return
    this.#records.push(record)
    if (this.#records.length > limit) this.#records = this.#records.slice(limit / 2)
  }

  list(filter: { method?: string; bot?: string } = {}): CallRecord[] {
    return this.#records.filter(
      ({ method, bot }) => (filter.method ?? method) === method && (filter.bot ?? bot) === bot,
    )
  }

  clear(): void {
    this.#records = []
  }
}
