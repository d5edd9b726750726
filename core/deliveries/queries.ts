import type { Core } from '../context.js'
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

/** The staff card that a Telegram message is, so that an answer to it finds what it is about. */
export function findStaffCard(
  core: Core,
  input: { accountId: string; chatId: string; externalId: string },
): Promise<Delivery | null> {
  return core.models.Delivery.findOne(input).lean<Delivery | null>()
}
