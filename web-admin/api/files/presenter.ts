import type { StoredFile } from '../../../core/content.js'
import type { FileDoc } from '../../../core/files/file.model.js'
import type { ClientFileView, FileView } from './schema.js'

export function presentFile({ fileId, name, mimeType, size }: StoredFile): FileView {
  return { fileId, name, mimeType, size, state: 'ready' }
}

export function presentClientFile(file: FileDoc): ClientFileView {
  const { _id: fileId, name, mimeType, size, state, conversationId, createdAt, removedAt } = file
  return {
    fileId,
    name,
    mimeType,
    size,
    state,
    conversationId,
    createdAt: createdAt.toISOString(),
    removedAt: removedAt?.toISOString() ?? null,
  }
}
