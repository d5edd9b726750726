/** A piece of text: words, or an address that may be opened. */
export type Piece = { text: string; href?: string }

const address = /\b(?:https?:\/\/|www\.)[^\s<>"'«»]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu
const trailing = /[.,;:!?)\]}»'"]+$/u

/** Cuts a text into words and links. Only http, https and mail addresses become links; nothing else ever does. */
export function findLinks(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const found = match[0].replace(trailing, '')
    const href = hrefOf(found)
    if (href === null) continue
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) })
    pieces.push({ text: found, href })
    end = match.index + found.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end) })
  return pieces
}

function hrefOf(found: string): string | null {
  if (/^[\w.+-]+@/u.test(found) && !found.includes('/')) return `mailto:${found}`
  try {
    const url = new URL(found.startsWith('www.') ? `https://${found}` : found)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null
  } catch {
    return null
  }
}
