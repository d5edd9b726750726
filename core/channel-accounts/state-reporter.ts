import type { Core } from '../context.js'
import { reportChannelState, type StateReport } from './report-state.js'

/** What a failed call says about the connection. */
export interface ConnectionFailure {
  reason: string
  /** `failed`: waiting does not help, a person must act. */
  phase: 'failed' | 'disconnected'
  /** Told at once; else only when nothing has worked for `patienceMs`. */
  atOnce: boolean
}

/** A network that is gone for so long is news, ms. */
const patienceMs = 15_000

/**
 * Reports for one holding of an account, in order, and never throws: a channel must not fail because its state could not
 * be written. Calls of the platform are told by `worked` and `failed`; only what changes is written.
 */
export class StateReporter {
  #queue: Promise<unknown> = Promise.resolve()
  #said: string | null = null
  #failingSince: number | null = null
  #heardAt: Date | null = null

  constructor(
    private readonly core: Core,
    private readonly accountId: string,
    private readonly fence: number | undefined,
  ) {}

  report(report: Omit<StateReport, 'fence'>): void {
    const said = JSON.stringify(report)
    if (said === this.#said) return
    this.#said = said
    this.#queue = this.#queue.then(() => this.#write(report, said))
  }

  /** When the platform last answered in this holding. */
  get heardAt(): Date | null {
    return this.#heardAt
  }

  /** The platform answered. */
  worked(): void {
    this.#failingSince = null
    this.#heardAt = this.core.clock.now()
    this.report({ phase: 'ready' })
  }

  /** The platform did not, or refused. */
  failed({ reason, phase, atOnce }: ConnectionFailure): void {
    this.#failingSince ??= performance.now()
    if (atOnce || performance.now() - this.#failingSince >= patienceMs) this.report({ phase, reason })
  }

  /** Resolves when everything said so far is written. */
  settled(): Promise<unknown> {
    return this.#queue
  }

  async #write(report: Omit<StateReport, 'fence'>, said: string): Promise<void> {
    try {
      await reportChannelState(this.core, this.accountId, {
        ...report,
        ...(this.fence === undefined ? {} : { fence: this.fence }),
      })
    } catch (err) {
      // Said again with the next call.
      if (this.#said === said) this.#said = null
      this.core.log.warn({ err, accountId: this.accountId }, 'channel: its state is not written')
    }
  }
}
