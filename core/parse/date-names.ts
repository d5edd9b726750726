/** Names in dates as people write them, for regular expressions over lower-case text with ё written as е. */

const MONTHS = [
  'январ(?:ь|я|ю|е)|янв|january|jan',
  'феврал(?:ь|я|ю|е)|фев|february|feb',
  'март(?:а|у|е)?|мар|march|mar',
  'апрел(?:ь|я|ю|е)|апр|april|apr',
  'ма(?:й|я|ю|е)|may',
  'июн(?:ь|я|ю|е)|июн|june|jun',
  'июл(?:ь|я|ю|е)|июл|july|jul',
  'август(?:а|у|е)?|авг|august|aug',
  'сентябр(?:ь|я|ю|е)|сент?|september|sept?',
  'октябр(?:ь|я|ю|е)|окт|october|oct',
  'ноябр(?:ь|я|ю|е)|нояб?|november|nov',
  'декабр(?:ь|я|ю|е)|дек|december|dec',
]

const WEEKDAYS = [
  'понедельник(?:а|у)?|пнд?|monday|mon',
  'вторник(?:а|у)?|втр?|tuesday|tue',
  'сред(?:а|у|ы|е)|ср|wednesday|wed',
  'четверг(?:а|у)?|чтв?|thursday|thu',
  'пятниц(?:а|у|ы|е)|птн?|friday|fri',
  'суббот(?:а|у|ы|е)|сбт?|saturday|sat',
  'воскресень(?:е|я|ю)|вск?|sunday|sun',
]

const COUNTS: Array<[string, number]> = [
  ['пол', 0.5],
  ['полтора|полторы', 1.5],
  ['один|одну|одна|one|an?', 1],
  ['два|две|двух|two', 2],
  ['пару|пара|a couple of', 2],
  ['три|трех|three', 3],
  ['четыре|четырех|four', 4],
  ['пять|пяти|five', 5],
  ['шесть|шести|six', 6],
  ['семь|семи|seven', 7],
  ['восемь|восьми|eight', 8],
  ['девять|девяти|nine', 9],
  ['десять|десяти|ten', 10],
  ['двенадцать|двенадцати|twelve', 12],
  ['пятнадцать|пятнадцати|fifteen', 15],
  ['двадцать|двадцати|twenty', 20],
  ['тридцать|тридцати|thirty', 30],
  ['сорок|сорока|forty', 40],
]

export const MONTH = `(?:${MONTHS.join('|')})`
export const WEEKDAY = `(?:${WEEKDAYS.join('|')})`
export const COUNT = `(?:\\d{1,4}(?:[.,]\\d)?|${COUNTS.map(([names]) => names).join('|')})`

const months = MONTHS.map((names) => new RegExp(`^(?:${names})$`))
const weekdays = WEEKDAYS.map((names) => new RegExp(`^(?:${names})$`))
const counts = COUNTS.map(([names, value]) => [new RegExp(`^(?:${names})$`), value] as const)

/** 1-12 for a word that matched `MONTH`, else 0. */
export function monthNumber(word: string): number {
  return months.findIndex((names) => names.test(word)) + 1
}

/** 1 (Monday) to 7 for a word that matched `WEEKDAY`, else 0. */
export function weekdayNumber(word: string): number {
  return weekdays.findIndex((names) => names.test(word)) + 1
}

/** How many, for what matched `COUNT`; without it one ("через неделю"). */
export function countOf(word: string | undefined): number {
  if (!word) return 1
  if (/^\d/.test(word)) return Number(word.replace(',', '.'))
  return counts.find(([names]) => names.test(word))?.[1] ?? 1
}
