import type { Locale } from '../../core/context.js'
import { words } from './words.js'

/** `https://wa.me/<number>` with words that carry the token; null for what is no number. */
export function entryLinkTo(number: string, token: string, locale: Locale): string | null {
  const digits = number.replace(/\D/g, '')
  return digits === ''
    ? null
    : `https://wa.me/${digits}?text=${encodeURIComponent(words(locale, 'linkText', { token }))}`
}
