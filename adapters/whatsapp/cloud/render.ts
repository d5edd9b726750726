import type { Content, StoredFile } from '../../../core/content.js'
import { asButtons } from '../../../core/inbox/translate-down.js'
import { cloudCapabilities } from './capabilities.js'

type Of<T extends Content['type']> = Extract<Content, { type: T }>
type Template = Of<'template'>

export interface RenderParts {
  /** Puts a file on Meta's side and returns its media id. */
  upload(file: StoredFile): Promise<string>
  /** Word on the button that opens a list. */
  listButton: string
}

/** A content that this API has no word for. */
export class BadContent extends Error {}

/** Content -> the body of `POST /messages`, without the addressee. Throws `BadContent`, and what `upload` throws. */
export async function renderMessage(content: Content, parts: RenderParts): Promise<object> {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: { body: content.text, preview_url: true } }
    case 'choice':
      return { type: 'text', text: { body: content.label } }
    case 'image':
      return { type: 'image', image: { id: await parts.upload(content.file), ...captionOf(content) } }
    case 'video':
      return { type: 'video', video: { id: await parts.upload(content.file), ...captionOf(content) } }
    case 'voice':
      return { type: 'audio', audio: { id: await parts.upload(content.file) } }
    case 'document':
      return {
        type: 'document',
        document: {
          id: await parts.upload(content.file),
          filename: content.file.name,
          ...captionOf(content),
        },
      }
    case 'sticker':
      if (!content.file) return { type: 'text', text: { body: content.emoji || '🙂' } }
      return { type: 'sticker', sticker: { id: await parts.upload(content.file) } }
    case 'location': {
      const { latitude, longitude, title } = content
      return { type: 'location', location: { latitude, longitude, ...(title ? { name: title } : {}) } }
    }
    case 'contact':
      return { type: 'contacts', contacts: [contactCard(content)] }
    case 'choices':
      return { type: 'interactive', interactive: renderChoices(content, parts.listButton) }
    case 'template':
      return { type: 'template', template: renderTemplate(content) }
    case 'album':
    case 'unsupported':
      throw new BadContent(content.type)
  }
}

function captionOf({ caption }: { caption?: string | undefined }): { caption?: string } {
  return caption ? { caption } : {}
}

function contactCard({ name, phone }: Of<'contact'>): object {
  const digits = phone.replace(/\D/g, '')
  return {
    name: { formatted_name: name || phone, first_name: name || phone },
    phones: [{ phone, type: 'CELL', ...(digits ? { wa_id: digits } : {}) }],
  }
}

const longestTitle = 24

/** Up to three short answers are buttons, up to ten a list. Source: "Interactive reply buttons", "Interactive lists". */
function renderChoices({ text, choices }: Of<'choices'>, listButton: string): object {
  if (asButtons(choices, cloudCapabilities)) {
    return {
      type: 'button',
      body: { text },
      action: {
        buttons: choices.map(({ id, label }) => ({ type: 'reply', reply: { id, title: label } })),
      },
    }
  }
  return {
    type: 'list',
    body: { text },
    action: { button: listButton, sections: [{ rows: choices.map(row) }] },
  }
}

function row({ id, label }: { id: string; label: string }): object {
  if (label.length <= longestTitle) return { id, title: label }
  return { id, title: `${label.slice(0, longestTitle - 1).trimEnd()}…`, description: label }
}

/** Source: "Message templates", components with positional or named parameters. */
function renderTemplate({ name, language, parameters, choices }: Template): object {
  const components = [
    ...textComponents('header', parameters),
    ...textComponents('body', parameters),
    ...parameters
      .filter(({ place }) => place === 'url')
      .map(({ key, value }) => ({
        type: 'button',
        sub_type: 'url',
        index: key,
        parameters: [{ type: 'text', text: value }],
      })),
    ...choices.map(({ index, id }) => ({
      type: 'button',
      sub_type: 'quick_reply',
      index: String(index),
      parameters: [{ type: 'payload', payload: id }],
    })),
  ]
  return { name, language: { code: language }, ...(components.length > 0 ? { components } : {}) }
}

function textComponents(place: 'header' | 'body', parameters: Template['parameters']): object[] {
  const own = parameters.filter((each) => each.place === place)
  if (own.length === 0) return []
  return [
    {
      type: place,
      parameters: own.map(({ key, value }) => ({
        type: 'text',
        ...(/^\d+$/.test(key) ? {} : { parameter_name: key }),
        text: value,
      })),
    },
  ]
}
