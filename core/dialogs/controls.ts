import { enHuman, enWords } from './locales/en.js'
import { ruHuman, ruWords } from './locales/ru.js'

/** What can be said at any point, whatever the question. */
export type Control = 'back' | 'skip' | 'cancel' | 'pause' | 'resume' | 'restart' | 'confirm' | 'fix'
export type Word = keyof typeof ruWords

const words = new Map<Word, Set<string>>()
for (const [word, russian] of Object.entries(ruWords) as Array<[Word, string[]]>) {
  words.set(word, new Set([...russian, ...enWords[word]]))
}

const CONTROLS: Control[] = ['back', 'skip', 'cancel', 'pause', 'resume', 'restart', 'confirm', 'fix']
const controls = new Map(
  CONTROLS.flatMap((control) => [...(words.get(control) ?? [])].map((said) => [said, control])),
)

/** Longer messages are never a command. */
const MAX_COMMAND = 80

const human = new RegExp(
  `^(?<lead>(?:(?:${ruHuman.lead}|${enHuman.lead}) )*)(?:${ruHuman.noun}|${enHuman.noun})(?: пожалуйста| please)?$`,
)

/** A message made comparable: lower case, ё as е, punctuation and emoji as single spaces. «+» and «-» alone stay. */
export function plain(text: string): string {
  const lower = text.trim().toLowerCase().replaceAll('ё', 'е')
  if (lower === '+' || lower === '-') return lower
  return lower.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** The command that a whole message is, in either language. `said` has gone through `plain`. */
export function controlOf(said: string): Control | undefined {
  return said.length > MAX_COMMAND ? undefined : controls.get(said)
}

/** Whether a whole message is one of the words for something. */
export function means(said: string, ...any: Word[]): boolean {
  return any.some((word) => words.get(word)?.has(said))
}

/**
 * Whether the message asks for a person. A bare «менеджер» does too, unless it may be the answer to a question
 * («Ваша должность?»): then `bare` is false.
 */
export function asksForHuman(said: string, bare: boolean): boolean {
  if (said.length > MAX_COMMAND) return false
  const match = human.exec(said)
  return match !== null && (bare || (match.groups?.lead ?? '') !== '')
}
