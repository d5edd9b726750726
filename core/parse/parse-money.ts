import { type Amount, findAmounts } from './find-amounts.js'
import { MICRO } from './number-words.js'
import { chooseAmount } from './parse-number.js'
import type { Parsed } from './parsed.js'

/** Currencies with two digits after the point; ISO 4217. */
export const CURRENCIES = [
  'RUB',
  'USD',
  'EUR',
  'GBP',
  'CNY',
  'KZT',
  'BYN',
  'AMD',
  'GEL',
  'AZN',
  'AED',
  'TRY',
] as const
export type Currency = (typeof CURRENCIES)[number]

/** `minor` is a whole number of kopecks, cents and the like. */
export interface Money {
  minor: number
  currency: Currency
}

export type MoneyReason = 'no-number' | 'range' | 'several' | 'too-precise' | 'too-big' | 'negative'

const NAMES: Array<[Currency, RegExp]> = [
  ['BYN', /byn|(?<!\p{L})бел\p{L}*\.?\s*руб\p{L}*/gu],
  ['RUB', /₽|rub(?!\p{L})|rur(?!\p{L})|руб\p{L}*|(?<!\p{L})р(?!\p{L})|rubles?|roubles?/gu],
  ['USD', /us\$|\$|usd|доллар\p{L}*|бакс\p{L}*|dollars?|bucks/gu],
  ['EUR', /€|eur(?!\p{L})|евро|euros?/gu],
  ['GBP', /£|gbp|фунт\p{L}*|pounds?/gu],
  ['CNY', /cny|cn¥|¥|юан\p{L}*|yuan/gu],
  ['KZT', /₸|kzt|тенге|тг(?!\p{L})|tenge/gu],
  ['AMD', /֏|amd|драм\p{L}*/gu],
  ['GEL', /₾|gel(?!\p{L})|лари(?!\p{L})/gu],
  ['AZN', /₼|azn|манат\p{L}*/gu],
  ['AED', /aed|дирхам\p{L}*/gu],
  ['TRY', /₺|try(?!\p{L})|лир(?:а|ы|у)?(?!\p{L})/gu],
]
const MINOR = /^\s*(?:коп|цент|cent|kopeck|kopek|тиын)/

/**
 * A sum out of what a person wrote: «50 тыс руб», «1 500,50 ₽», «$200», «100 рублей 50 копеек», «полмиллиона».
 * Without a named currency it is in `currency`. Kopecks are kept exactly; what has parts of a kopeck is refused
 * (`too-precise`), never rounded. Ranges and several sums give a reason.
 */
export function parseMoney(text: string, currency: Currency = 'RUB'): Parsed<Money, MoneyReason> {
  const amounts = findAmounts(text)
  const named = currenciesIn(amounts.text)
  if (named.length > 1) return { ok: false, reason: 'several' }
  const sum = wholeAndKopecks(amounts.text, amounts.found) ?? chooseAmount(amounts.text, amounts.found)
  if (!sum.ok) return sum
  const { micro, inexact } = sum.value
  const inMinor = MINOR.test(amounts.text.slice(sum.value.end)) && !isSum(sum.value) ? 1n : 100n
  if (inexact && micro < 10n ** 24n) return { ok: false, reason: 'too-precise' }
  if (micro < 0n) return { ok: false, reason: 'negative' }
  if ((micro * inMinor) % MICRO !== 0n) return { ok: false, reason: 'too-precise' }
  const minor = (micro * inMinor) / MICRO
  if (minor > BigInt(Number.MAX_SAFE_INTEGER)) return { ok: false, reason: 'too-big' }
  return { ok: true, value: { minor: Number(minor), currency: named[0] ?? currency } }
}

function currenciesIn(text: string): Currency[] {
  const found: Currency[] = []
  let rest = text
  for (const [code, pattern] of NAMES) {
    const without = rest.replace(pattern, ' ')
    if (without !== rest) found.push(code)
    rest = without
  }
  return found
}

interface Sum extends Amount {
  sum: true
}

function isSum(amount: Amount | Sum): amount is Sum {
  return 'sum' in amount
}

/** «100 рублей 50 копеек»: two amounts that are one sum. */
function wholeAndKopecks(text: string, found: Amount[]): { ok: true; value: Sum } | undefined {
  const [whole, part, ...more] = found
  if (!whole || !part || more.length > 0 || !MINOR.test(text.slice(part.end))) return undefined
  if (/\d/.test(text.slice(whole.end, part.start)) || part.micro >= 100n * MICRO || part.micro % MICRO !== 0n)
    return undefined
  return {
    ok: true,
    value: {
      ...whole,
      micro: whole.micro + part.micro / 100n,
      inexact: whole.inexact,
      end: part.end,
      sum: true,
    },
  }
}
