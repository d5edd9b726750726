import { enNames } from './locales/en.js'
import { ruNames } from './locales/ru.js'

const LEAD = new RegExp(`^(?:${ruNames.lead}|${enNames.lead})[\\s:,—-]+(?=\\p{L})`, 'iu')

/** A person's name out of what they wrote: «Меня зовут анна» is "Анна". Undefined where it cannot be a name. */
export function parseName(text: string): string | undefined {
  const bare = text
    .slice(0, 200)
    .replace(/^(?:здравствуйте|добрый день|добрый вечер|привет|hello|hi)[\s,!.—-]+/iu, '')
    .replace(LEAD, '')
    .replace(/[\s.,!?;:)(]+$/u, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (!/\p{L}/u.test(bare) || /\d{2,}|@|https?:/u.test(bare) || bare.length > 100) return undefined
  return bare === bare.toLowerCase()
    ? bare.replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase())
    : bare
}
