import { createCompany } from '../../../core/companies/find-or-create-company.js'
import { listCompanies } from '../../../core/companies/queries.js'
import { updateCompany } from '../../../core/companies/update-company.js'
import { assigneeOf } from '../assignee.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { loadCompany, presentCompanies } from './presenter.js'
import { companyPage, companyView, createBody, listQuery, updateBody } from './schema.js'

/** Its clients and deals are lists of their own: `/clients?companyId=`, `/deals?companyId=`. */
export function companyRoutes(routes: RouteTable): void {
  routes.get(
    '/companies',
    { may: 'company.read', query: listQuery, answer: companyPage },
    async ({ core, by, query: { q, owner, limit, cursor } }) =>
      presentCompanies(
        core,
        await listCompanies(
          core,
          { search: q, ownerId: assigneeOf(by, owner) },
          { limit, cursor, sort: 'name' },
        ),
      ),
  )

  routes.post(
    '/companies',
    { may: 'company.create', body: createBody, answer: companyView, status: 201 },
    async ({ core, by, body }) => loadCompany(core, (await createCompany(core, by, body))._id),
  )

  routes.get(
    '/companies/:id',
    { may: 'company.read', params: idParams, answer: companyView },
    async ({ core, params }) => loadCompany(core, params.id),
  )

  routes.patch(
    '/companies/:id',
    { may: 'company.update', params: idParams, body: updateBody, answer: companyView },
    async ({ core, by, params, body }) => {
      await updateCompany(core, by, { companyId: params.id, ...body })
      return loadCompany(core, params.id)
    },
  )
}
