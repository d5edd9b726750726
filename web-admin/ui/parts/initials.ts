/** One or two capital letters of a name; `?` where there are none. */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '')
  return letters.join('').toUpperCase() || '?'
}

const shades = ['pine', 'ember', 'indigo', 'grape', 'teal', 'cyan', 'orange', 'violet', 'lime'] as const

/** The same colour for the same name. */
export function colorOf(name: string): (typeof shades)[number] {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return shades[sum % shades.length] ?? 'pine'
}
