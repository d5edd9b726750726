import type { Inbound, InboundEdit, InboundMessage, PendingFile } from '../../core/channel.js'
import type { Content, StoredFile } from '../../core/content.js'
import { safeName } from '../../core/files.js'
import { newId } from '../../core/ids.js'
import { type TelegramMessage, type TelegramUpdate, update as updateSchema } from './update.schema.js'

/** What one update means to us. `callbackId` must be answered, so that the client's button stops spinning. */
export interface Parsed {
  inbound: Inbound | null
  callbackId?: string
}

/**
 * Raw update -> core inbound. Total: anything malformed, from a group or from another bot gives `inbound: null` and
 * is confirmed to Telegram, for it would only come again.
 */
export function parseUpdate(raw: unknown, accountId: string, now: Date): Parsed {
  const result = updateSchema.safeParse(raw)
  if (!result.success) return { inbound: null }
  const update = result.data
  if (update.callback_query) return parsePress(update.callback_query, accountId, update.update_id, now)
  if (update.my_chat_member) return { inbound: parseMembership(update.my_chat_member, accountId) }
  if (update.message_reaction) return { inbound: parseReaction(update.message_reaction, accountId) }
  const message = update.message ?? update.edited_message
  if (message?.chat.type !== 'private' || message.from?.is_bot) return { inbound: null }
  if (update.edited_message) return { inbound: parseEdit(message, accountId) }
  return { inbound: parseMessage(message, accountId) }
}

function parseMessage(message: TelegramMessage, accountId: string): InboundMessage {
  const { content, pendingFiles, origin } = readContent(message)
  return {
    kind: 'message',
    accountId,
    channel: 'telegram',
    chatId: String(message.chat.id),
    from: person(message),
    externalId: externalId(message.chat.id, message.message_id),
    content,
    sentAt: new Date(message.date * 1_000),
    ...(message.reply_to_message
      ? { replyToExternalId: externalId(message.chat.id, message.reply_to_message.message_id) }
      : {}),
    ...forwardedFrom(message),
    ...(message.media_group_id === undefined ? {} : { albumId: message.media_group_id }),
    ...(pendingFiles.length > 0 ? { pendingFiles } : {}),
    ...(origin ? { origin } : {}),
  }
}

/** Source: Bot API, MessageOrigin: a user, one who hides their account, a chat or a channel. */
function forwardedFrom({ forward_origin: origin }: TelegramMessage): Pick<InboundMessage, 'forwarded'> {
  if (!origin) return {}
  const from =
    (origin.sender_user && fullName(origin.sender_user)) ||
    (origin.sender_user_name ?? origin.sender_chat?.title ?? origin.chat?.title)?.slice(0, 200)
  return { forwarded: from ? { from } : {} }
}

/** Telegram hands over the whole message again, its file too, whether it is another one or not. */
function parseEdit(message: TelegramMessage, accountId: string): Inbound | null {
  const album = message.media_group_id
  const isMedia = hasFile(message)
  // Of an album only the part with the caption tells what became of it.
  const words = message.text ?? message.caption ?? (album === undefined && isMedia ? '' : null)
  if (words === null && !isMedia) return null
  return {
    kind: 'edit',
    accountId,
    externalId: externalId(message.chat.id, message.message_id),
    ...(album === undefined ? {} : { album: { chatId: String(message.chat.id), id: album } }),
    words,
    ...(isMedia ? changedFile(message) : {}),
    edition: message.edit_date ?? message.date,
  }
}

function changedFile(message: TelegramMessage): Pick<InboundEdit, 'content' | 'pendingFiles'> {
  const { content, pendingFiles } = readContent(message)
  return { content, pendingFiles }
}

function hasFile(m: TelegramMessage): boolean {
  return Boolean(m.photo ?? m.voice ?? m.audio ?? m.video ?? m.document ?? m.animation)
}

/** An emoji of one's own making or a paid star has no letter to show. */
const otherEmoji = '✨'

function parseReaction(
  reaction: NonNullable<TelegramUpdate['message_reaction']>,
  accountId: string,
): Inbound | null {
  const { chat, user, message_id, date, new_reaction: now } = reaction
  if (chat.type !== 'private' || !user) return null
  const [first] = now
  return {
    kind: 'reaction',
    accountId,
    externalId: externalId(chat.id, message_id),
    from: String(user.id),
    emoji: first ? (first.emoji ?? otherEmoji) : null,
    at: new Date(date * 1_000),
  }
}

function parsePress(
  query: NonNullable<TelegramUpdate['callback_query']>,
  accountId: string,
  updateId: number,
  now: Date,
): Parsed {
  const { message, data } = query
  if (message?.chat.type !== 'private' || data === undefined) return { inbound: null, callbackId: query.id }
  const label = message.reply_markup?.inline_keyboard
    .flat()
    .find((button) => button.callback_data === data)?.text
  return {
    callbackId: query.id,
    inbound: {
      kind: 'message',
      accountId,
      channel: 'telegram',
      chatId: String(message.chat.id),
      from: {
        externalId: String(query.from.id),
        name: fullName(query.from),
        username: query.from.username,
        locale: query.from.language_code,
      },
      // Telegram repeats the callback id when it repeats the update; the message under the button stays the same.
      externalId: `${message.chat.id}:press:${query.id}`,
      content: { type: 'choice', choiceId: data, label: label ?? data },
      // A press has no time of its own.
      sentAt: updateId >= 0 ? now : new Date(message.date * 1_000),
      replyToExternalId: externalId(message.chat.id, message.message_id),
    },
  }
}

function parseMembership(
  member: NonNullable<TelegramUpdate['my_chat_member']>,
  accountId: string,
): Inbound | null {
  if (member.chat.type !== 'private') return null
  const reachable = member.new_chat_member.status !== 'kicked' && member.new_chat_member.status !== 'left'
  return { kind: 'reach', accountId, chatId: String(member.chat.id), reachable }
}

interface Read {
  content: Content
  pendingFiles: PendingFile[]
  origin?: InboundMessage['origin']
}

function readContent(m: TelegramMessage): Read {
  if (m.text !== undefined) return readText(m.text)
  const caption = m.caption ? { caption: m.caption } : {}
  if (m.photo) {
    const best = m.photo.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a))
    const { file, pending } = keep(best, `photo-${m.message_id}.jpg`, 'image/jpeg')
    const content: Content =
      m.media_group_id === undefined
        ? { type: 'image', file, ...caption }
        : { type: 'album', files: [file], ...caption }
    return { content, pendingFiles: [pending] }
  }
  if (m.voice || m.audio) {
    const voice = m.voice ?? m.audio
    return withFile(
      voice,
      m.voice ? `voice-${m.message_id}.ogg` : `audio-${m.message_id}.mp3`,
      m.voice ? 'audio/ogg' : 'audio/mpeg',
      (file) => ({
        type: 'voice',
        file,
        duration: voice?.duration,
        ...caption,
      }),
    )
  }
  if (m.video || m.video_note) {
    const video = m.video ?? m.video_note
    return withFile(video, `video-${m.message_id}.mp4`, 'video/mp4', (file) =>
      m.media_group_id === undefined
        ? { type: 'video', file, duration: video?.duration, ...caption }
        : { type: 'album', files: [file], ...caption },
    )
  }
  if (m.sticker) {
    const type = m.sticker.is_video
      ? 'video/webm'
      : m.sticker.is_animated
        ? 'application/x-tgsticker'
        : 'image/webp'
    return withFile(m.sticker, `sticker-${m.message_id}`, type, (file) => ({
      type: 'sticker',
      file,
      emoji: m.sticker?.emoji,
    }))
  }
  if (m.document || m.animation) {
    return withFile(m.document ?? m.animation, `file-${m.message_id}`, 'application/octet-stream', (file) =>
      m.media_group_id === undefined
        ? { type: 'document', file, ...caption }
        : { type: 'album', files: [file], ...caption },
    )
  }
  if (m.location) {
    const title = m.venue ? { title: m.venue.title } : {}
    return plain({
      type: 'location',
      latitude: m.location.latitude,
      longitude: m.location.longitude,
      ...title,
    })
  }
  if (m.contact) {
    const name = [m.contact.first_name, m.contact.last_name].filter(Boolean).join(' ')
    const own = m.contact.user_id !== undefined && m.contact.user_id === m.from?.id
    return plain({ type: 'contact', phone: m.contact.phone_number, name, own })
  }
  return plain({ type: 'unsupported', kind: kindOf(m) })
}

/** `/start payload` is how a person enters by a link; the payload is where they came from, not something they said. */
function readText(text: string): Read {
  const start = /^\/start(?:@\w+)?(?:\s+([\w-]{1,64}))?\s*$/.exec(text)
  const content: Content =
    text === '' ? { type: 'unsupported', kind: 'empty' } : { type: 'text', text: start ? '/start' : text }
  return start?.[1] === undefined
    ? plain(content)
    : { content, pendingFiles: [], origin: { startPayload: start[1] } }
}

function plain(content: Content): Read {
  return { content, pendingFiles: [] }
}

interface RemoteFile {
  file_id: string
  file_unique_id?: string | undefined
  file_size?: number | undefined
  file_name?: string | undefined
  mime_type?: string | undefined
}

function withFile(
  remote: RemoteFile | undefined,
  name: string,
  type: string,
  make: (file: StoredFile) => Content,
): Read {
  if (!remote) return plain({ type: 'unsupported', kind: 'file' })
  const { file, pending } = keep(remote, name, type)
  return { content: make(file), pendingFiles: [pending] }
}

function keep(remote: RemoteFile, name: string, type: string): { file: StoredFile; pending: PendingFile } {
  const fileId = newId()
  return {
    file: {
      fileId,
      name: safeName(remote.file_name ?? name),
      mimeType: (remote.mime_type ?? type).slice(0, 127),
      size: remote.file_size ?? 0,
    },
    pending: {
      fileId,
      remote: { fileId: remote.file_id },
      ...(remote.file_unique_id === undefined ? {} : { identity: remote.file_unique_id }),
    },
  }
}

function person(m: TelegramMessage): InboundMessage['from'] {
  if (!m.from) return { externalId: String(m.chat.id), name: String(m.chat.id) }
  return {
    externalId: String(m.from.id),
    name: fullName(m.from),
    username: m.from.username,
    locale: m.from.language_code,
  }
}

function fullName(user: { first_name: string; last_name?: string | undefined }): string {
  return [user.first_name, user.last_name].filter(Boolean).join(' ').slice(0, 200)
}

export function externalId(chatId: number | string, messageId: number | string): string {
  return `${chatId}:${messageId}`
}

/** Fields that any message may have, whatever its kind. Source: Bot API, Message. */
const notAKind = new Set([
  'message_id',
  'message_thread_id',
  'is_topic_message',
  'from',
  'sender_chat',
  'sender_boost_count',
  'chat',
  'date',
  'edit_date',
  'forward_origin',
  'is_automatic_forward',
  'reply_to_message',
  'external_reply',
  'quote',
  'via_bot',
  'has_protected_content',
  'is_from_offline',
  'media_group_id',
  'effect_id',
  'caption',
  'caption_entities',
  'reply_markup',
])

/** The Bot API's own name of a message kind we do not read, for people to see. */
function kindOf(m: TelegramMessage): string {
  return (
    Object.keys(m)
      .find((key) => !notAKind.has(key) && m[key] !== undefined)
      ?.slice(0, 60) ?? 'unknown'
  )
}
