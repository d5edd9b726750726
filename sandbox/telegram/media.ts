import type { ApiFile, ApiMessage, MediaKind } from './bot-api.js'
import type { SandboxFile } from './file-store.js'

/** Extra facts about a file that come with the message rather than with its bytes. */
export interface MediaFacts {
  /** Seconds. */
  duration?: number
  emoji?: string
  title?: string
}

/** The part of a message that carries a file, as the Bot API shows this kind. */
export function mediaPart(kind: MediaKind, file: SandboxFile, facts: MediaFacts = {}): Partial<ApiMessage> {
  if (kind === 'photo') return { photo: photoSizes(file) }
  const common: ApiFile = { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.size }
  const duration = facts.duration ?? file.duration ?? 0
  const box = { width: file.width ?? 512, height: file.height ?? 512 }
  const named = { ...common, file_name: file.name, mime_type: file.mimeType }
  switch (kind) {
    case 'document':
      return { document: named }
    case 'voice':
      return { voice: { ...common, mime_type: file.mimeType, duration } }
    case 'audio':
      return { audio: { ...named, duration, ...(facts.title ? { title: facts.title } : {}) } }
    case 'video':
      return { video: { ...named, ...box, duration } }
    case 'animation':
      // Telegram repeats an animation as a document for old programs.
      return { animation: { ...named, ...box, duration }, document: named }
    case 'video_note':
      return { video_note: { ...common, length: 360, duration } }
    case 'sticker':
      return {
        sticker: {
          ...common,
          ...box,
          type: 'regular',
          is_animated: false,
          is_video: false,
          ...(facts.emoji ? { emoji: facts.emoji } : {}),
        },
      }
  }
}

/** Smallest first, the original last; every size leads to the same bytes here. */
function photoSizes(file: SandboxFile): ApiFile[] {
  const [width, height] = [file.width ?? 1280, file.height ?? 960]
  const scale = Math.min(1, 320 / Math.max(width, height))
  const small = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }
  const common = { file_id: file.fileId, file_unique_id: file.uniqueId }
  return [
    ...(scale < 1 ? [{ ...common, ...small, file_size: Math.round(file.size * scale) }] : []),
    { ...common, width, height, file_size: file.size },
  ]
}
