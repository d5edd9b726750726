import type { ApiEntity } from '../telegram/bot-api.js'
import { h } from './dom.js'

/** Text with its entities as elements. Only text nodes and known elements are made, so nothing written can run. */
export function richText(
  text: string,
  entities: ApiEntity[] = [],
  onCommand?: (command: string) => void,
): Node[] {
  return render(text, 0, text.length, [...entities].sort(byPlace), onCommand)
}

function byPlace(a: ApiEntity, b: ApiEntity): number {
  return a.offset - b.offset || b.length - a.length
}

function render(
  text: string,
  from: number,
  to: number,
  entities: ApiEntity[],
  onCommand: ((command: string) => void) | undefined,
): Node[] {
  const nodes: Node[] = []
  let at = from
  let index = 0
  while (index < entities.length) {
    const entity = entities[index]
    index += 1
    if (!entity || entity.offset < at || entity.offset + entity.length > to) continue
    const end = entity.offset + entity.length
    const inner = entities
      .slice(index)
      .filter((other) => other.offset >= entity.offset && other.offset + other.length <= end)
    if (entity.offset > at) nodes.push(document.createTextNode(text.slice(at, entity.offset)))
    const children = render(text, entity.offset, end, inner, onCommand)
    nodes.push(wrap(entity, text.slice(entity.offset, end), children, onCommand))
    at = end
  }
  if (at < to) nodes.push(document.createTextNode(text.slice(at, to)))
  return nodes
}

function wrap(
  entity: ApiEntity,
  text: string,
  children: Node[],
  onCommand: ((command: string) => void) | undefined,
): Node {
  switch (entity.type) {
    case 'bold':
      return h('b', {}, ...children)
    case 'italic':
      return h('i', {}, ...children)
    case 'underline':
      return h('u', {}, ...children)
    case 'strikethrough':
      return h('s', {}, ...children)
    case 'code':
      return h('code', {}, ...children)
    case 'pre':
      return h('pre', {}, ...children)
    case 'blockquote':
    case 'expandable_blockquote':
      return h('blockquote', {}, ...children)
    case 'spoiler':
      return spoiler(children)
    case 'text_link':
      return link(entity.url ?? '', children)
    case 'url':
      return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, children)
    case 'email':
      return link(`mailto:${text}`, children)
    case 'phone_number':
      return link(`tel:${text.replace(/[^+\d]/g, '')}`, children)
    case 'bot_command':
      return h(
        'button',
        { type: 'button', className: 'in-text-command', on: { click: () => onCommand?.(text) } },
        ...children,
      )
    default:
      return h('span', { className: `entity-${entity.type.replace(/[^a-z_]/g, '')}` }, ...children)
  }
}

const safeSchemes = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** Links lead only where a link may lead; `javascript:` and the like stay plain words. */
export function safeUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const parsed = new URL(url)
  return safeSchemes.has(parsed.protocol) ? parsed.href : undefined
}

function link(url: string, children: Node[]): Node {
  const href = safeUrl(url)
  if (!href) return h('span', {}, ...children)
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children)
}

function spoiler(children: Node[]): Node {
  const cover = h(
    'span',
    { className: 'spoiler', tabIndex: 0, on: { click: () => cover.classList.add('open') } },
    ...children,
  )
  return cover
}
