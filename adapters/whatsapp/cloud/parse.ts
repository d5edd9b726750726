import type { InboundMessage, InboundReaction, InboundReceipt, PendingFile } from '../../../core/channel.js'
import type { Content, StoredFile } from '../../../core/content.js'
import { safeName } from '../../../core/files.js'
import { newId } from '../../../core/ids.js'
import { reasonOf } from './error-codes.js'
import {
  contact as contactSchema,
  envelope as envelopeSchema,
  message as messageSchema,
  status as statusSchema,
  type WebhookContact,
  type WebhookMessage,
  webhook as webhookSchema,
} from './webhook.schema.js'

/** A message with every id Meta gave of its person, the steadiest first. */
export interface ParsedMessage {
  names: string[]
  inbound: InboundMessage
}

/** The person's number changed: `names` are the old ids, `to` the new number. */
export interface ParsedMove {
  names: string[]
  to: string
}

/** What a webhook says to one of our numbers, in its order. */
export interface ParsedWebhook {
  phoneId: string
  /** WhatsApp Business Account the number belongs to. */
  businessId: string
  messages: ParsedMessage[]
  receipts: InboundReceipt[]
  reactions: InboundReaction[]
  moves: ParsedMove[]
}

/** How many items of a webhook could not be read: logged, and confirmed to Meta, which would only send them again. */
export interface Parsed {
  parts: ParsedWebhook[]
  unread: number
}

/**
 * Raw webhook -> what it says to each number. Total: a message whose content is malformed becomes `unsupported`, so that
 * people see that something came; where not even sender and time can be read it is counted and left. `accountOf` names our
 * account of a number, or undefined for a number that is not ours.
 */
export function parseWebhook(raw: unknown, accountOf: (phoneId: string) => string | undefined): Parsed {
  const result = webhookSchema.safeParse(raw)
  if (!result.success) return { parts: [], unread: 1 }
  const parts: ParsedWebhook[] = []
  let unread = 0
  for (const entry of result.data.entry) {
    for (const { field, value } of entry.changes) {
      const phoneId = value.metadata?.phone_number_id
      const accountId = phoneId === undefined ? undefined : accountOf(phoneId)
      if (field !== 'messages' || phoneId === undefined || accountId === undefined) continue
      const part: ParsedWebhook = {
        phoneId,
        businessId: entry.id,
        messages: [],
        receipts: [],
        reactions: [],
        moves: [],
      }
      const people = (value.contacts ?? []).flatMap((each) => {
        const read = contactSchema.safeParse(each)
        return read.success ? [read.data] : []
      })
      for (const each of value.messages ?? []) if (!readMessage(each, accountId, people, part)) unread += 1
      for (const each of value.statuses ?? []) if (!readStatus(each, accountId, part)) unread += 1
      parts.push(part)
    }
  }
  return { parts, unread }
}

function readStatus(raw: unknown, accountId: string, part: ParsedWebhook): boolean {
  const result = statusSchema.safeParse(raw)
  if (!result.success) return false
  const { id, status, timestamp, biz_opaque_callback_data: deliveryId, errors } = result.data
  const [error] = errors ?? []
  part.receipts.push({
    kind: 'receipt',
    accountId,
    externalId: id,
    ...(deliveryId ? { deliveryId } : {}),
    state: status,
    at: new Date(timestamp * 1_000),
    ...(status === 'failed'
      ? { reason: reasonOf(error?.code, error?.error_data?.details ?? error?.title ?? error?.message) }
      : {}),
  })
  return true
}

function readMessage(
  raw: unknown,
  accountId: string,
  people: readonly WebhookContact[],
  part: ParsedWebhook,
): boolean {
  const whole = messageSchema.safeParse(raw)
  const bare = whole.success ? null : envelopeSchema.safeParse(raw)
  const message: WebhookMessage | undefined = whole.data ?? bare?.data
  if (!message) return false
  const person = personOf(message, people)
  const phone = phoneOf(message.from) ?? phoneOf(person?.wa_id)
  const userId = message.from_user_id ?? person?.user_id ?? (phoneOf(message.from) ? undefined : message.from)
  const names = [userId, phone].filter((name) => name !== undefined)
  const [name] = names
  if (name === undefined) return false
  const moved = message.system?.new_wa_id ?? message.system?.wa_id
  if (message.type === 'system') {
    if (bare) return false
    if (moved !== undefined && phoneOf(moved) !== undefined) part.moves.push({ names, to: moved })
    return true
  }
  if (message.reaction) {
    const { message_id: externalId, emoji } = message.reaction
    const at = new Date(message.timestamp * 1_000)
    part.reactions.push({ kind: 'reaction', accountId, externalId, from: name, emoji: emoji || null, at })
    return true
  }
  for (const [index, { content, pendingFiles }] of readContents(message).entries()) {
    part.messages.push({
      names,
      inbound: {
        kind: 'message',
        accountId,
        channel: 'whatsapp',
        chatId: phone ?? name,
        from: {
          externalId: name,
          name: person?.profile?.name?.slice(0, 200) || (phone ? `+${phone}` : 'WhatsApp'),
          ...(person?.profile?.username ? { username: person.profile.username } : {}),
          ...(phone ? { phone: `+${phone}` } : {}),
        },
        externalId: index === 0 ? message.id : `${message.id}:${index}`,
        content,
        sentAt: new Date(message.timestamp * 1_000),
        ...(message.context?.id ? { replyToExternalId: message.context.id } : {}),
        // Whose words they were WhatsApp never says.
        ...(message.context?.forwarded || message.context?.frequently_forwarded ? { forwarded: {} } : {}),
        ...(pendingFiles.length > 0 ? { pendingFiles } : {}),
        ...originOf(message),
      },
    })
  }
  return true
}

/** The contact a message is from: by either id, or the only one there is. */
function personOf(message: WebhookMessage, people: readonly WebhookContact[]): WebhookContact | undefined {
  const { from, from_user_id: userId } = message
  return (
    people.find(
      (person) =>
        (from !== undefined && (person.wa_id === from || person.user_id === from)) ||
        (userId !== undefined && person.user_id === userId),
    ) ?? (people.length === 1 && from === undefined && userId === undefined ? people[0] : undefined)
  )
}

/** The id where it is a phone number; a business-scoped id begins with letters. */
function phoneOf(address: string | undefined): string | undefined {
  return address !== undefined && /^\d{5,20}$/.test(address) ? address : undefined
}

/** Click-to-WhatsApp ads say which ad it was. */
function originOf({ referral }: WebhookMessage): Pick<InboundMessage, 'origin'> {
  if (!referral) return {}
  return {
    origin: {
      ...(referral.source_url ? { referrer: referral.source_url } : {}),
      utm: {
        source: 'whatsapp-ad',
        ...(referral.source_type ? { medium: referral.source_type } : {}),
        ...(referral.source_id ? { campaign: referral.source_id } : {}),
      },
    },
  }
}

interface Read {
  content: Content
  pendingFiles: PendingFile[]
}

/** One content a message; several for several contact cards. */
function readContents(message: WebhookMessage): Read[] {
  if (message.contacts) {
    return message.contacts.map(({ name, phones }) => {
      const [phone] = phones ?? []
      const number = phone?.phone ?? (phone?.wa_id ? `+${phone.wa_id}` : '')
      const own = phone?.wa_id !== undefined && phone.wa_id === message.from
      return plain({ type: 'contact', phone: number, name: name?.formatted_name ?? '', own })
    })
  }
  return [readContent(message)]
}

function readContent(m: WebhookMessage): Read {
  if (m.text) return plain(m.text.body === '' ? unsupported('empty') : { type: 'text', text: m.text.body })
  const pressed = m.interactive?.button_reply ?? m.interactive?.list_reply
  if (pressed) return plain(choice(pressed.id, pressed.description || pressed.title))
  if (m.button) return plain(choice(m.button.payload || m.button.text, m.button.text))
  if (m.image)
    return withFile(m, m.image, 'photo', 'image/jpeg', (file) => ({
      type: 'image',
      file,
      ...captionOf(m.image),
    }))
  if (m.video)
    return withFile(m, m.video, 'video', 'video/mp4', (file) => ({
      type: 'video',
      file,
      ...captionOf(m.video),
    }))
  if (m.audio) return withFile(m, m.audio, 'voice', 'audio/ogg', (file) => ({ type: 'voice', file }))
  if (m.sticker) return withFile(m, m.sticker, 'sticker', 'image/webp', (file) => ({ type: 'sticker', file }))
  if (m.document)
    return withFile(m, m.document, 'file', 'application/octet-stream', (file) => ({
      type: 'document',
      file,
      ...captionOf(m.document),
    }))
  if (m.location) {
    const { latitude, longitude, name, address } = m.location
    const title = [name, address].filter(Boolean).join(', ')
    return plain({ type: 'location', latitude, longitude, ...(title ? { title } : {}) })
  }
  return plain(unsupported(m.interactive?.type ?? m.type))
}

function choice(id: string, label: string): Content {
  return { type: 'choice', choiceId: id, label: label || id }
}

function unsupported(kind: string): Content {
  return { type: 'unsupported', kind: kind || 'unknown' }
}

function plain(content: Content): Read {
  return { content, pendingFiles: [] }
}

function captionOf(media: { caption?: string | undefined } | undefined): { caption?: string } {
  return media?.caption ? { caption: media.caption } : {}
}

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
}

function withFile(
  message: WebhookMessage,
  media: NonNullable<WebhookMessage['document']>,
  what: string,
  fallbackType: string,
  make: (file: StoredFile) => Content,
): Read {
  const fileId = newId()
  const mimeType = (media.mime_type?.split(';', 1)[0] ?? fallbackType).trim().toLowerCase().slice(0, 127)
  const extension = extensions[mimeType]
  const name = `${what}-${message.timestamp}${extension ? `.${extension}` : ''}`
  return {
    content: make({ fileId, name: safeName(media.filename ?? name), mimeType, size: 0 }),
    pendingFiles: [{ fileId, remote: { mediaId: media.id } }],
  }
}
