import type { InboundMessage, PendingFile } from '../../../core/channel.js'
import type { Content, StoredFile } from '../../../core/content.js'
import { safeName } from '../../../core/files.js'
import { newId } from '../../../core/ids.js'
import { longestText } from '../../../core/inbox/split-text.js'
import { phoneOfWhatsAppId } from '../phone.js'
import type { WhatsAppMessage } from './message.schema.js'

/** Which chats are listened to besides those with one person. */
export interface Listening {
  groups: boolean
  statuses: boolean
  broadcasts: boolean
}

/** WhatsApp's notes to itself, and the frame of an album whose pictures come by themselves. */
const notSaid = new Set([
  'e2e_notification',
  'notification',
  'notification_template',
  'gp2',
  'group_notification',
  'broadcast_notification',
  'newsletter_notification',
  'protocol',
  'debug',
  'reaction',
  'reaction_enc',
  'album',
  'pinned_message',
  'keep_in_chat',
  'revoked',
])

/** Whether this is something a client said to us. */
export function isForUs(message: WhatsAppMessage, listening: Listening): boolean {
  if (message.id.fromMe || notSaid.has(message.type)) return false
  const server = message.id.remote.split('@')[1] ?? ''
  if (message.isStatusV3 || message.id.remote === 'status@broadcast') return listening.statuses
  if (message.broadcast || server === 'broadcast' || server === 'newsletter') return listening.broadcasts
  if (server === 'g.us') return listening.groups
  return server === 'c.us' || server === 'lid'
}

/** An inbound message, and the ids that WhatsApp has of its sender, the steadier first (`settleName`). */
export interface Parsed {
  names: string[]
  inbound: InboundMessage
}

/**
 * One message of WhatsApp's page -> core inbound; several for several contact cards. `phoneId` is the person's id with a phone
 * in it where the page knows one for a hidden number (`…@lid`): it is the steadier of the two.
 */
export function parseMessage(message: WhatsAppMessage, accountId: string, phoneId?: string): Parsed[] {
  // A status is answered in the chat with its author; a group is one conversation, whoever writes.
  const chatId = message.isStatusV3 ? (message.author ?? message.id.remote) : message.id.remote
  const personId = phoneId ?? chatId
  const phone = phoneOfWhatsAppId(personId)
  const name = nameOf(message, phone, personId)
  const names = [...new Set([personId, chatId].map((id) => phoneOfWhatsAppId(id)?.slice(1) ?? id))]
  return readContents(message).map(({ content, pendingFiles }, index) => ({
    names,
    inbound: {
      kind: 'message',
      accountId,
      channel: 'whatsapp',
      chatId,
      from: {
        externalId: phone?.slice(1) ?? personId,
        name: name.slice(0, 200),
        ...(phone && !isGroup(message) ? { phone } : {}),
      },
      externalId: index === 0 ? message.id._serialized : `${message.id._serialized}:${index}`,
      content: isGroup(message) ? signed(content, name) : content,
      sentAt: new Date(message.t * 1_000),
      ...(message.quotedStanzaID ? { replyToExternalId: quotedKey(message) } : {}),
      // Whose words they were WhatsApp never says.
      ...(message.isForwarded ? { forwarded: {} } : {}),
      ...(pendingFiles.length > 0 ? { pendingFiles } : {}),
    },
  }))
}

function isGroup(message: WhatsAppMessage): boolean {
  return message.id.remote.endsWith('@g.us')
}

function nameOf(message: WhatsAppMessage, phone: string | undefined, personId: string): string {
  return message.notifyName?.trim() || phone || personId.split('@', 1)[0] || 'WhatsApp'
}

/** The message's changed words, in a group with who says them; undefined where nothing that has words is left. */
export function changedWords(message: WhatsAppMessage): string | undefined {
  const words = (message.directPath ? message.caption : message.body) ?? undefined
  if (words === undefined || !isGroup(message)) return words
  const { remote } = message.id
  return signedWords(words, nameOf(message, phoneOfWhatsAppId(remote), remote))
}

/** In a chat of two a quoted message is the person's own or ours. */
function quotedKey(message: WhatsAppMessage): string {
  const { remote } = message.id
  const theirs = [remote, message.from, message.author].some(
    (id) => id && message.quotedParticipant && userOf(id) === userOf(message.quotedParticipant),
  )
  return `${!theirs}_${remote}_${message.quotedStanzaID}`
}

function userOf(id: string): string {
  return id.split(/[:@]/, 1)[0] ?? ''
}

interface Read {
  content: Content
  pendingFiles: PendingFile[]
}

/** One content a message; several for several contact cards. */
function readContents(m: WhatsAppMessage): Read[] {
  if (m.type === 'multi_vcard' && m.vcardList?.length)
    return m.vcardList.map(({ vcard }) => plain(contactOf(vcard)))
  return [readContent(m)]
}

function readContent(m: WhatsAppMessage): Read {
  const caption = m.caption ? { caption: m.caption.slice(0, longestText) } : {}
  const duration = m.duration ? { duration: Number(m.duration) } : {}
  switch (m.type) {
    case 'chat':
      return plain(
        m.body
          ? { type: 'text', text: m.body.slice(0, longestText) }
          : { type: 'unsupported', kind: 'empty' },
      )
    case 'image':
      return withFile(m, 'photo.jpg', 'image/jpeg', (file) => ({ type: 'image', file, ...caption }))
    case 'video':
      return withFile(m, 'video.mp4', 'video/mp4', (file) => ({
        type: 'video',
        file,
        ...duration,
        ...caption,
      }))
    case 'ptv':
      return withFile(m, 'video.mp4', 'video/mp4', (file) => ({ type: 'video', file, ...duration }))
    case 'ptt':
      return withFile(m, 'voice.ogg', 'audio/ogg', (file) => ({ type: 'voice', file, ...duration }))
    case 'audio':
      return withFile(m, 'audio.mp3', 'audio/mpeg', (file) => ({ type: 'voice', file, ...duration }))
    case 'sticker':
      return withFile(m, 'sticker.webp', 'image/webp', (file) => ({ type: 'sticker', file }))
    case 'document':
      return withFile(m, 'file', 'application/octet-stream', (file) => ({
        type: 'document',
        file,
        ...caption,
      }))
    case 'location':
    case 'live_location':
      return plain(locationOf(m))
    case 'vcard':
      return plain(contactOf(m.body ?? ''))
    default:
      return plain({ type: 'unsupported', kind: m.type.slice(0, 60) })
  }
}

function plain(content: Content): Read {
  return { content, pendingFiles: [] }
}

function withFile(m: WhatsAppMessage, name: string, type: string, make: (file: StoredFile) => Content): Read {
  if (!m.directPath) return plain({ type: 'unsupported', kind: m.type.slice(0, 60) })
  const fileId = newId()
  const file: StoredFile = {
    fileId,
    name: safeName(m.filename || name),
    // "audio/ogg; codecs=opus": what follows says nothing that a browser needs.
    mimeType: (m.mimetype?.split(';', 1)[0]?.trim() || type).slice(0, 127),
    size: m.size ?? 0,
  }
  return { content: make(file), pendingFiles: [{ fileId, remote: { messageId: m.id._serialized } }] }
}

function locationOf(m: WhatsAppMessage): Content {
  if (typeof m.lat !== 'number' || typeof m.lng !== 'number') return { type: 'unsupported', kind: m.type }
  const title = m.loc?.split('\n', 1)[0]?.trim()
  return { type: 'location', latitude: m.lat, longitude: m.lng, ...(title ? { title } : {}) }
}

/** A contact card. Source: RFC 6350, and WhatsApp's `waid` parameter. */
function contactOf(vcard: string): Content {
  const line = (pattern: RegExp) => pattern.exec(vcard)?.[1]?.trim()
  const phone = line(/^(?:item\d+\.)?TEL[^:\n]*:(.*)$/im)
  if (!phone) return { type: 'unsupported', kind: 'vcard' }
  const name = (line(/^FN[^:\n]*:(.*)$/im) ?? '').replaceAll(/\\([,;\\])/g, '$1')
  return { type: 'contact', phone: phone.replace(/^tel:/, ''), name: name.slice(0, 200), own: false }
}

/** In a group people must see who of them speaks. */
function signed(content: Content, name: string): Content {
  if (content.type === 'text') return { ...content, text: signedWords(content.text, name) }
  if (
    'caption' in content ||
    content.type === 'image' ||
    content.type === 'video' ||
    content.type === 'document'
  )
    return { ...content, caption: signedWords(content.caption ?? '', name) } as Content
  return content
}

function signedWords(words: string, name: string): string {
  return words === '' ? name : `${name}: ${words}`
}
