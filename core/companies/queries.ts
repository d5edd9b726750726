import { z } from 'zod'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import {
  byCreation,
  type Page,
  type PageQuery,
  pageQuery,
  planPage,
  readPage,
  type Sorts,
} from '../paging.js'
import { cardFilter, wordBeginning } from '../search-words.js'
import { id, note, validate } from '../validate.js'
import type { CompanyCard } from './company.model.js'

export const companyFilter = z.strictObject({
  search: note(200).optional(),
  /** A staff id, or `none`. */
  ownerId: id.optional(),
})
export type CompanyRow = Omit<CompanyCard, 'words' | 'custom' | 'notes'>

const sorts: Sorts = { ...byCreation, name: { path: 'nameKey', type: 'string' } }

/** Companies, newest first, or by `name`; `search` by the beginning of any word of the name, or of the INN. */
export async function listCompanies(
  core: Core,
  filter: z.input<typeof companyFilter> = {},
  page: PageQuery = {},
): Promise<Page<CompanyRow>> {
  const { search, ownerId } = validate(companyFilter, filter)
  const words = search ? companySearch(search) : {}
  if (!words) return { items: [], nextCursor: null }
  const where = { ...words, ...(ownerId ? { ownerId: ownerId === 'none' ? null : ownerId } : {}) }
  const plan = planPage(validate(pageQuery, page), sorts, '-createdAt')
  return readPage<CompanyCard, CompanyRow>(rows(core.models.Company), where, plan, {
    words: 0,
    custom: 0,
    notes: 0,
  })
}

/** Digits are an INN here, even where they could be a phone. */
function companySearch(text: string) {
  const inn = /^\d{3,12}$/.exec(text.trim())?.[0]
  return inn ? { words: wordBeginning(inn) } : cardFilter(text)
}

/** Throws `not-found`. */
export async function getCompany(core: Core, companyId: string): Promise<CompanyCard> {
  return found(
    await rows(core.models.Company).findOne({ _id: companyId }, { projection: { words: 0 } }),
    'company',
  )
}

/** How many clients work in each of these companies: id -> count. */
export async function countPeople(core: Core, companyIds: readonly string[]): Promise<Map<string, number>> {
  const counted = await rows(core.models.Client)
    .aggregate<{ _id: string; count: number }>([
      { $match: { companyId: { $in: companyIds } } },
      { $group: { _id: '$companyId', count: { $sum: 1 } } },
    ])
    .toArray()
  return new Map(counted.map(({ _id, count }) => [_id, count]))
}

/** Names for lists: id -> name. */
export async function companyNames(
  core: Core,
  ids: readonly (string | null)[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const found = await rows(core.models.Company)
    .find({ _id: { $in: wanted } }, { projection: { name: 1 } })
    .toArray()
  return new Map(found.map((company) => [company._id, company.name]))
}
