import { trusted } from 'mongoose'
import type { Core } from '../context.js'
import { type Page, pageOf, type PageRequest } from '../paging.js'
import type { Delivery, DeliveryState } from './delivery.model.js'

/** The ledger, newest first. `trouble` is what a person should look at: failed and unknown. */
export function listDeliveries(
  core: Core,
  filter: { state?: DeliveryState | 'trouble'; accountId?: string; conversationId?: string },
  page: PageRequest,
): Promise<Page<Delivery>> {
  const where: Record<string, unknown> = {}
  if (filter.state) where.state = filter.state === 'trouble' ? trusted({ $in: ['failed', 'unknown'] }) : filter.state
  if (filter.accountId) where.accountId = filter.accountId
  if (filter.conversationId) where.conversationId = filter.conversationId
  return pageOf<Delivery>(core.models.Delivery, where, page, { sort: { field: '_id', direction: -1, type: 'string' } })
}

/** The staff card that a Telegram message is, so that an answer to it finds what it is about. */
export function findStaffCard(core: Core, input: { accountId: string; chatId: string; externalId: string }): Promise<Delivery | null> {
  return core.models.Delivery.findOne(input).lean<Delivery | null>()
}
