/**
 * What every parser of people's answers gives back: the value, or a coded reason why there is none. A reason is a word
 * for the program; what the person reads about it is in the locale files of whoever asked.
 */
export type Parsed<Value, Reason extends string> = { ok: true; value: Value } | { ok: false; reason: Reason }

/** Answers are short; what is longer than this is not read to its end (parsers stay fast for any input). */
export const MAX_ANSWER_LENGTH = 1000

/** One form for look-alikes that people and keyboards produce: composed letters, plain spaces. Keeps the case. */
export function tidy(text: string): string {
  return text
    .slice(0, MAX_ANSWER_LENGTH)
    .normalize('NFC')
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
}
