import { lastChange } from '../../../core/audit/queries.js'
import { countPeople, getCompany, type CompanyRow as ListedCompany } from '../../../core/companies/queries.js'
import type { Core } from '../../../core/context.js'
import { countDeals } from '../../../core/deals/count-deals.js'
import type { Page } from '../fields.js'
import { loadNames, named } from '../names.js'
import type { CompanyRow, CompanyView } from './schema.js'

/** A page of companies with the names and counts that lists show. */
export async function presentCompanies(core: Core, page: Page<ListedCompany>): Promise<Page<CompanyRow>> {
  const [people, names] = await Promise.all([
    countPeople(
      core,
      page.items.map((company) => company._id),
    ),
    loadNames(core, { staff: page.items.map((company) => company.ownerId) }),
  ])
  const present = (company: ListedCompany): CompanyRow => ({
    id: company._id,
    name: company.name,
    inn: company.inn,
    website: company.website,
    address: company.address,
    owner: named(names.staff, company.ownerId),
    people: people.get(company._id) ?? 0,
    createdAt: company.createdAt.toISOString(),
    version: company.version,
  })
  return { items: page.items.map(present), nextCursor: page.nextCursor }
}

/** Throws `not-found`. */
export async function loadCompany(core: Core, companyId: string): Promise<CompanyView> {
  const company = await getCompany(core, companyId)
  const [page, facts, changed] = await Promise.all([
    presentCompanies(core, { items: [company], nextCursor: null }),
    countDeals(core, { companyId }),
    lastChange(core, companyId),
  ])
  const [row] = page.items as [CompanyRow]
  return {
    ...row,
    notes: company.notes,
    facts: {
      deals: facts.deals,
      openDeals: facts.openDeals,
      wonDeals: facts.wonDeals,
      wonSum: { value: facts.wonMinor / 100, currency: 'RUB' },
      lastDealAt: facts.lastDealAt?.toISOString() ?? null,
    },
    changed: changed && { by: changed.by, at: changed.at.toISOString() },
  }
}
