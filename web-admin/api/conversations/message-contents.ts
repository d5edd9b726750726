import type { Content, StoredFile } from '../../../core/content.js'
import type { Core } from '../../../core/context.js'
import { found, OtklikError } from '../../../core/errors.js'

/**
 * What a person typed and attached, as messages: pictures together are an album, other files go one by one, the words
 * stand under the first. Throws `not-found` for an unknown file, `bad-input` for one whose bytes are not here.
 */
export async function messageContents(
  core: Core,
  { text = '', fileIds = [] }: { text?: string | undefined; fileIds?: string[] | undefined },
): Promise<Content[]> {
  if (fileIds.length === 0) return [{ type: 'text', text: text.trim() }]
  const files = await Promise.all(fileIds.map((fileId) => readyFile(core, fileId)))
  const caption = text.trim() === '' ? {} : { caption: text.trim() }
  if (files.length > 1 && files.every(isPicture)) return [{ type: 'album', files, ...caption }]
  return files.map((file, index) => fileContent(file, index === 0 ? caption : {}))
}

async function readyFile(core: Core, fileId: string): Promise<StoredFile> {
  const { _id, name, mimeType, size, state } = found(await core.files.info(fileId), 'file')
  if (state !== 'ready') throw new OtklikError('bad-input', { fields: { fileIds: 'no-such' } })
  return { fileId: _id, name, mimeType, size }
}

function fileContent(file: StoredFile, caption: { caption?: string }): Content {
  if (isPicture(file)) return { type: 'image', file, ...caption }
  if (file.mimeType === 'video/mp4') return { type: 'video', file, ...caption }
  if (file.mimeType === 'audio/ogg') return { type: 'voice', file, ...caption }
  return { type: 'document', file, ...caption }
}

const pictures = new Set(['image/jpeg', 'image/png', 'image/webp'])

function isPicture(file: StoredFile): boolean {
  return pictures.has(file.mimeType)
}
