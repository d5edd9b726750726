import type { Capabilities } from '../channel.js'
import type { Choice, Content } from '../content.js'

/**
 * Translates a content into what a channel can carry, once and for all channels: long text is split at words, too many
 * or too long choices become a numbered list, a long caption moves into a text of its own, an album that cannot be sent
 * becomes single pictures, a location becomes a map link. A content that fits comes back as it is.
 */
export function translateDown(content: Content, can: Capabilities): Content[] {
  switch (content.type) {
    case 'text':
      return splitText(content.text, can.maxText).map((text) => ({ type: 'text', text }))
    case 'choices':
      return translateChoices(content, can)
    case 'album':
      if (can.send.includes('album')) return captioned(content, can)
      return content.files.flatMap((file, index) =>
        translateDown(
          { type: 'image', file, ...(index === 0 && content.caption ? { caption: content.caption } : {}) },
          can,
        ),
      )
    case 'image':
    case 'video':
    case 'voice':
      if (can.send.includes(content.type)) return captioned(content, can)
      return captioned(
        { type: 'document', file: content.file, ...(content.caption ? { caption: content.caption } : {}) },
        can,
      )
    case 'document':
      return captioned(content, can)
    case 'location':
      if (can.send.includes('location')) return [content]
      return [
        {
          type: 'text',
          text: `${content.title ? `${content.title}\n` : ''}https://maps.google.com/?q=${content.latitude},${content.longitude}`,
        },
      ]
    case 'contact':
      if (can.send.includes('contact')) return [content]
      return [{ type: 'text', text: `${content.name}\n${content.phone}` }]
    case 'choice':
      return [{ type: 'text', text: content.label }]
    default:
      return [content]
  }
}

type Captioned = Extract<Content, { caption?: string | undefined }>

function captioned(content: Captioned, can: Capabilities): Content[] {
  const caption = content.caption ?? ''
  if (caption.length <= can.maxCaption) return [content]
  const { caption: _moved, ...bare } = content
  return [
    bare as Content,
    ...splitText(caption, can.maxText).map((text): Content => ({ type: 'text', text })),
  ]
}

function translateChoices(content: Extract<Content, { type: 'choices' }>, can: Capabilities): Content[] {
  const fits =
    can.maxButtons >= content.choices.length &&
    content.choices.every((c) => c.label.length <= can.maxButtonLabel)
  if (fits && content.text.length <= can.maxText) return [content]
  if (fits) {
    const parts = splitText(content.text, can.maxText)
    const last = parts.pop() ?? ''
    return [...parts.map((text): Content => ({ type: 'text', text })), { ...content, text: last }]
  }
  const list = numberedList(content.choices)
  return translateDown({ type: 'text', text: `${content.text}\n\n${list}` }, can)
}

/** "1. Cups\n2. T-shirts": the dialog reads the number back. */
export function numberedList(choices: readonly Choice[]): string {
  return choices.map((c, index) => `${index + 1}. ${c.label}`).join('\n')
}

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
