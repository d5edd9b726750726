import type { TFunction } from 'i18next'
import type { CompanyRow } from '../../api/contract'

/** What tells one company from another of the same name, in a line. */
export function companyRequisites(company: Pick<CompanyRow, 'inn' | 'website'>, t: TFunction): string {
  return [company.inn && t('companies.innOf', { inn: company.inn }), company.website]
    .filter(Boolean)
    .join(' · ')
}
