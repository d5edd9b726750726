import type { Message } from 'grammy/types'
import type { Content, StoredFile } from '../../core/content.js'
import type { Core } from '../../core/context.js'
import type { TelegramFiles } from './telegram-files.js'

/** The Bot API gives out files up to this size, bytes. */
const maxFile = 20 * 1024 * 1024

interface RemoteFile {
  file_id: string
  name: string
  mimeType: string
}

/**
 * What a message of a colleague says to the client; its files are stored on the way. Null for what no client can get
 * (polls, dice, service messages). Throws `too-large`.
 */
export async function contentOf(
  core: Core,
  files: TelegramFiles,
  message: Message,
  conversationId: string,
): Promise<Content | null> {
  const caption = message.caption ? { caption: message.caption } : {}
  const keep = (file: RemoteFile) => store(core, files, file, conversationId)
  if (message.text) return { type: 'text', text: message.text }
  const photo = message.photo?.at(-1)
  if (photo) {
    return {
      type: 'image',
      file: await keep({ file_id: photo.file_id, name: 'photo.jpg', mimeType: 'image/jpeg' }),
      ...caption,
    }
  }
  if (message.voice) {
    const { file_id, duration, mime_type: mimeType = 'audio/ogg' } = message.voice
    return { type: 'voice', file: await keep({ file_id, name: 'voice.ogg', mimeType }), duration, ...caption }
  }
  const video = message.animation ?? message.video ?? message.video_note
  if (video) {
    const name = 'file_name' in video && video.file_name ? video.file_name : 'video.mp4'
    const mimeType = 'mime_type' in video && video.mime_type ? video.mime_type : 'video/mp4'
    const file = await keep({ file_id: video.file_id, name, mimeType })
    return { type: 'video', file, duration: video.duration, ...caption }
  }
  const document = message.document ?? message.audio
  if (document) {
    const { file_id, file_name: name = 'file', mime_type: mimeType = 'application/octet-stream' } = document
    return { type: 'document', file: await keep({ file_id, name, mimeType }), ...caption }
  }
  if (message.sticker) return stickerOf(message.sticker, keep)
  if (message.venue)
    return { type: 'location', ...placeOf(message.venue.location), title: message.venue.title }
  if (message.location) return { type: 'location', ...placeOf(message.location) }
  if (message.contact) {
    const { phone_number: phone, first_name, last_name } = message.contact
    return { type: 'contact', phone, name: [first_name, last_name].filter(Boolean).join(' '), own: false }
  }
  return null
}

async function stickerOf(
  sticker: NonNullable<Message['sticker']>,
  keep: (file: RemoteFile) => Promise<StoredFile>,
): Promise<Content> {
  const emoji = sticker.emoji ? { emoji: sticker.emoji } : {}
  // Only still stickers are pictures that every messenger can show.
  if (sticker.is_animated || sticker.is_video) return { type: 'sticker', ...emoji }
  return {
    type: 'sticker',
    file: await keep({ file_id: sticker.file_id, name: 'sticker.webp', mimeType: 'image/webp' }),
    ...emoji,
  }
}

function placeOf({ latitude, longitude }: { latitude: number; longitude: number }) {
  return { latitude, longitude }
}

async function store(
  core: Core,
  files: TelegramFiles,
  file: RemoteFile,
  conversationId: string,
): Promise<StoredFile> {
  return core.files.save({
    name: file.name,
    mimeType: file.mimeType,
    body: await files.open(file.file_id),
    conversationId,
    maxSize: maxFile,
  })
}
