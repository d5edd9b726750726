import type { Deal } from '../../../../core/deals/deal.model.js'
import { placedMoves } from '../../../../core/deals/deal-moves.js'
import type { BareDeal } from '../../../../core/deals/queries.js'
import { presentTicks, presentVariants } from '../../deals/presenter.js'
import { fromMinor, presentMoney } from '../../money.js'
import type { PublicDeal, PublicDealRow } from './schema.js'

export function presentDealRow(deal: BareDeal): PublicDealRow {
  const { lostReason } = deal
  return {
    id: deal._id,
    number: deal.number,
    pipeline: deal.pipeline,
    stage: deal.stage,
    title: deal.title,
    amount: presentMoney(deal.amountMinor, deal.currency),
    clientId: deal.clientId,
    companyId: deal.companyId,
    ownerId: deal.ownerId,
    salesId: deal.salesId ?? null,
    accountId: deal.accountId ?? null,
    assistantId: deal.assistantId ?? null,
    inquiryId: deal.inquiryId,
    conversationId: deal.conversationId,
    items: deal.items.map(({ name, quantity, unit, priceMinor }) => ({
      name,
      quantity,
      unit: unit ?? null,
      price: priceMinor === undefined ? null : fromMinor(priceMinor),
    })),
    priority: deal.priority,
    dueAt: deal.dueAt?.toISOString() ?? null,
    ...(lostReason ? { lostReason: lostReason.text || lostReason.code, lostReasonKey: lostReason.code } : {}),
    closedAt: deal.closedAt?.toISOString() ?? null,
    stageSince: deal.stageSince.toISOString(),
    createdAt: deal.createdAt.toISOString(),
    version: deal.version,
  }
}

export function presentDeal(deal: Deal): PublicDeal {
  return {
    ...presentDealRow(deal),
    notes: deal.notes,
    answers: deal.answers,
    variants: presentVariants(deal),
    chosenVariant: deal.chosenVariant ?? null,
    checklist: presentTicks(deal).map(({ stage, item, at }) => ({ stage, item, at })),
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
