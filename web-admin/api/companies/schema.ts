import { z } from 'zod'
import {
  cursor,
  id,
  instant,
  limit,
  moneyView,
  named,
  page,
  search,
  signature,
  version,
  words,
} from '../fields.js'

export const listQuery = z.strictObject({
  q: search.optional(),
  owner: z.union([z.enum(['me', 'none', 'all']), id]).optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
})

const writable = {
  name: words(200).trim().min(1),
  /** Digits: 10 or 12 in Russia. Empty takes it off. */
  inn: words(12),
  website: words(300),
  address: words(500),
  notes: words(5_000),
  ownerId: id.nullable(),
}
export const createBody = z.strictObject(writable).partial().required({ name: true })
export const updateBody = z
  .strictObject({ ...writable, expectedVersion: version })
  .partial()
  .refine((body) => Object.keys(body).some((field) => field !== 'expectedVersion'), { message: 'required' })

export const companyRow = z.object({
  id,
  name: z.string(),
  inn: z.string(),
  website: z.string(),
  address: z.string(),
  owner: named.nullable(),
  /** How many clients work there. */
  people: z.number(),
  createdAt: instant,
  version: z.number(),
})
export const companyView = companyRow.extend({
  notes: z.string(),
  facts: z.object({
    deals: z.number(),
    openDeals: z.number(),
    wonDeals: z.number(),
    wonSum: moneyView,
    lastDealAt: instant.nullable(),
  }),
  /** Who touched the card last. */
  changed: z.object({ by: signature, at: instant }).nullable(),
})
export const companyPage = page(companyRow)

export type CompanyRow = z.infer<typeof companyRow>
export type CompanyView = z.infer<typeof companyView>
export type CompanyListQuery = z.input<typeof listQuery>
export type CompanyCreateBody = z.input<typeof createBody>
export type CompanyUpdateBody = z.input<typeof updateBody>
