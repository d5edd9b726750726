import { createHash } from 'node:crypto'
import type { ApiFile, ApiMessage, MediaKind } from '../../telegram/bot-api.js'
import type { FileStore, SandboxFile } from '../../telegram/file-store.js'
import { mediaPart } from '../../telegram/media.js'
import type { WireMessage } from './protocol.js'

/** The id that a person's phone gives a message: always the same for the same message of the sandbox. */
export function phoneMessageId(chatKey: string, messageId: number): string {
  const hash = createHash('sha1').update(`${chatKey}/${messageId}`).digest('hex')
  return `3A${hash.slice(0, 18).toUpperCase()}`
}

/** How WhatsApp writes the address of a file. */
export const directPathOf = (fileId: string) => `/f/${fileId}`
export const fileIdOf = (directPath: string) => directPath.replace(/^\/f\//, '')

/** What a message says, in the words of WhatsApp's model. */
export function wireContent(message: ApiMessage, files: FileStore): Partial<WireMessage> & { type: string } {
  const caption = message.caption === undefined ? {} : { caption: message.caption }
  const [kind, file] = mediaOf(message)
  if (kind && file) {
    const stored = files.get(file.file_id)
    return {
      type: kind,
      directPath: directPathOf(file.file_id),
      mimetype: stored?.mimeType ?? file.mime_type ?? 'application/octet-stream',
      size: stored?.size ?? file.file_size ?? 0,
      ...(kind === 'document' ? { filename: file.file_name ?? stored?.name ?? 'file' } : {}),
      ...(file.duration ? { duration: file.duration } : {}),
      ...caption,
    }
  }
  if (message.location) {
    const { latitude, longitude } = message.location
    return {
      type: 'location',
      lat: latitude,
      lng: longitude,
      ...(message.venue ? { loc: message.venue.title } : {}),
    }
  }
  if (message.contact) {
    const name = [message.contact.first_name, message.contact.last_name].filter(Boolean).join(' ')
    return { type: 'vcard', body: vcardOf(name, message.contact.phone_number), vcardFormattedName: name }
  }
  return message.text === undefined ? { type: 'unknown' } : { type: 'chat', body: message.text }
}

function mediaOf(message: ApiMessage): [string, ApiFile] | [undefined, undefined] {
  if (message.photo) return ['image', message.photo.at(-1) as ApiFile]
  if (message.voice) return ['ptt', message.voice]
  if (message.audio) return ['audio', message.audio]
  if (message.video_note) return ['video', message.video_note]
  if (message.animation) return ['video', message.animation]
  if (message.video) return ['video', message.video]
  if (message.sticker) return ['sticker', message.sticker]
  if (message.document) return ['document', message.document]
  return [undefined, undefined]
}

const kinds: Record<string, MediaKind> = {
  image: 'photo',
  video: 'video',
  ptt: 'voice',
  audio: 'audio',
  sticker: 'sticker',
  document: 'document',
}

/** What the page sent, as a phone of the sandbox shows it. `file` is what lies under its `directPath`. */
export function phoneContent(wire: WireMessage, file: SandboxFile | undefined): Partial<ApiMessage> {
  const caption = wire.caption ? { caption: wire.caption } : {}
  if (file) {
    const named = { ...file, name: wire.filename ?? file.name, mimeType: wire.mimetype ?? file.mimeType }
    return { ...mediaPart(kinds[wire.type] ?? 'document', named, {}), ...caption }
  }
  if (wire.type === 'location') {
    const location = { latitude: wire.lat ?? 0, longitude: wire.lng ?? 0 }
    return wire.loc ? { location, venue: { location, title: wire.loc, address: '' } } : { location }
  }
  if (wire.type === 'vcard') {
    const phone = /^TEL[^:]*:(.*)$/m.exec(wire.body ?? '')?.[1]?.trim() ?? ''
    const name = wire.vcardFormattedName ?? /^FN:(.*)$/m.exec(wire.body ?? '')?.[1]?.trim() ?? ''
    return { contact: { phone_number: phone, first_name: name } }
  }
  return { text: wire.body ?? '' }
}

function vcardOf(name: string, phone: string): string {
  const digits = phone.replace(/\D/g, '')
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${name};;;`,
    `FN:${name}`,
    `TEL;type=CELL;waid=${digits}:+${digits}`,
    'END:VCARD',
  ].join('\n')
}
