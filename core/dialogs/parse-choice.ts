import { plain } from './controls.js'

/** Labels to choose from: `names` are what it is called in every language, after `plain`. */
export interface Candidate {
  id: string
  names: string[]
}

export type ChoiceMatch = { id: string } | 'none' | 'unclear'

/**
 * The option that a person means: its label, the beginning of it, a part of it, or the same word in another form
 * («футболку», «кружек»). Unclear when several fit equally well. `said` has gone through `plain`.
 */
export function matchChoice(candidates: Candidate[], said: string): ChoiceMatch {
  if (said === '') return 'none'
  for (const fits of [exact, beginning, part, sameWord]) {
    const found = candidates.filter((candidate) => candidate.names.some((name) => fits(name, said)))
    if (found.length === 1 && found[0]) return { id: found[0].id }
    if (found.length > 1) return 'unclear'
  }
  return 'none'
}

/** Splits «шелкография, DTF и вышивка» into its parts. */
export function splitChoices(text: string): string[] {
  return text
    .split(/[,;\n+&/]|\s(?:и|and)\s/u)
    .map(plain)
    .filter((part) => part !== '')
}

function exact(name: string, said: string): boolean {
  return name === said
}

function beginning(name: string, said: string): boolean {
  return said.length >= 2 && name.startsWith(said)
}

function part(name: string, said: string): boolean {
  return (said.length >= 3 && name.includes(said)) || ` ${said} `.includes(` ${name} `)
}

/** Russian words differ at their ends: the beginnings must agree for all but the last letters. */
function sameWord(name: string, said: string): boolean {
  const first = name.split(' ', 1)[0] ?? ''
  return said.split(' ', 20).some((word) => {
    const shorter = Math.min(word.length, first.length)
    const needed = shorter <= 4 ? 4 : shorter - 2
    return (
      Math.abs(word.length - first.length) <= 2 &&
      shorter >= needed &&
      word.slice(0, needed) === first.slice(0, needed)
    )
  })
}
