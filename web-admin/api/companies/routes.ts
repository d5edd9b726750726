import { getCompany, listCompanies } from '../../../core/companies/queries.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { presentCompany, presentCompanyRow } from './presenter.js'
import { companyPage, companyView, listQuery } from './schema.js'

export function companyRoutes(routes: RouteTable): void {
  routes.get(
    '/companies',
    { may: 'company.read', query: listQuery, answer: companyPage },
    async ({ core, query: { q, limit, cursor } }) => {
      const { items, nextCursor } = await listCompanies(core, { search: q }, { limit, cursor })
      return { items: items.map(presentCompanyRow), nextCursor }
    },
  )

  routes.get(
    '/companies/:id',
    { may: 'company.read', params: idParams, answer: companyView },
    async ({ core, params }) => presentCompany(await getCompany(core, params.id)),
  )
}
