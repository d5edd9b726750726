import { el } from './dom.js'

const address = /\bhttps?:\/\/[^\s<>"'`]+/gi

/** Text with its web addresses made into links. Only http and https; the words shown are exactly those written. */
export function linkify(text: string): (Node | string)[] {
  const parts: (Node | string)[] = []
  let at = 0
  for (const match of text.matchAll(address)) {
    const written = withoutTail(match[0])
    const href = webAddress(written)
    if (!href) continue
    if (match.index > at) parts.push(text.slice(at, match.index))
    parts.push(externalLink(href, {}, written))
    at = match.index + written.length
  }
  if (at < text.length) parts.push(text.slice(at))
  return parts
}

export function externalLink(
  href: string,
  props: { class?: string; title?: string },
  ...children: (Node | string)[]
): HTMLAnchorElement {
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow ugc', ...props }, ...children)
}

/** The address, or null when it is not plain http(s). */
export function webAddress(text: string): string | null {
  try {
    const { protocol, href } = new URL(text)
    return protocol === 'https:' || protocol === 'http:' ? href : null
  } catch {
    return null
  }
}

/** Full stops and brackets after an address belong to the sentence; a bracket that was opened inside stays. */
function withoutTail(written: string): string {
  let end = written.length
  for (; end > 0; end--) {
    const last = written.charAt(end - 1)
    if ('.,;:!?…»”*_'.includes(last)) continue
    if (last === ')' && !written.slice(0, end).includes('(')) continue
    if (last === ']' && !written.slice(0, end).includes('[')) continue
    break
  }
  return written.slice(0, end)
}
