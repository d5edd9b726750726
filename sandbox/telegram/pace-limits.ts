import { tooManyRequests } from './api-error.js'

/** Telegram's published pace for bots (https://core.telegram.org/bots/faq), as data. */
export interface PaceLimits {
  perSecond: number
  perChatPerSecond: number
  perGroupPerMinute: number
}

export const telegramPace: PaceLimits = { perSecond: 30, perChatPerSecond: 1, perGroupPerMinute: 20 }

/**
 * Counts what a bot sends and refuses what is too fast. Real Telegram lets short bursts pass; this does not, so what
 * gets through here gets through there.
 */
export class PaceGate {
  readonly #sent = new Map<string, number[]>()

  constructor(readonly limits: PaceLimits) {}

  /** @throws BotApiError 429 with retry_after in whole seconds */
  pass(botId: number, chatId: number, nowMs = performance.now()): void {
    const windows: [key: string, most: number, spanMs: number][] = [
      [`${botId}`, this.limits.perSecond, 1_000],
      chatId < 0
        ? [`${botId}:${chatId}`, this.limits.perGroupPerMinute, 60_000]
        : [`${botId}:${chatId}`, this.limits.perChatPerSecond, 1_000],
    ]
    for (const [key, most, spanMs] of windows) {
      const recent = (this.#sent.get(key) ?? []).filter((at) => nowMs - at < spanMs)
      this.#sent.set(key, recent)
      const oldest = recent[0]
      if (oldest !== undefined && recent.length >= most) {
        throw tooManyRequests(Math.max(1, Math.ceil((oldest + spanMs - nowMs) / 1_000)))
      }
    }
    for (const [key] of windows) this.#sent.get(key)?.push(nowMs)
  }
}
