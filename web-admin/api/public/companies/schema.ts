import { z } from 'zod'
import { id, instant, page, search, version, words } from '../../fields.js'
import { byCreation, listFields } from '../fields.js'

export const companyList = z.strictObject({
  ...listFields(byCreation),
  search: search.optional(),
  ownerId: z.union([id, z.literal('none')]).optional(),
})
/** A company of that name that is there already is answered as it is. */
export const companyBody = z.strictObject({
  name: words(200).trim().min(1),
  inn: words(12).optional(),
  website: words(300).optional(),
  address: words(500).optional(),
  notes: words(5_000).optional(),
  ownerId: id.nullable().optional(),
})
export const companyPatch = z.strictObject({
  ...companyBody.partial().shape,
  expectedVersion: version.optional(),
})
const row = z.object({
  id,
  name: z.string(),
  inn: z.string(),
  website: z.string(),
  address: z.string(),
  ownerId: id.nullable(),
  createdAt: instant,
  version: z.number(),
})
export const publicCompany = row.extend({ notes: z.string() }).meta({ id: 'Company' })
export const publicCompanyPage = page(row.meta({ id: 'CompanyRow' }))
export type PublicCompanyRow = z.infer<typeof row>
export type PublicCompany = z.infer<typeof publicCompany>
