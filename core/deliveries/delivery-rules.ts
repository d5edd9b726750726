import type { SendReason, SendResult } from '../channel.js'
import type { Delivery, DeliveryPurpose, DeliveryState } from './delivery.model.js'

/** Purposes that are sent again when nobody knows whether they arrived: twice is better than never. */
const repeatable: ReadonlySet<DeliveryPurpose> = new Set(['notice', 'reminder'])

const firstRetryMs = 1_000
const longestRetryMs = 5 * 60_000

/** What becomes of a row after a send. */
export type Verdict =
  | { state: 'sent'; externalIds: string[] }
  | { state: 'queued'; nextAt: Date; reason: SendReason }
  | { state: 'failed' | 'unknown'; reason: SendReason }

/**
 * The delivery rules in one place. Surely not delivered: again with jitter, 1 s to 5 min, until the row expires, and the
 * platform's `retry_after` wins. May have been delivered: again only where twice does no harm.
 *
 * @param random 0..1, injected so that the rule is pure
 */
export function judge(
  row: Pick<Delivery, 'purpose' | 'attempts' | 'expiresAt' | 'operation'>,
  result: SendResult,
  context: { now: Date; idempotentSend: boolean; random: number },
): Verdict {
  if (result.outcome === 'sent') return { state: 'sent', externalIds: result.externalIds }
  if (result.outcome === 'failed') return { state: 'failed', reason: result.reason }
  const mayRepeat =
    result.outcome === 'retry' ||
    context.idempotentSend ||
    // Changed or deleted twice is changed or deleted once.
    row.operation !== undefined ||
    repeatable.has(row.purpose)
  if (!mayRepeat) return { state: 'unknown', reason: result.reason }
  const asked = result.outcome === 'retry' ? result.afterMs : undefined
  const nextAt = new Date(context.now.getTime() + (asked ?? retryWait(row.attempts, context.random)))
  if (nextAt > row.expiresAt)
    return { state: 'failed', reason: { code: 'expired', text: result.reason.text ?? result.reason.code } }
  return { state: 'queued', nextAt, reason: result.reason }
}

/**
 * What came of a row that waited for so long (no process held its account, say) that it says nothing of today any more; null
 * for one that may go.
 */
export function expiry(
  { expiresAt, reason }: Pick<Delivery, 'expiresAt' | 'reason'>,
  now: Date,
): SendResult | null {
  if (now <= expiresAt) return null
  const text = reason?.text ?? reason?.code
  return { outcome: 'failed', reason: { code: 'expired', ...(text === undefined ? {} : { text }) } }
}

/** Full jitter over an exponential ceiling; `attempts` counts from 1. */
export function retryWait(attempts: number, random: number): number {
  const ceiling = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.max(0, attempts - 1))
  return Math.round(firstRetryMs / 2 + random * (ceiling - firstRetryMs / 2))
}

/** Receipts only move forward: a late "delivered" never hides a "read". */
const order: DeliveryState[] = ['queued', 'sending', 'unknown', 'sent', 'delivered', 'read']

/** States from which a receipt of `to` is news. */
export function statesBefore(to: 'sent' | 'delivered' | 'read' | 'failed'): DeliveryState[] {
  if (to === 'failed') return ['queued', 'sending', 'unknown', 'sent']
  return order.slice(0, order.indexOf(to))
}
