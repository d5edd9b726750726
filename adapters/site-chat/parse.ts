import type { InboundMessage, LeftContact } from '../../core/channel.js'
import type { Content, StoredFile } from '../../core/content.js'
import { parseEmail } from '../../core/parse/parse-email.js'
import { parsePhone } from '../../core/parse/parse-phone.js'
import { bareType } from './file-safety.js'
import type { VisitorContent } from './protocol.js'
import type { SentPage } from './schemas.js'

/** A message as the widget sent it, checked by `sendInput`, with what the connection knows about its sender. */
export interface VisitorMessage {
  accountId: string
  visitorId: string
  visitorName: string
  locale: string
  clientMessageId: string
  content: VisitorContent
  /** What the widget asks to agree to; empty where it asks nothing. */
  consent: string
  page: SentPage | undefined
  /** When it reached us: a visitor's clock is anybody's guess. */
  receivedAt: Date
}

/** The inbound message, or null when it names a file that is not the visitor's own upload. */
export function parseMessage(
  message: VisitorMessage,
  redeem: (ticket: string) => StoredFile | null,
): InboundMessage | null {
  const content = parseContent(message, redeem)
  if (!content) return null
  const origin = parseOrigin(message.page)
  return {
    kind: 'message',
    accountId: message.accountId,
    channel: 'site',
    chatId: message.visitorId,
    from: { externalId: message.visitorId, name: message.visitorName, locale: message.locale },
    externalId: `${message.visitorId}:${message.clientMessageId}`,
    content,
    sentAt: message.receivedAt,
    ...(origin ? { origin } : {}),
    ...(message.content.type === 'left' ? { left: readLeft(message.content, message.consent) } : {}),
  }
}

function parseContent(
  message: VisitorMessage,
  redeem: (ticket: string) => StoredFile | null,
): Content | null {
  const { content } = message
  switch (content.type) {
    case 'left':
      // All of it stands in the words too: a known phone keeps its own card's name, and an address may be neither phone nor e-mail.
      return { type: 'text', text: cleanText(`${content.text}\n${content.name}, ${content.address}`) }
    case 'text':
      return { type: 'text', text: cleanText(content.text) }
    case 'choice':
      return { type: 'choice', choiceId: content.choiceId, label: cleanText(content.label) }
    case 'contact':
      // Typed by hand: nobody vouches that it is the visitor's own.
      return { type: 'contact', phone: content.phone.trim(), name: content.name ?? '', own: false }
    case 'file': {
      const file = redeem(content.ticket)
      if (!file) return null
      return {
        type: contentTypeOf(file.mimeType),
        file,
        ...(content.caption ? { caption: cleanText(content.caption) } : {}),
      }
    }
  }
}

type Left = Extract<VisitorContent, { type: 'left' }>

function readLeft({ name, address, consent }: Left, asked: string): LeftContact {
  const email = parseEmail(address)
  const phone = email.ok ? null : parsePhone(address)
  return {
    name: cleanText(name).replace(/\s+/g, ' '),
    ...(email.ok ? { email: email.value } : {}),
    ...(phone?.ok ? { phone: phone.value } : {}),
    ...(consent && asked ? { consent: asked } : {}),
  }
}

function contentTypeOf(mimeType: string): 'image' | 'video' | 'document' {
  const type = bareType(mimeType)
  if (['image/png', 'image/jpeg', 'image/gif', 'image/webp'].includes(type)) return 'image'
  return type === 'video/mp4' || type === 'video/webm' ? 'video' : 'document'
}

/** One kind of line end, no control characters but tab, whole surrogate pairs. */
function cleanText(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return Buffer.from(lines.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ''), 'utf8').toString('utf8') || '…'
}

function parseOrigin(page: SentPage | undefined): InboundMessage['origin'] {
  if (!page?.url && !page?.referrer && !page?.utm) return undefined
  return {
    ...(page.url ? { pageUrl: page.url } : {}),
    ...(page.referrer ? { referrer: page.referrer } : {}),
    ...(page.utm && Object.keys(page.utm).length > 0 ? { utm: page.utm } : {}),
  }
}
