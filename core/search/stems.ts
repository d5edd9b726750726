import { stemmer as english } from '@orama/stemmers/english'
import { stemmer as russian } from '@orama/stemmers/russian'

/** Words of one message that are indexed; what is beyond them is a pasted document. */
const maxStems = 200
const maxQueryWords = 8
const word = /[\p{L}\p{N}]+/gu

/** Too frequent to tell one message from another: indexed they would be most of the index. */
const ignored = new Set(
  (
    'и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее мне было вот от меня еще ' +
    'нет о из ему или ни быть был до вас ли если уже для это мы при the a an of to in is it and or for on at be'
  ).split(' '),
)

export interface WordPlace {
  /** As it stands in the text, lower-case, `ё` as `е`. */
  word: string
  stem: string
  from: number
  to: number
}

/** The words of a text with their stems and places. A place counts letters of the text as given. */
export function wordsOf(text: string): WordPlace[] {
  const places: WordPlace[] = []
  for (const match of text.matchAll(word)) {
    const [found] = match
    const plain = plainWord(found)
    places.push({ word: plain, stem: stemOf(plain), from: match.index, to: match.index + found.length })
  }
  return places
}

/** What a text is found by: the stem of each word, once. */
export function stemsOf(text: string): string[] {
  const stems = new Set<string>()
  for (const { word, stem } of wordsOf(text)) {
    if (ignored.has(word) || stem.length > 40) continue
    stems.add(stem)
    if (stems.size === maxStems) break
  }
  return [...stems]
}

export interface QueryWord {
  word: string
  stem: string
  /** The last word may still be being typed: what begins with it counts too. */
  open: boolean
}

/** The words somebody looks for; words that are in every text are left out. */
export function queryWords(query: string): QueryWord[] {
  const text = query.normalize('NFC').slice(0, 200)
  const all = wordsOf(text).map(({ word, stem, to }) => ({
    word,
    stem,
    open: to === text.length && word.length >= 2,
  }))
  const telling = all.filter(({ word }) => !ignored.has(word))
  const seen = new Set<string>()
  return telling.filter(({ stem }) => !seen.has(stem) && seen.add(stem)).slice(0, maxQueryWords)
}

function plainWord(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е')
}

/** A vowel that some forms have and others have not: «кружек», «кружка»; «окон», «окна»; «отец», «отца». */
const fleetingVowel = /([бвгджзклмнпрстфхцчшщ])[ое]([кнц])$/

/** Russian and English; digits stay as they are. */
function stemOf(word: string): string {
  if (/^[а-я]+$/.test(word)) return russian(word).replace(fleetingVowel, '$1$2')
  if (/^[a-z]+$/.test(word)) return english(word)
  return word
}
