import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CompanyRow } from '../../api/contract'
import rows from '../parts/rows.module.css'
import { companyRequisites } from './company-words'

export function CompanyTable({ rows: companies }: { rows: readonly CompanyRow[] }) {
  const { t } = useTranslation()
  return (
    <table className={rows.table} aria-label={t('companies.list')}>
      <thead>
        <tr>
          <th scope="col">{t('companies.field.name')}</th>
          <th scope="col">{t('companies.people')}</th>
          <th scope="col">{t('companies.field.address')}</th>
          <th scope="col">{t('companies.field.owner')}</th>
        </tr>
      </thead>
      <tbody>
        {companies.map((company) => (
          <tr key={company.id}>
            <td>
              <Link to="/companies/$companyId" params={{ companyId: company.id }} className={rows.main}>
                {company.name}
              </Link>
              <div className={rows.sub}>{companyRequisites(company, t)}</div>
            </td>
            <td className="ot-num">
              {company.people > 0 ? t('companies.personCount', { count: company.people }) : ''}
            </td>
            <td className={rows.sub}>{company.address}</td>
            <td>{company.owner?.name ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
