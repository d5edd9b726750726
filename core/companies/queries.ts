import { z } from 'zod'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import { byCreation, type Page, type PageQuery, pageQuery, planPage, readPage } from '../paging.js'
import { searchFilter } from '../search-words.js'
import { note, validate } from '../validate.js'
import type { CompanyCard } from './company.model.js'

export const companyFilter = z.strictObject({ search: note(200).optional() })
export type CompanyRow = Omit<CompanyCard, 'words' | 'custom' | 'notes'>

/** Companies, newest first; `search` by the beginning of any word of the name. */
export async function listCompanies(
  core: Core,
  filter: z.input<typeof companyFilter> = {},
  page: PageQuery = {},
): Promise<Page<CompanyRow>> {
  const { search } = validate(companyFilter, filter)
  const plan = planPage(validate(pageQuery, page), byCreation, '-createdAt')
  return readPage<CompanyCard, CompanyRow>(
    rows(core.models.Company),
    search ? (searchFilter(search) ?? {}) : {},
    plan,
    {
      words: 0,
      custom: 0,
      notes: 0,
    },
  )
}

/** Throws `not-found`. */
export async function getCompany(core: Core, companyId: string): Promise<CompanyCard> {
  return found(
    await rows(core.models.Company).findOne({ _id: companyId }, { projection: { words: 0 } }),
    'company',
  )
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
