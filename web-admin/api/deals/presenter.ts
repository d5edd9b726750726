import type { Deal, DealItem } from '../../../core/deals/deal.model.js'
import { placedMoves } from '../../../core/deals/deal-moves.js'
import type { BoardColumn, DealRow } from '../../../core/deals/queries.js'
import { fromMinor, presentMoney } from '../money.js'
import type { BoardView, DealCard, DealView, VariantView } from './schema.js'

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

type Names = Pick<DealRow, 'clientName' | 'companyName' | 'ownerName'> & {
  salesName: string | null
  accountName: string | null
  assistantName: string | null
}

export function presentItems(items: readonly DealItem[]) {
  return items.map(({ name, quantity, unit, priceMinor }) => ({
    name,
    quantity,
    unit: unit ?? null,
    price: priceMinor === undefined ? null : fromMinor(priceMinor),
  }))
}

export function presentVariants(deal: Pick<Deal, 'variants'>): VariantView[] {
  return (deal.variants ?? []).map(({ key, name, items, amountMinor, notes }) => ({
    key,
    name,
    items: presentItems(items),
    amount: fromMinor(amountMinor),
    notes,
  }))
}

export function presentTicks(deal: Pick<Deal, 'checklist'>) {
  return Object.entries(deal.checklist ?? {}).map(([tick, { by, at }]) => {
    const [stage = '', item = ''] = tick.split('/')
    return { stage, item, by, at: at.toISOString() }
  })
}

export function presentDeal(deal: Deal, names: Names): DealView {
  return {
    ...presentDealCard({ ...deal, ...names }),
    inquiryId: deal.inquiryId,
    items: presentItems(deal.items),
    variants: presentVariants(deal),
    chosenVariant: deal.chosenVariant ?? null,
    sales: named(deal.salesId ?? null, names.salesName),
    account: named(deal.accountId ?? null, names.accountName),
    assistant: named(deal.assistantId ?? null, names.assistantName),
    ticks: presentTicks(deal),
    answers: deal.answers,
    notes: deal.notes,
    lostReason: deal.lostReason,
    closedAt: deal.closedAt?.toISOString() ?? null,
    history: placedMoves(deal).map(({ from, to, fromPipeline, toPipeline, by, at, reason }) => ({
      from,
      to,
      fromPipeline,
      toPipeline,
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
