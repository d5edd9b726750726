import type { Capabilities } from '../channel.js'
import type { Choice, Content, ContentType, StoredFile } from '../content.js'
import { isMove } from '../dialogs/button-ids.js'
import { splitText } from './split-text.js'

/**
 * Translates a content into what a channel can carry, once and for all channels: long text is split at words; choices
 * become buttons, else a list, else numbered text (`numberedChoices` reads the number back); a caption that does not fit,
 * or that the type has no room for, becomes a text of its own; an album that cannot be sent becomes single pictures; a
 * file that breaks the rules of its type goes as a document; a location becomes a map link, a template its words. A
 * content that fits comes back as it is.
 */
export function translateDown(content: Content, can: Capabilities): Content[] {
  switch (content.type) {
    case 'text':
      return texts(content.text, can)
    case 'choices':
      return translateChoices(content, can)
    case 'album':
      // One picture is no album.
      if (can.send.includes('album') && content.files.length > 1) return captioned(content, can)
      return content.files.flatMap((file, index) =>
        translateDown(
          {
            type: partType(file),
            file,
            ...(index === 0 && content.caption ? { caption: content.caption } : {}),
          },
          can,
        ),
      )
    case 'image':
    case 'video':
    case 'voice':
      if (can.send.includes(content.type) && fits(content.type, content.file, can))
        return captioned(content, can)
      return captioned(
        { type: 'document', file: content.file, ...(content.caption ? { caption: content.caption } : {}) },
        can,
      )
    case 'document':
      return captioned(content, can)
    case 'sticker':
      return translateSticker(content, can)
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
    case 'template':
      return can.templates ? [content] : texts(content.text, can)
    default:
      return [content]
  }
}

type Of<T extends Content['type']> = Extract<Content, { type: T }>
type Captioned = Extract<Content, { caption?: string | undefined }>

function texts(text: string, can: Capabilities): Content[] {
  return splitText(text, can.maxText).map((part) => ({ type: 'text', text: part }))
}

function partType({ mimeType }: StoredFile): 'image' | 'video' | 'document' {
  if (mimeType.startsWith('image/')) return 'image'
  return mimeType.startsWith('video/') ? 'video' : 'document'
}

/** Whether a file may go out as this type. */
export function fits(type: ContentType, file: StoredFile, can: Capabilities): boolean {
  const rule = can.fileRules?.[type]
  return !rule || (file.size <= rule.maxSize && rule.mimeTypes.includes(bareType(file.mimeType)))
}

/** `audio/ogg; codecs=opus` is an `audio/ogg`. */
function bareType(mimeType: string): string {
  return (mimeType.split(';', 1)[0] ?? '').trim().toLowerCase()
}

function captioned(content: Captioned, can: Capabilities): Content[] {
  const caption = content.caption ?? ''
  if (caption === '' || (can.captions.includes(content.type) && caption.length <= can.maxCaption))
    return [content]
  const { caption: _moved, ...bare } = content
  return [bare as Content, ...texts(caption, can)]
}

function translateSticker(content: Of<'sticker'>, can: Capabilities): Content[] {
  if (can.send.includes('sticker') && (!content.file || fits('sticker', content.file, can))) return [content]
  if (content.file?.mimeType.startsWith('image/'))
    return translateDown({ type: 'image', file: content.file }, can)
  return [{ type: 'text', text: content.emoji || '🙂' }]
}

function translateChoices(given: Of<'choices'>, can: Capabilities): Content[] {
  const content = can.contactRequest ? given : withoutContactRequest(given)
  if (content.choices.length === 0 && content.requestContact === undefined)
    return texts(content.text || '…', can)
  const fitting = asButtons(content.choices, can) || asList(content.choices, can)
  if (fitting && content.text.length <= can.maxChoicesText) return [content]
  if (fitting) {
    const parts = splitText(content.text, can.maxChoicesText)
    const last = parts.pop() ?? ''
    return [...parts.map((text): Content => ({ type: 'text', text })), { ...content, text: last }]
  }
  const list = onlyMoves(content.choices)
    ? content.choices.map(({ label }) => `• ${label}`).join('\n')
    : numberedList(content.choices)
  return texts(`${content.text}\n\n${list}`, can)
}

function withoutContactRequest({ requestContact: _button, ...content }: Of<'choices'>): Of<'choices'> {
  return content
}

export function asButtons(choices: readonly Choice[], can: Capabilities): boolean {
  return choices.length <= can.maxButtons && choices.every(({ label }) => label.length <= can.maxButtonLabel)
}

function asList(choices: readonly Choice[], can: Capabilities): boolean {
  return choices.length <= can.maxListItems && choices.every(({ label }) => label.length <= can.maxListLabel)
}

/** The choices that go out as numbered text, whose number a person may answer with; null where there are none. */
export function numberedChoices(content: Content, can: Capabilities): Choice[] | null {
  if (content.type !== 'choices' || content.choices.length === 0) return null
  const { choices } = content
  return asButtons(choices, can) || asList(choices, can) || onlyMoves(choices) ? null : choices
}

/**
 * Whether nothing is offered but ways on and back: then the answer is free, and a number in it is a number («Сколько
 * штук?» «2» is not «Назад»).
 */
function onlyMoves(choices: readonly Choice[]): boolean {
  return choices.every(({ id }) => isMove(id))
}

/** "1. Cups\n2. T-shirts": the dialog reads the number back. */
export function numberedList(choices: readonly Choice[]): string {
  return choices.map((c, index) => `${index + 1}. ${c.label}`).join('\n')
}
