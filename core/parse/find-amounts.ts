import { MICRO, numberWord } from './number-words.js'
import { tidy } from './parsed.js'

/** A number found in a text. `micro` is exact, in millionths; `start` and `end` are places in `amounts.text`. */
export interface Amount {
  micro: bigint
  /** More than six digits after the point: `micro` is cut, not exact. */
  inexact: boolean
  start: number
  end: number
}

export interface Amounts {
  /** The text the places refer to: tidied, lower case, ё as е. */
  text: string
  found: Amount[]
}

interface Token {
  kind: 'digits' | 'unit' | 'scale'
  micro: bigint
  /** "1,500" read as a fraction, for "1,500 млн"; plainly it means one and a half thousand. */
  fraction?: bigint
  inexact: boolean
  start: number
  end: number
}

/** Longer runs of digits are not amounts but card or order numbers; they are read up to here and refused as too big. */
const MAX_DIGITS = 30

const LITERAL =
  /(?<![\p{L}\d]|\d[.,])(?:\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d{3}){2,}(?:[.,]\d+)?|\d+(?:[.,]\d{3})?(?:[.,]\d+)?)(?!\d|[.,]\d|\s?%)/gu
const WORD = /\p{L}+/gu
/** "к" and "k" mean a thousand only where nothing else can be meant: "1,5к", but not "500 к пятнице". */
const SHORT_THOUSAND =
  /^(?:\s?т\.?\s?р(?![\p{L}])\.?|\s?[кk](?=$|[.,!?;)]|\s?(?:руб|р(?![\p{L}])|₽|\$|€))|[кk](?![\p{L}]))/u

/**
 * Numbers in a text as people write them: "1 500", "1.500,50", "1,5к", "2 тыс", "полторы тысячи", "сто двадцать".
 * Words and digits that belong together are one amount; what stands apart, also in a range, is found apart.
 */
export function findAmounts(source: string): Amounts {
  const text = tidy(source).toLowerCase().replace(/ё/g, 'е')
  const tokens = [...literals(text), ...wordTokens(text)].sort((a, b) => a.start - b.start)
  return { text, found: combine(text, tokens) }
}

function literals(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(LITERAL)) {
    if (match[0].length > MAX_DIGITS) {
      tokens.push({
        kind: 'digits',
        micro: 10n ** 30n,
        inexact: true,
        start: match.index,
        end: match.index + match[0].length,
      })
      continue
    }
    const end = match.index + match[0].length
    const short = text.slice(end).match(SHORT_THOUSAND)?.[0] ?? ''
    const value = readLiteral(match[0])
    const token: Token = { kind: 'digits', ...value, start: match.index, end: end + short.length }
    tokens.push(
      short ? { ...token, micro: (value.fraction ?? value.micro) * 1000n, fraction: undefined } : token,
    )
  }
  return tokens
}

function wordTokens(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(WORD)) {
    const word = numberWord(match[0])
    if (word) {
      tokens.push({ ...word, inexact: false, start: match.index, end: match.index + match[0].length })
    }
  }
  return tokens
}

/** "1.500" is a thousand and a half here (runs and prices), "1.50" and "0.500" are fractions. */
function readLiteral(literal: string): { micro: bigint; fraction?: bigint; inexact: boolean } {
  const plain = literal.replace(/[ '’]/g, '')
  const marks = plain.match(/[.,]/g) ?? []
  const grouped = plain !== literal
  if (marks.length === 0) return { micro: BigInt(plain) * MICRO, inexact: false }
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','))
  const asFraction = () => decimal(plain.slice(0, last).replace(/[.,]/g, ''), plain.slice(last + 1))
  if (marks.length > 1 && new Set(marks).size > 1) return asFraction()
  const looksGrouped = !grouped && /^[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(plain)
  if (!looksGrouped) return asFraction()
  const whole = { micro: BigInt(plain.replace(/[.,]/g, '')) * MICRO, inexact: false }
  return marks.length === 1 ? { ...whole, fraction: asFraction().micro } : whole
}

function decimal(whole: string, fraction: string): { micro: bigint; inexact: boolean } {
  const six = fraction.slice(0, 6).padEnd(6, '0')
  return { micro: BigInt(whole || '0') * MICRO + BigInt(six), inexact: /[1-9]/.test(fraction.slice(6)) }
}

/** Grows amounts left to right: a smaller unit adds ("сто" + "двадцать"), a scale multiplies and closes its group. */
function combine(text: string, tokens: Token[]): Amount[] {
  const found: Amount[] = []
  let open:
    | { total: bigint; group: bigint | null; room: bigint; inexact: boolean; start: number; end: number }
    | undefined
  let last: Token | undefined
  const close = () => {
    if (open) found.push(signed(text, found, { ...open, micro: open.total + (open.group ?? 0n) }))
    open = undefined
  }
  for (const token of tokens) {
    if (open && !joins(text.slice(open.end, token.start))) close()
    if (token.kind === 'scale') {
      if (open?.group != null && (open.total === 0n || token.micro < open.room)) {
        const group = last?.kind === 'digits' && last.fraction !== undefined ? last.fraction : open.group
        open.total += (group * token.micro) / MICRO
        open.room = token.micro
        open.group = null
      } else {
        close()
        open = {
          total: token.micro,
          group: null,
          room: token.micro,
          inexact: false,
          start: token.start,
          end: token.end,
        }
      }
    } else if (open && fits(open, last, token)) {
      open.group = (open.group ?? 0n) + token.micro
      open.inexact ||= token.inexact
    } else {
      close()
      open = {
        total: 0n,
        group: token.micro,
        room: 0n,
        inexact: token.inexact,
        start: token.start,
        end: token.end,
      }
    }
    if (open) open.end = token.end
    last = token
  }
  close()
  return found
}

function joins(gap: string): boolean {
  return /^\.?\s+$/.test(gap) || /^\s+(?:и|and)\s+$/.test(gap)
}

function fits(open: { group: bigint | null; room: bigint }, last: Token | undefined, token: Token): boolean {
  if (open.group === null) return token.micro < open.room
  if (token.kind === 'digits' || last?.kind !== 'unit') return false
  // "двадцать" takes 1-9, "сто" takes 1-99: a unit fits under the last zero of the one before it.
  const zeros = last.micro >= 100n * MICRO ? 100n : last.micro >= 20n * MICRO ? 10n : 0n
  return token.micro < zeros * MICRO && token.micro >= MICRO
}

/** A minus counts only before the first number; between numbers it is a dash. */
function signed(text: string, found: Amount[], open: Amount): Amount {
  const amount = { micro: open.micro, inexact: open.inexact, start: open.start, end: open.end }
  if (found.length > 0 || !/(?:^|\s)(?:[-−]|минус |minus )$/.test(text.slice(0, open.start))) return amount
  return { ...amount, micro: -amount.micro }
}
