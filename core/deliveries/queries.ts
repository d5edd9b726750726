import type { Core } from '../context.js'
import { pause } from '../lease.js'
import { type Page, planPage, readPage, type Sorts } from '../paging.js'
import type { Delivery, DeliveryState } from './delivery.model.js'

export const deliverySorts: Sorts = { id: { path: '_id', type: 'string' } }

/** The ledger, newest first. `trouble` is what a person should look at: failed and unknown. */
export function listDeliveries(
  core: Core,
  filter: { state?: DeliveryState | 'trouble'; accountId?: string; conversationId?: string },
  page: { limit: number; cursor?: string | undefined; sort?: string | undefined },
): Promise<Page<Delivery>> {
  const where: Record<string, unknown> = {}
  if (filter.state) where.state = filter.state === 'trouble' ? { $in: ['failed', 'unknown'] } : filter.state
  if (filter.accountId) where.accountId = filter.accountId
  if (filter.conversationId) where.conversationId = filter.conversationId
  return readPage<Delivery>(
    core.models.Delivery.collection as never,
    where,
    planPage(page, deliverySorts, '-id'),
  )
}

/** A card that was sent and is not in the ledger after this is not ours any more, ms: its process died in between. */
const settlingMs = 5_000

/**
 * The staff card that a Telegram message is, so that an answer to it finds what it is about. A person may answer before
 * we have written down which message the card became: while one is on its way to that chat, it is waited for.
 */
export async function findStaffCard(
  core: Core,
  { accountId, chatId, externalId }: { accountId: string; chatId: string; externalId: string },
): Promise<Delivery | null> {
  const deadline = performance.now() + settlingMs
  for (;;) {
    // Asked first: a card that settles between the two questions is found by the second.
    const onItsWay = await core.models.Delivery.exists({ accountId, chatId, state: 'sending' })
    const card = await core.models.Delivery.findOne({ accountId, chatId, externalId }).lean<Delivery | null>()
    if (card || !onItsWay || performance.now() > deadline) return card
    await pause(50)
  }
}
