import { cardWords } from '../search-words.js'
import type { CompanyCard } from './company.model.js'

/** What a company is found by; written anew with every change of these fields. */
export function companyWords({ name, inn }: Pick<CompanyCard, 'name' | 'inn'>): string[] {
  return cardWords({ texts: [name, inn] })
}
