import type { Deal } from './deal.model.js'

/** Fields a stage may ask for, by the names the API has for them. */
export const requirable = ['amount', 'title', 'dueAt', 'items', 'clientId', 'companyId', 'ownerId'] as const
export type Requirable = (typeof requirable)[number]

const filled: Record<Requirable, (deal: Deal) => boolean> = {
  amount: (deal) => deal.amountMinor > 0,
  title: (deal) => deal.title !== '',
  dueAt: (deal) => deal.dueAt !== null,
  items: (deal) => deal.items.length > 0,
  clientId: (deal) => deal.clientId !== null,
  companyId: (deal) => deal.companyId !== null,
  ownerId: (deal) => deal.ownerId !== null,
}

/** Which of the asked fields the deal has empty. */
export function missingFields(deal: Deal, required: readonly string[] = []): string[] {
  return required.filter((field) => !(filled[field as Requirable]?.(deal) ?? true))
}
