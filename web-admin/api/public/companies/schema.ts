import { z } from 'zod'
import { companyRow, companyView } from '../../companies/schema.js'
import { id, page, search, version, words } from '../../fields.js'
import { byCreation, listFields } from '../fields.js'

export const companyList = z.strictObject({ ...listFields(byCreation), search: search.optional() })
/** A company of that name that is there already is answered as it is. */
export const companyBody = z.strictObject({
  name: words(200).trim().min(1),
  inn: words(12).optional(),
  website: words(300).optional(),
  address: words(500).optional(),
  notes: words(5_000).optional(),
})
export const companyPatch = z.strictObject({
  ...companyBody.partial().shape,
  ownerId: id.nullable().optional(),
  expectedVersion: version.optional(),
})
export const publicCompany = companyView.meta({ id: 'Company' })
export const publicCompanyPage = page(companyRow.meta({ id: 'CompanyRow' }))
