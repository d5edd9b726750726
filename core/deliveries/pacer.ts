import type { Pace } from '../channel.js'

/**
 * Token buckets of one channel account: how long to wait before the next send to a chat, so that the platform's limits
 * hold over all and per chat. Wall time does not matter here, so it runs on the monotonic clock.
 */
export class Pacer {
  readonly #overall: Bucket
  readonly #chats = new Map<string, Bucket>()

  constructor(
    private readonly pace: Pace,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#overall = new Bucket(pace.perSecond, Math.max(1, pace.perSecond), now())
  }

  /** Reserves one send to `chatId` and returns how many milliseconds from now it may happen. */
  reserve(chatId: string): number {
    const now = this.now()
    let chat = this.#chats.get(chatId)
    if (!chat) {
      if (this.#chats.size > 10_000) this.#forgetIdle(now)
      chat = new Bucket(this.pace.perChatPerSecond, this.pace.chatBurst, now)
      this.#chats.set(chatId, chat)
    }
    return Math.max(this.#overall.take(now), chat.take(now))
  }

  #forgetIdle(now: number): void {
    for (const [chatId, bucket] of this.#chats) if (bucket.isFull(now)) this.#chats.delete(chatId)
  }
}

class Bucket {
  #tokens: number

  constructor(
    private readonly perSecond: number,
    private readonly size: number,
    private at: number,
  ) {
    this.#tokens = size
  }

  /** Takes one token, in debt if need be; returns the wait in ms until the debt is paid. */
  take(now: number): number {
    this.#refill(now)
    this.#tokens -= 1
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / this.perSecond) * 1_000)
  }

  isFull(now: number): boolean {
    this.#refill(now)
    return this.#tokens >= this.size
  }

  #refill(now: number): void {
    this.#tokens = Math.min(this.size, this.#tokens + ((now - this.at) / 1_000) * this.perSecond)
    this.at = now
  }
}
