import type { StoredFile } from '../../../core/content.js'
import type { FileView } from './schema.js'

export function presentFile({ fileId, name, mimeType, size }: StoredFile): FileView {
  return { fileId, name, mimeType, size, state: 'ready' }
}
