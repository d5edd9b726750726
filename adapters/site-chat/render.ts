import type { Content, StoredFile } from '../../core/content.js'
import type { Message, MessageAuthor } from '../../core/inbox/message.model.js'
import type { FileLinks } from './file-links.js'
import { showAs } from './file-safety.js'
import type { ChatContent, ChatFile, ChatMessage } from './protocol.js'
import type { StaffFaces } from './staff-faces.js'

export interface RenderParts {
  readonly links: FileLinks
  readonly faces: StaffFaces
  readonly company: { readonly name: string }
}

export type RenderedRow = Pick<
  Message,
  '_id' | 'seq' | 'author' | 'content' | 'sentAt' | 'externalId' | 'delivery'
> & {
  direction: 'in' | 'out'
}

/** A stored message as the widget of `visitorId` shows it. Names of staff are their public ones. */
export async function renderMessage(
  row: RenderedRow,
  visitorId: string,
  parts: RenderParts,
): Promise<ChatMessage> {
  const clientMessageId =
    row.direction === 'in' && row.externalId?.startsWith(`${visitorId}:`)
      ? row.externalId.slice(visitorId.length + 1)
      : undefined
  return {
    id: row._id,
    seq: row.seq,
    direction: row.direction,
    author: await renderAuthor(row.author, parts),
    content: renderContent(row.content, visitorId, parts.links),
    sentAt: row.sentAt.toISOString(),
    ...(clientMessageId ? { clientMessageId } : {}),
    ...(row.delivery?.state === 'read' ? { read: true } : {}),
  }
}

async function renderAuthor(
  author: { kind: string; id?: string; name?: string },
  parts: RenderParts,
): Promise<ChatMessage['author']> {
  const kind = author.kind as MessageAuthor['kind']
  if (kind === 'client') return { kind, name: '' }
  const face = kind === 'staff' ? await parts.faces.of(author.id) : null
  if (!face) return { kind, name: parts.company.name }
  return { kind, name: face.name, ...(face.photoUrl ? { photoUrl: face.photoUrl } : {}) }
}

export function renderContent(content: Content, visitorId: string, links: FileLinks): ChatContent {
  const file = (stored: StoredFile): ChatFile => ({
    id: stored.fileId,
    name: stored.name,
    size: stored.size,
    url: links.url(stored.fileId, visitorId),
    show: showAs(stored.mimeType),
  })
  switch (content.type) {
    case 'text':
    case 'template':
      return { type: 'text', text: content.text }
    case 'album':
      return { type: 'files', files: content.files.map(file), ...captionOf(content) }
    case 'image':
    case 'document':
    case 'video':
    case 'voice':
      return { type: 'files', files: [file(content.file)], ...captionOf(content) }
    case 'sticker':
      if (content.file) return { type: 'files', files: [file(content.file)] }
      return content.emoji ? { type: 'emoji', text: content.emoji } : { type: 'unsupported' }
    case 'location': {
      const { latitude, longitude, title } = content
      return { type: 'location', latitude, longitude, ...(title ? { title } : {}) }
    }
    case 'contact':
      return { type: 'contact', phone: content.phone, name: content.name }
    case 'choices': {
      const { text, choices, multiple, requestContact } = content
      return {
        type: 'choices',
        text,
        choices: choices.map(({ id, label }) => ({ id, label })),
        ...(multiple ? { multiple } : {}),
        ...(requestContact ? { requestContact } : {}),
      }
    }
    case 'choice':
      return { type: 'choice', choiceId: content.choiceId, label: content.label }
    case 'unsupported':
      return { type: 'unsupported' }
  }
}

function captionOf(content: { caption?: string | undefined }): { caption?: string } {
  return content.caption ? { caption: content.caption } : {}
}
