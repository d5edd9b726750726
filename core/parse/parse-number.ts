import { type Amount, findAmounts } from './find-amounts.js'
import { MICRO } from './number-words.js'
import type { Parsed } from './parsed.js'

export type NumberReason = 'no-number' | 'range' | 'several' | 'too-big'

/** Beyond this a double no longer tells neighbours apart, and nobody means it. */
const LIMIT = 1_000_000_000_000n * MICRO

const PIECES = /^\s*(?:шт|экз|единиц|комплект|pcs|pieces|units)/
const BETWEEN = /^(?:-|–|—|…|\.{2,}|~|\/|до|или|либо|to|or)$/u

/**
 * One number out of what a person wrote: «500 шт», «1 500», «полторы тысячи», «2 тыс», «1,5к», "around 500".
 * A range («500-700») or several numbers give a reason, because choosing for the person would be a guess; a number
 * followed by a word for pieces wins over others («500 шт до 25 декабря»). Values have up to six decimals.
 */
export function parseNumber(text: string): Parsed<number, NumberReason> {
  const amounts = findAmounts(text)
  const one = chooseAmount(amounts.text, amounts.found)
  if (!one.ok) return one
  const { micro } = one.value
  if (micro > LIMIT || micro < -LIMIT) return { ok: false, reason: 'too-big' }
  return { ok: true, value: Number(micro / MICRO) + Number(micro % MICRO) / 1_000_000 }
}

/** The one amount that is meant, or why it cannot be told. */
export function chooseAmount(
  text: string,
  found: Amount[],
): Parsed<Amount, 'no-number' | 'range' | 'several'> {
  const [first] = found
  if (!first) return { ok: false, reason: 'no-number' }
  if (found.length === 1) return { ok: true, value: first }
  for (let i = 1; i < found.length; i++) {
    const [a, b] = [found[i - 1], found[i]]
    if (a && b && isBetween(text.slice(a.end, b.start))) return { ok: false, reason: 'range' }
  }
  const pieces = found.filter((amount) => PIECES.test(text.slice(amount.end)))
  if (pieces.length === 1 && pieces[0]) return { ok: true, value: pieces[0] }
  return { ok: false, reason: 'several' }
}

/** What stands between the ends of a range. */
function isBetween(gap: string): boolean {
  return BETWEEN.test(gap.trim())
}
