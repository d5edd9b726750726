import { z } from 'zod'
import { cursor, id, instant, limit, page, search } from '../fields.js'

export const listQuery = z.strictObject({
  q: search.optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
})

export const companyRow = z.object({
  id,
  name: z.string(),
  inn: z.string(),
  website: z.string(),
  address: z.string(),
  ownerId: id.nullable(),
  createdAt: instant,
  version: z.number(),
})
export const companyView = companyRow.extend({ notes: z.string() })
export const companyPage = page(companyRow)

export type CompanyRow = z.infer<typeof companyRow>
export type CompanyView = z.infer<typeof companyView>
