import type { Deal } from '../../../core/deals/deal.model.js'
import type { BoardColumn, DealRow } from '../../../core/deals/queries.js'
import { fromMinor, presentMoney } from '../money.js'
import type { BoardView, DealCard, DealView } from './schema.js'

export function presentDealCard(deal: DealRow): DealCard {
  return {
    id: deal._id,
    number: deal.number,
    pipeline: deal.pipeline,
    stage: deal.stage,
    title: deal.title,
    amount: presentMoney(deal.amountMinor, deal.currency),
    client: named(deal.clientId, deal.clientName),
    company: named(deal.companyId, deal.companyName),
    owner: named(deal.ownerId, deal.ownerName),
    priority: deal.priority,
    dueAt: deal.dueAt?.toISOString() ?? null,
    stageSince: deal.stageSince.toISOString(),
    conversationId: deal.conversationId,
    createdAt: deal.createdAt.toISOString(),
    version: deal.version,
  }
}

type Names = Pick<DealRow, 'clientName' | 'companyName' | 'ownerName'>

export function presentDeal(deal: Deal, names: Names): DealView {
  return {
    ...presentDealCard({ ...deal, ...names }),
    inquiryId: deal.inquiryId,
    items: deal.items.map(({ name, quantity, unit, priceMinor }) => ({
      name,
      quantity,
      unit: unit ?? null,
      price: priceMinor === undefined ? null : fromMinor(priceMinor),
    })),
    answers: deal.answers,
    notes: deal.notes,
    lostReason: deal.lostReason,
    closedAt: deal.closedAt?.toISOString() ?? null,
    history: deal.history.map(({ from, to, by, at, reason }) => ({
      from,
      to,
      by,
      at: at.toISOString(),
      reason: reason ?? null,
    })),
  }
}

export function presentColumn(column: BoardColumn): BoardView['columns'][number] {
  return {
    stage: column.stage.key,
    count: column.count,
    totals: column.totals.map(({ amountMinor, currency }) => presentMoney(amountMinor, currency)),
    items: column.deals.map(presentDealCard),
    nextCursor: column.nextCursor,
  }
}

function named(id: string | null, name: string | null) {
  return id === null ? null : { id, name: name ?? '' }
}
