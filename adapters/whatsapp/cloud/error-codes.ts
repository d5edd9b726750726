import type { SendReason, SendReasonCode, SendResult } from '../../../core/channel.js'
import { GraphRefusal } from './graph-client.js'

/** What a code of Meta means for a message: whether it may still go, and the word a manager is told (`deliveryReasons`). */
export interface Meaning {
  outcome: 'retry' | 'failed' | 'unknown'
  reason: SendReasonCode
  /** How long to wait, ms; delivery's own schedule where absent. */
  afterMs?: number
}

const failed = (reason: SendReasonCode): Meaning => ({ outcome: 'failed', reason })
const retry = (reason: SendReasonCode, afterMs: number): Meaning => ({ outcome: 'retry', reason, afterMs })
/** Meta failed in the middle: nobody knows whether it was sent. */
const unknown: Meaning = { outcome: 'unknown', reason: 'platform-error' }

/** Source: Meta, "Cloud API error codes". Branch on the code: titles and HTTP statuses change. */
export const meanings: Readonly<Record<number, Meaning>> = {
  0: failed('bad-token'),
  1: unknown,
  2: unknown,
  3: failed('not-permitted'),
  4: retry('rate-limited', 60_000),
  10: failed('not-permitted'),
  33: failed('not-registered'),
  100: failed('bad-content'),
  102: failed('bad-token'),
  190: failed('bad-token'),
  200: failed('not-permitted'),
  368: failed('restricted'),
  2494102: failed('bad-content'),
  80007: retry('rate-limited', 60_000),
  130429: retry('rate-limited', 1_000),
  130472: failed('marketing-limited'),
  130497: failed('restricted'),
  131000: unknown,
  131005: failed('not-permitted'),
  131008: failed('bad-content'),
  131009: failed('bad-content'),
  131016: unknown,
  131021: failed('bad-content'),
  131026: failed('undeliverable'),
  131030: failed('not-allowed-recipient'),
  131031: failed('restricted'),
  131037: failed('not-registered'),
  131041: failed('group-not-supported'),
  131042: failed('payment-problem'),
  131045: failed('not-registered'),
  131047: failed('outside-window'),
  131048: failed('spam-limited'),
  131049: failed('marketing-limited'),
  131050: failed('marketing-declined'),
  131051: failed('bad-content'),
  131052: failed('media-failed'),
  131053: failed('media-failed'),
  131055: failed('bad-content'),
  131056: retry('pair-rate-limited', 6_000),
  131057: retry('platform-error', 300_000),
  132000: failed('template-mismatch'),
  132001: failed('template-missing'),
  132005: failed('template-mismatch'),
  132007: failed('template-paused'),
  132012: failed('template-mismatch'),
  132015: failed('template-paused'),
  132016: failed('template-paused'),
  132018: failed('template-mismatch'),
  132068: failed('template-paused'),
  132069: failed('template-paused'),
  133000: failed('not-registered'),
  133004: unknown,
  133010: failed('not-registered'),
  133015: failed('not-registered'),
  134011: failed('payment-problem'),
  135000: failed('bad-content'),
}

/** What a refusal means; without a known code the HTTP status decides. */
export function meaningOf(code: number | undefined, status: number): Meaning {
  const known = code === undefined ? undefined : meanings[code]
  if (known) return known
  if (code !== undefined && code >= 200 && code <= 299) return failed('not-permitted')
  if (status === 429) return retry('rate-limited', 5_000)
  if (status === 401) return failed('bad-token')
  if (status === 413) return failed('too-large')
  return status >= 500 ? unknown : failed('bad-content')
}

/** A code as `deliveryReasons` word it, for what comes later in a webhook. */
export function reasonOf(code: number | undefined, words: string | undefined): SendReason {
  const text = words?.slice(0, 300)
  return { code: meaningOf(code, 400).reason, ...(text ? { text } : {}) }
}

/** Errors of undici and node at which nothing can have been sent. */
const neverArrived = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** What an error of `POST /messages` means. */
export function classify(err: unknown): SendResult {
  if (err instanceof GraphRefusal) {
    const { outcome, reason: code, afterMs } = meaningOf(err.code, err.status)
    const reason = { code, text: err.message }
    if (outcome !== 'retry') return { outcome, reason }
    const wait = err.retryAfterMs ?? afterMs
    return { outcome, reason, ...(wait === undefined ? {} : { afterMs: wait }) }
  }
  const code = errorCode(err)
  if (code !== undefined && neverArrived.has(code))
    return { outcome: 'retry', reason: { code: 'network', text: code } }
  const timedOut = /timeout|aborted/i.test(String(err)) || code === 'UND_ERR_HEADERS_TIMEOUT'
  return {
    outcome: 'unknown',
    reason: { code: timedOut ? 'timeout' : 'network', text: code ?? 'connection cut' },
  }
}

/** What an error before `POST /messages` means: whatever it was, no message went out. */
export function classifyBeforeSend(err: unknown): SendResult {
  const result = classify(err)
  return result.outcome === 'unknown' ? { outcome: 'retry', reason: result.reason } : result
}

function errorCode(err: unknown): string | undefined {
  if (typeof err !== 'object' || err === null) return undefined
  if ('code' in err && typeof err.code === 'string') return err.code
  return 'cause' in err ? errorCode(err.cause) : undefined
}
