import { TelegramError } from 'telegraf'
import type { ConnectionFailure } from '../../core/channel-accounts/state-reporter.js'

/**
 * What a failed call of the Bot API says about the bot. 401 and 404 are answers to a token that is none; 409 comes when
 * another program polls or a webhook is set.
 */
export function connectionFailure(err: unknown): ConnectionFailure {
  if (err instanceof TelegramError) {
    if (err.code === 401 || err.code === 404) return { phase: 'failed', reason: 'wrong-token', atOnce: true }
    if (err.code === 409) return { phase: 'disconnected', reason: 'token-in-use', atOnce: true }
    // 429 is no loss of the connection.
    return { phase: 'disconnected', reason: 'platform-down', atOnce: false }
  }
  return { phase: 'disconnected', reason: 'network', atOnce: false }
}
