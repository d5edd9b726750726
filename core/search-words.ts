import { stemmer } from '@orama/stemmers/russian'
import { parsePhone } from './parse/parse-phone.js'

const maxWords = 80

/**
 * What a card is found by: lower-case words of its texts, e-mails whole, phones from their start, from the operator's
 * code and by their last seven and four digits. Stored with the card under one index, so that search by the beginning
 * of any word stays a range of that index.
 */
export function searchWords(card: { texts?: string[]; phones?: string[]; emails?: string[] }): string[] {
  const words = new Set<string>()
  for (const phone of card.phones ?? []) {
    const digits = phone.replace(/\D/g, '')
    for (const length of [digits.length, 10, 7, 4]) words.add(digits.slice(-length))
  }
  for (const email of card.emails ?? []) {
    words.add(email.toLowerCase())
    for (const word of split(email)) words.add(word)
  }
  for (const text of card.texts ?? []) for (const word of split(text)) words.add(word)
  return [...words].slice(0, maxWords)
}

/**
 * `searchWords` with the beginnings of every word of letters among them, for cards of which there are many: what is typed is
 * looked for as it is, so that an index of `words` and the order of a list hands over one page and nothing more, be there
 * a thousand cards or a hundred thousand.
 */
export function cardWords(card: Parameters<typeof searchWords>[0]): string[] {
  const words = searchWords(card)
  return [...new Set([...words, ...words.flatMap(beginningsOf)])]
}

/** Every second length is enough: the letter in between is looked at in the few cards that are left. */
const beginningStep = 2
const shortestBeginning = 3
const longestBeginning = 15
const ofLetters = /^\p{L}[\p{L}\p{N}]*$/u

function beginningsOf(word: string): string[] {
  if (!ofLetters.test(word)) return []
  const beginnings: string[] = []
  for (let length = shortestBeginning; length <= longestBeginning; length += beginningStep)
    if (length < word.length) beginnings.push(word.slice(0, length))
  return beginnings
}

/** `searchFilter` for cards whose words are `cardWords`. */
export function cardFilter(query: string, minDigits = 3): Record<string, unknown> | null {
  return filterFor(query, minDigits, (word) => {
    const length = Math.min(word.length, longestBeginning)
    if (length < shortestBeginning || !ofLetters.test(word)) return [wordBeginning(word)]
    const known = word.slice(0, length - ((length - shortestBeginning) % beginningStep))
    return known === word ? [known] : [known, wordBeginning(word)]
  })
}

/**
 * A filter on `words` for what somebody typed: every word must begin a word of the card; of digits alone at least
 * `minDigits`. Null when there is no word in it.
 */
export function searchFilter(query: string, minDigits = 3): Record<string, unknown> | null {
  return filterFor(query, minDigits, (word) => [wordBeginning(word)])
}

function filterFor(
  query: string,
  minDigits: number,
  conditions: (word: string) => (string | RegExp)[],
): Record<string, unknown> | null {
  const text = query.trim().slice(0, 200)
  if (/^[+\d\s().-]+$/.test(text)) {
    const digits = text.replace(/\D/g, '')
    if (digits.length < minDigits) return null
    const phone = parsePhone(text)
    return { words: wordBeginning(phone.ok ? phone.value.slice(1) : digits) }
  }
  const words = text
    .split(/\s+/)
    .flatMap((token) => (token.includes('@') ? [token.toLowerCase()] : split(token)))
    .slice(0, 6)
  if (words.length === 0) return null
  return { $and: words.flatMap((word) => conditions(inAnyForm(word))).map((words) => ({ words })) }
}

function split(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]{1,40}/gu) ?? []
  )
}

/** What the forms of a Russian word begin with alike. Short beginnings say too little: such words stay whole. */
function inAnyForm(word: string): string {
  if (word.length < 4 || !/^[а-я]+$/.test(word)) return word
  const stem = stemmer(word)
  return stem.length >= 3 && word.startsWith(stem) ? stem : word
}

/** Anchored and escaped, so that MongoDB reads one range of the index. */
/** Matches the words of a card that begin so. */
export function wordBeginning(word: string): RegExp {
  return new RegExp(`^${word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}`)
}
