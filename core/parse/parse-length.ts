import { type Amount, findAmounts } from './find-amounts.js'
import { MICRO } from './number-words.js'
import { chooseAmount, type NumberReason } from './parse-number.js'
import type { Parsed } from './parsed.js'

export type LengthUnit = 'mm' | 'cm' | 'm'

const MILLIMETRES: Record<LengthUnit, bigint> = { mm: 1n, cm: 10n, m: 1000n }
const UNITS: Array<[RegExp, LengthUnit]> = [
  [/^\s*(?:мм(?!\p{L})|миллиметр|mm(?!\p{L}))/u, 'mm'],
  [/^\s*(?:см(?!\p{L})|сантиметр|cm(?!\p{L}))/u, 'cm'],
  [/^\s*(?:м(?!\p{L})|метр|m(?!\p{L})|met(?:er|re))/u, 'm'],
]

/**
 * A length out of what a person wrote, in `unit`: «240», «240 см», «2,4 м», «2 м 40 см». A bare number is in `unit`.
 * Here «1,250 м» is one metre and a quarter.
 */
export function parseLength(text: string, unit: LengthUnit): Parsed<number, NumberReason> {
  const amounts = findAmounts(text.replace(/(\d),(\d{3})(?=\s*(?:м(?!\p{L})|метр|m(?!\p{L})))/giu, '$1,$20'))
  const [first, second, ...more] = amounts.found
  if (first && second && more.length === 0) {
    const [a, b] = [unitAfter(amounts.text, first), unitAfter(amounts.text, second)]
    const adjacent = /^\s*(?:м|метр\p{L}*|m|см|cm)\.?\s*(?:и\s+)?$/u.test(
      amounts.text.slice(first.end, second.start),
    )
    if (a && b && adjacent && MILLIMETRES[a] > MILLIMETRES[b]) {
      return inUnit(first.micro * MILLIMETRES[a] + second.micro * MILLIMETRES[b], unit)
    }
  }
  const one = chooseAmount(amounts.text, amounts.found)
  if (!one.ok) return one
  return inUnit(one.value.micro * MILLIMETRES[unitAfter(amounts.text, one.value) ?? unit], unit)
}

function unitAfter(text: string, amount: Amount): LengthUnit | undefined {
  const after = text.slice(amount.end, amount.end + 12)
  return UNITS.find(([pattern]) => pattern.test(after))?.[1]
}

function inUnit(microMillimetres: bigint, unit: LengthUnit): Parsed<number, NumberReason> {
  const metres = microMillimetres / MICRO / 1000n
  if (metres > 100_000n || metres < -100_000n) return { ok: false, reason: 'too-big' }
  return { ok: true, value: Number(microMillimetres) / Number(MICRO * MILLIMETRES[unit]) }
}
