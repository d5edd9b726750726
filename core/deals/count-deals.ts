import type { Core } from '../context.js'
import type { Transaction } from '../transaction.js'

/** What became of the deals with a client or a company; worth of the won ones in kopecks, deals in roubles. */
export async function countDeals(
  core: Core,
  whose: { clientId: string } | { companyId: string },
  tx?: Transaction,
) {
  const [sum] = await core.models.Deal.collection
    .aggregate<{
      deals: number
      openDeals: number
      wonDeals: number
      wonMinor: number
      lastDealAt: Date | null
      lastWonAt: Date | null
    }>(
      [
        { $match: whose },
        {
          $set: {
            won: { $and: [{ $ne: ['$closedAt', null] }, { $eq: ['$lostReason', null] }] },
          },
        },
        {
          $group: {
            _id: null,
            deals: { $sum: 1 },
            openDeals: { $sum: { $cond: [{ $eq: ['$closedAt', null] }, 1, 0] } },
            wonDeals: { $sum: { $cond: ['$won', 1, 0] } },
            wonMinor: {
              $sum: { $cond: [{ $and: ['$won', { $eq: ['$currency', 'RUB'] }] }, '$amountMinor', 0] },
            },
            lastDealAt: { $max: '$createdAt' },
            lastWonAt: { $max: { $cond: ['$won', '$closedAt', null] } },
          },
        },
      ],
      tx ? { session: tx.session } : {},
    )
    .toArray()
  return {
    deals: sum?.deals ?? 0,
    openDeals: sum?.openDeals ?? 0,
    wonDeals: sum?.wonDeals ?? 0,
    wonMinor: sum?.wonMinor ?? 0,
    lastDealAt: sum?.lastDealAt ?? null,
    lastWonAt: sum?.lastWonAt ?? null,
  }
}
