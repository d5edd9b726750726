import type { Company } from '../../core/context.js'
import { words } from './words.js'

/** `wa.me/<number>` with words that carry the token; null for what is no number. */
export function entryLinkTo(number: string, token: string, company: Company): string | null {
  const digits = number.replace(/\D/g, '')
  return digits === ''
    ? null
    : `${company.chatLinks.whatsapp}/${digits}?text=${encodeURIComponent(words(company.locale, 'linkText', { token }))}`
}
