import { wordsOf } from './stems.js'

/** A piece of a text; `hit` is what was looked for. */
export interface SnippetPart {
  text: string
  hit: boolean
}

/** Letters shown of a long message. */
const length = 160

/** The part of a text where most of the looked-for words stand close together, in pieces. */
export function snippet(text: string, isHit: (stem: string) => boolean): SnippetPart[] {
  const hits = wordsOf(text).filter(({ stem }) => isHit(stem))
  const { from, to } = window(text, hits)
  const parts: SnippetPart[] = []
  let at = from
  const plain = (end: number) => {
    if (end > at) parts.push({ text: text.slice(at, end), hit: false })
    at = end
  }
  if (from > 0) parts.push({ text: '…', hit: false })
  for (const hit of hits) {
    if (hit.from < from || hit.to > to) continue
    plain(hit.from)
    parts.push({ text: text.slice(hit.from, hit.to), hit: true })
    at = hit.to
  }
  plain(to)
  if (to < text.length) parts.push({ text: '…', hit: false })
  return parts
}

function window(
  text: string,
  hits: readonly { from: number; to: number; stem: string }[],
): { from: number; to: number } {
  if (text.length <= length) return { from: 0, to: text.length }
  let best = { count: 0, from: 0 }
  for (const [index, first] of hits.entries()) {
    const near = new Set<string>()
    for (let next = index; next < hits.length; next++) {
      const hit = hits[next]
      if (!hit || hit.to - first.from > length) break
      near.add(hit.stem)
    }
    if (near.size > best.count) best = { count: near.size, from: first.from }
  }
  // A little of what stands before, from the beginning of a word.
  const wanted = Math.max(0, best.from - 40)
  const space = wanted === 0 ? 0 : text.indexOf(' ', wanted) + 1
  const from = space > 0 && space <= best.from ? space : wanted
  const end = Math.min(text.length, from + length)
  const cut = end === text.length ? end : text.lastIndexOf(' ', end)
  return { from, to: cut > from + length / 2 ? cut : end }
}
