import { badRequest } from './api-error.js'
import type { ApiEntity } from './bot-api.js'

export interface FormattedText {
  text: string
  entities: ApiEntity[]
}

const typeOfTag: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  'tg-emoji': 'custom_emoji',
}

interface OpenTag {
  tag: string
  entity: ApiEntity
}

/**
 * Telegram's HTML (`parse_mode: 'HTML'`) to text and entities.
 * @throws BotApiError 400 "can't parse entities" for what Telegram refuses: unknown, unclosed or crossed tags
 */
export function parseHtml(source: string): FormattedText {
  let text = ''
  const entities: ApiEntity[] = []
  const open: OpenTag[] = []
  const token =
    /<(\/?)([a-z][a-z0-9-]*)((?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?)>|&(#x?[0-9a-f]+|[a-z]+);|([<])|([^<&]+|&)/gi
  for (const [, closing, tagName, attributes, reference, stray, plain] of source.matchAll(token)) {
    if (plain !== undefined) text += plain
    else if (reference !== undefined) text += decode(reference)
    else if (stray !== undefined) throw cannotParse('Unexpected end tag or unescaped "<"')
    else if (closing) closeTag(open, entities, (tagName ?? '').toLowerCase(), text)
    else open.push(openTag((tagName ?? '').toLowerCase(), attributes ?? '', text.length))
  }
  const unclosed = open.at(-1)
  if (unclosed) throw cannotParse(`Can't find end tag corresponding to start tag "${unclosed.tag}"`)
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}

function openTag(tag: string, attributes: string, offset: number): OpenTag {
  const type = typeOfTag[tag]
  if (!type) throw cannotParse(`Unsupported start tag "${tag}"`)
  const entity: ApiEntity = { type, offset, length: 0 }
  if (tag === 'a') entity.url = attribute(attributes, 'href') ?? ''
  if (tag === 'span' && attribute(attributes, 'class') !== 'tg-spoiler') {
    throw cannotParse('Tag "span" must have class "tg-spoiler"')
  }
  if (tag === 'code') {
    const language = attribute(attributes, 'class')?.replace(/^language-/, '')
    if (language) entity.language = language
  }
  if (tag === 'blockquote' && /\bexpandable\b/.test(attributes)) entity.type = 'expandable_blockquote'
  if (tag === 'tg-emoji') entity.custom_emoji_id = attribute(attributes, 'emoji-id') ?? ''
  return { tag, entity }
}

function closeTag(open: OpenTag[], entities: ApiEntity[], tag: string, text: string): void {
  const last = open.pop()
  if (!last || last.tag !== tag)
    throw cannotParse(`Unmatched end tag, expected "</${last?.tag ?? ''}>", found "</${tag}>"`)
  const entity = { ...last.entity, length: text.length - last.entity.offset }
  if (entity.length === 0) return
  if (entity.type === 'text_link' && !entity.url) entity.url = text.slice(entity.offset)
  entities.push(entity)
}

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(
    attributes,
  )
  const value = found?.[1] ?? found?.[2] ?? found?.[3]
  return value?.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (_, reference: string) => decode(reference))
}

function decode(reference: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }
  if (!reference.startsWith('#')) return named[reference] ?? `&${reference};`
  const code = /^#x/i.test(reference)
    ? Number.parseInt(reference.slice(2), 16)
    : Number.parseInt(reference.slice(1), 10)
  return Number.isFinite(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

function cannotParse(reason: string) {
  return badRequest(`can't parse entities: ${reason}`)
}
