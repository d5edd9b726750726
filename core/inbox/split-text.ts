/*
 * The panel runs this file too, to say beforehand what a long text becomes: it imports nothing.
 */

/** Characters of the longest text that a message may say; what a channel carries at once is in its capabilities. */
export const longestText = 64_000

/** Splits at paragraphs, else lines, else words, else hard; never inside a surrogate pair. Joined parts lose only spaces. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > limit) {
    const head = rest.slice(0, limit + 1)
    const cut = [head.lastIndexOf('\n\n'), head.lastIndexOf('\n'), head.lastIndexOf(' ')].find(
      (at) => at > limit / 2,
    )
    let end = cut ?? limit
    const code = rest.charCodeAt(end - 1)
    if (cut === undefined && code >= 0xd800 && code <= 0xdbff) end -= 1
    parts.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  if (rest.length > 0 || parts.length === 0) parts.push(rest)
  return parts
}
