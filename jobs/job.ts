import type { Core } from '../core/context.js'

/** One recurring job: a name, how often it is looked at, and the core command it wakes. */
export interface RecurringJob {
  readonly name: string
  /** Milliseconds; Agenda reads words such as "500 ms" wrongly. */
  readonly everyMs: number
  /** Idempotent and late-proof: what is due is claimed in our own collections. Returns what it did, for the log. */
  run(core: Core): Promise<number>
}
