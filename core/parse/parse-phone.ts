import {
  type CountryCode,
  findPhoneNumbersInText,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max'
import { type Parsed, tidy } from './parsed.js'

export type PhoneReason = 'no-phone' | 'too-short' | 'too-long' | 'invalid'

/** Something that could be meant as a number: digits with the signs people put between them. */
const CANDIDATE = /[+＋]?\(?\d[\d\s().\-–—‑−/]*\d/g

/** The library's search grows with the square of the text; numbers stand near the beginning. */
const MAX_LOOK = 250

/**
 * A phone number out of what a person wrote: "8 (913) 123-45-67", "+7...", "913 ...", with words around it.
 * Gives E.164. A number without a country code belongs to `region`. Of several numbers the first valid one is taken;
 * an extension is not kept.
 */
export function parsePhone(text: string, region: CountryCode = 'RU'): Parsed<string, PhoneReason> {
  // "+8 913..." is a Russian habit: the trunk prefix 8 with a plus of the international form before it.
  const clean = tidy(text)
    .slice(0, MAX_LOOK)
    .replace(/[‑–—−]/g, '-')
    .replace(/[+＋]\s*8(?=[\s(-]*[3489]\d\d(?:[\s()-]*\d){7}(?!\d))/g, '8')
  const whole = parsePhoneNumberFromString(clean, region)
  if (whole?.isValid()) return { ok: true, value: whole.number }
  const inside = findPhoneNumbersInText(clean, { defaultCountry: region })[0]
  if (inside?.number.isValid()) return { ok: true, value: inside.number.number }

  const candidates = clean.match(CANDIDATE) ?? []
  for (const candidate of candidates) {
    const number = parsePhoneNumberFromString(candidate, region)
    if (number?.isValid()) return { ok: true, value: number.number }
  }
  return { ok: false, reason: reasonOf(longest(candidates), region) }
}

function reasonOf(candidate: string | undefined, region: CountryCode): PhoneReason {
  if (candidate === undefined) return 'no-phone'
  switch (validatePhoneNumberLength(candidate, region)) {
    case 'TOO_SHORT':
      return 'too-short'
    case 'TOO_LONG':
      return 'too-long'
    case 'NOT_A_NUMBER':
      return 'no-phone'
    default:
      return 'invalid'
  }
}

function longest(candidates: string[]): string | undefined {
  const digits = (text: string) => text.replace(/\D/g, '').length
  return candidates.reduce<string | undefined>(
    (best, next) => (best === undefined || digits(next) > digits(best) ? next : best),
    undefined,
  )
}
