import type { Core } from '../../../core/context.js'
import { getDeal } from '../../../core/deals/queries.js'
import { loadNames } from '../names.js'
import { presentDeal } from './presenter.js'
import type { DealView } from './schema.js'

/** The whole deal. Throws `not-found`. */
export async function loadDeal(core: Core, dealId: string): Promise<DealView> {
  const deal = await getDeal(core, dealId)
  const { clientId, companyId, ownerId, salesId = null, accountId = null, assistantId = null } = deal
  const names = await loadNames(core, {
    staff: [ownerId, salesId, accountId, assistantId],
    clients: [clientId],
    companies: [companyId],
  })
  return presentDeal(deal, {
    clientName: names.clients.get(clientId ?? '') ?? null,
    companyName: names.companies.get(companyId ?? '') ?? null,
    ownerName: names.staff.get(ownerId ?? '') ?? null,
    salesName: names.staff.get(salesId ?? '') ?? null,
    accountName: names.staff.get(accountId ?? '') ?? null,
    assistantName: names.staff.get(assistantId ?? '') ?? null,
  })
}
