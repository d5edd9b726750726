import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Points and seconds of one limit. */
export interface Limit {
  readonly points: number
  readonly seconds: number
}

/** Each process counts for itself: the limits are there against floods, not for billing. */
export const defaultLimits = {
  /** Connections of one address: a whole office may sit behind one. */
  connections: { points: 120, seconds: 60 },
  /** New visitors of one address. */
  identities: { points: 60, seconds: 600 },
  /** Messages of one visitor. */
  messages: { points: 30, seconds: 15 },
  messagesPerAddress: { points: 300, seconds: 60 },
  /** Everything one socket says, typing and receipts included; beyond it the socket is cut. */
  events: { points: 300, seconds: 10 },
  /** One-time links into a messenger. */
  links: { points: 10, seconds: 600 },
  uploads: { points: 30, seconds: 60 },
  uploadsPerAddress: { points: 120, seconds: 60 },
  downloadsPerAddress: { points: 1_200, seconds: 60 },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof defaultLimits

/** Counts who does how much. */
export class Limits {
  readonly #limiters: Record<LimitName, RateLimiterMemory>

  constructor(changes: Partial<Record<LimitName, Limit>> = {}) {
    const entries = (Object.keys(defaultLimits) as LimitName[]).map((name) => {
      const { points, seconds } = changes[name] ?? defaultLimits[name]
      return [name, new RateLimiterMemory({ keyPrefix: name, points, duration: seconds })]
    })
    this.#limiters = Object.fromEntries(entries) as Record<LimitName, RateLimiterMemory>
  }

  /** 0 when `who` may go on, else the milliseconds to wait. */
  async take(name: LimitName, who: string): Promise<number> {
    try {
      await this.#limiters[name].consume(who)
      return 0
    } catch (err) {
      if (err instanceof RateLimiterRes) return Math.max(err.msBeforeNext, 1)
      throw err
    }
  }
}
