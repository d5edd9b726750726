import { graphError } from './graph-error.js'

/** Meta's published limits: 80 a second from a number, one in six seconds to a person, 45 of them in a quick burst. */
const perSecond = 80
const perPersonEveryMs = 6_000
const burst = 45

/** Refuses what is faster than Meta lets through; runs on real time. */
export class CloudPace {
  #second = { from: 0, count: 0 }
  readonly #people = new Map<string, { tokens: number; at: number }>()

  /** Counts one message. Throws `GraphError` 130429 or 131056. */
  pass(person: string, now = performance.now()): void {
    if (now - this.#second.from >= 1_000) this.#second = { from: now, count: 0 }
    if (this.#second.count >= perSecond) throw graphError(130429)
    const before = this.#people.get(person) ?? { tokens: burst, at: now }
    const tokens = Math.min(burst, before.tokens + (now - before.at) / perPersonEveryMs)
    if (tokens < 1) throw graphError(131056)
    this.#people.set(person, { tokens: tokens - 1, at: now })
    this.#second.count += 1
  }
}
