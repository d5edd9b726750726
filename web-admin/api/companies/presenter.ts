import type { CompanyCard } from '../../../core/companies/company.model.js'
import type { CompanyRow as ListedCompany } from '../../../core/companies/queries.js'
import type { CompanyRow, CompanyView } from './schema.js'

export function presentCompanyRow(company: ListedCompany): CompanyRow {
  return {
    id: company._id,
    name: company.name,
    inn: company.inn,
    website: company.website,
    address: company.address,
    ownerId: company.ownerId,
    createdAt: company.createdAt.toISOString(),
    version: company.version,
  }
}

export function presentCompany(company: CompanyCard): CompanyView {
  return { ...presentCompanyRow(company), notes: company.notes }
}
