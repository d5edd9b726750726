import type { CompanyCard } from '../../../../core/companies/company.model.js'
import type { CompanyRow } from '../../../../core/companies/queries.js'
import type { PublicCompany, PublicCompanyRow } from './schema.js'

export function presentCompanyRow(company: CompanyRow): PublicCompanyRow {
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

export function presentCompany(company: CompanyCard): PublicCompany {
  return { ...presentCompanyRow(company), notes: company.notes }
}
