import { badRequest } from './api-error.js'
import type { ApiEntity } from './bot-api.js'
import { type FormattedText, parseHtml } from './parse-html.js'

/** Longest text of a message and of a caption, in UTF-16 units after the entities are parsed (Bot API). */
export const maxTextLength = 4096
export const maxCaptionLength = 1024

/** What a bot sent, as the reader gets it: markup parsed, ends trimmed, links and commands found. */
export function formatBotText(
  source: string,
  parseMode: string | undefined,
  entities: unknown,
): FormattedText {
  const parsed = parse(source, parseMode, entities)
  const lead = parsed.text.length - parsed.text.trimStart().length
  const text = parsed.text.trim()
  const kept = parsed.entities
    .map((entity) => cut(entity, lead, text.length))
    .filter((entity) => entity.length > 0)
  return { text, entities: withFound(text, kept) }
}

/** What a person typed: Telegram finds commands, links, addresses and phones by itself. */
export function formatPersonText(source: string): FormattedText {
  const text = source.trim()
  return { text, entities: withFound(text, []) }
}

function parse(source: string, parseMode: string | undefined, entities: unknown): FormattedText {
  if (!parseMode) return { text: source, entities: readEntities(entities) }
  if (parseMode.toLowerCase() === 'html') return parseHtml(source)
  throw badRequest(`unsupported parse_mode: the sandbox reads HTML and entities, not ${parseMode}`)
}

function readEntities(entities: unknown): ApiEntity[] {
  if (entities === undefined) return []
  if (!Array.isArray(entities)) throw badRequest("can't parse entities: expected an Array")
  return entities.filter(isEntity).map((entity) => ({ ...entity }))
}

function isEntity(value: unknown): value is ApiEntity {
  if (typeof value !== 'object' || value === null) return false
  const { type, offset, length } = value as Partial<ApiEntity>
  return typeof type === 'string' && Number.isInteger(offset) && Number.isInteger(length)
}

function cut(entity: ApiEntity, lead: number, textLength: number): ApiEntity {
  const start = Math.max(0, entity.offset - lead)
  const end = Math.min(textLength, entity.offset - lead + entity.length)
  return { ...entity, offset: start, length: end - start }
}

/** Order matters: an address is looked for before a mention inside it. */
const patterns: [type: string, pattern: RegExp][] = [
  [
    'url',
    /\b(?:https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]|(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:ru|com|org|net|рф|io|me|su)(?:\/[^\s<>"]*[^\s<>".,;:!?)])?)(?![\w@])/giu,
  ],
  ['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu],
  ['bot_command', /(?<![\w/])\/[a-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])/giu],
  ['phone_number', /(?<![\w+])(?:\+\d|8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\w)/gu],
  ['mention', /(?<![\w@])@[a-z]\w{3,31}(?!\w)/giu],
  ['hashtag', /(?<![\w#])#[\p{L}_][\p{L}\d_]*/gu],
]

function withFound(text: string, given: ApiEntity[]): ApiEntity[] {
  const all = [...given]
  for (const [type, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const found = { type, offset: match.index, length: match[0].length }
      if (!all.some((other) => blocks(other, found))) all.push(found)
    }
  }
  return all.sort((a, b) => a.offset - b.offset || b.length - a.length)
}

/** Nothing is looked for inside code and links, nor inside what was found before; bold and the like do not matter. */
function blocks(other: ApiEntity, found: ApiEntity): boolean {
  const crosses = other.offset < found.offset + found.length && found.offset < other.offset + other.length
  const style = [
    'bold',
    'italic',
    'underline',
    'strikethrough',
    'spoiler',
    'blockquote',
    'expandable_blockquote',
  ]
  return crosses && !style.includes(other.type)
}
