import type { Content } from '../content.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { newId } from '../ids.js'
import type { Transaction } from '../transaction.js'
import type { Delivery, DeliveryPurpose } from './delivery.model.js'

export interface DeliveryRequest {
  accountId: string
  chatId: string
  content: Content
  purpose: DeliveryPurpose
  messageId?: string
  conversationId?: string
  extras?: Record<string, unknown>
  subject?: Delivery['subject']
  dedupeKey?: string
  replyToExternalId?: string
  operation?: 'edit' | 'remove'
  changeOf?: string
  targetIds?: string[]
}

/** Retries of what surely was not delivered end after this, ms. */
const patienceMs = 24 * 3600 * 1_000

/** A new row of the ledger, not yet stored: for callers that store many at once. */
export function buildDelivery(request: DeliveryRequest, now: Date): Delivery {
  return {
    _id: newId(),
    ...request,
    state: 'queued',
    attempts: 0,
    nextAt: now,
    expiresAt: new Date(now.getTime() + patienceMs),
    fence: 0,
    externalIds: [],
    createdAt: now,
  }
}

/** Queues one delivery in the caller's transaction. */
export async function queueDelivery(
  core: Core,
  tx: Transaction,
  request: DeliveryRequest,
): Promise<Delivery> {
  const row = buildDelivery(request, core.clock.now())
  await core.models.Delivery.collection.insertOne(row as never, {
    session: tx.session,
    ignoreUndefined: true,
  })
  tx.wakeDelivery(row.accountId)
  return row
}

/**
 * Queues a card, forwarded message or reminder to somebody of the team. With a `dedupeKey` the second call finds the
 * first row, so a handler may run as often as it likes.
 */
export async function queueNotice(
  core: Core,
  request: Omit<DeliveryRequest, 'purpose' | 'messageId'> & { purpose?: 'notice' | 'reminder' },
): Promise<void> {
  const row = buildDelivery({ purpose: 'notice', ...request }, core.clock.now())
  try {
    await core.models.Delivery.collection.insertOne(row as never, { ignoreUndefined: true })
  } catch (err) {
    if (!isDuplicateKey(err)) throw err
  }
  core.wake.deliveries([row.accountId])
}
