import { findOrCreateCompany } from '../../../../core/companies/find-or-create-company.js'
import { getCompany, listCompanies } from '../../../../core/companies/queries.js'
import { updateCompany } from '../../../../core/companies/update-company.js'
import { idParams } from '../../fields.js'
import type { RouteTable } from '../../route-table.js'
import { presentCompany, presentCompanyRow } from './presenter.js'
import { companyBody, companyList, companyPatch, publicCompany, publicCompanyPage } from './schema.js'

export function publicCompanyRoutes(routes: RouteTable): void {
  routes.get(
    '/companies',
    {
      may: 'company.read',
      summary: 'Companies, newest first',
      query: companyList,
      answer: publicCompanyPage,
    },
    async ({ core, query: { limit, cursor, sort, ...filter } }) => {
      const page = await listCompanies(core, filter, { limit, cursor, sort })
      return { items: page.items.map(presentCompanyRow), nextCursor: page.nextCursor }
    },
  )

  routes.post(
    '/companies',
    {
      may: 'company.create',
      summary: 'Find a company by name or make it',
      body: companyBody,
      answer: publicCompany,
      status: 201,
    },
    async ({ core, by, body, tx }) => presentCompany((await findOrCreateCompany(core, by, body, tx)).company),
  )

  routes.get(
    '/companies/:id',
    { may: 'company.read', summary: 'One company', params: idParams, answer: publicCompany },
    async ({ core, params }) => presentCompany(await getCompany(core, params.id)),
  )

  routes.patch(
    '/companies/:id',
    {
      may: 'company.update',
      summary: 'Change a company',
      params: idParams,
      body: companyPatch,
      answer: publicCompany,
    },
    async ({ core, by, params, body, tx }) =>
      presentCompany(await updateCompany(core, by, { companyId: params.id, ...body }, tx)),
  )
}
