import { id, oneOf, words } from '../app/search'

export interface CompanyFilter {
  q?: string
  owner?: string
}

export function companySearch(raw: Record<string, unknown>): CompanyFilter {
  return { q: words(raw, 'q'), owner: oneOf(raw, 'owner', ['me', 'none']) ?? id(raw, 'owner') }
}
