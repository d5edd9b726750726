/**
 * The only source of time. Everything that asks "now" or waits takes a Clock, so that tests move time by hand.
 * All instants are `Date` (UTC inside); zones are applied explicitly where people see or say a time.
 */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until it is moved; `set` and `advance` take a Date and milliseconds. */
export class ManualClock implements Clock {
  #now: Date

  constructor(start: Date | string) {
    this.#now = new Date(start)
  }

  now(): Date {
    return new Date(this.#now)
  }

  set(to: Date | string): void {
    this.#now = new Date(to)
  }

  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds)
  }
}
