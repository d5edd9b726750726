import type { Readable } from 'node:stream'
import type WAWebJS from 'whatsapp-web.js'
import type { Outbound, SendResult } from '../../../core/channel.js'
import type { Content, StoredFile } from '../../../core/content.js'

export interface SendLimits {
  /** ms; files take longer to go up. */
  text: number
  file: number
}

/** Ours that a content becomes for the library. */
interface Prepared {
  content: string | WAWebJS.MessageMedia | WAWebJS.Location
  options: WAWebJS.MessageSendOptions
  slow: boolean
}

/** Watches for the message that a send makes: its id is known before the send ends, if it ends. */
export interface Watch {
  id(): string | undefined
}

/** MessageAck of the library: refused; taken by the server. */
const [ackFailed, ackServer] = [-1, 1]

class BadContent extends Error {}

/**
 * Hands one content to the page and waits until WhatsApp's server has it. Never throws. `watch` knows the id of the message
 * that came to be meanwhile: a send that was cut off is looked up by it before it is called unknown.
 */
export async function sendToWhatsApp(
  client: WAWebJS.Client,
  library: typeof WAWebJS,
  outbound: Outbound,
  watch: Watch,
  limits: SendLimits,
): Promise<SendResult> {
  let prepared: Prepared
  try {
    prepared = await prepare(library, outbound)
  } catch (err) {
    if (err instanceof BadContent)
      return { outcome: 'failed', reason: { code: 'bad-content', text: err.message } }
    throw err
  }
  try {
    const options = {
      ...prepared.options,
      // Without this an unknown recipient and a refused message look like a success.
      waitUntilMsgSent: true,
      ...(outbound.replyToExternalId ? { quotedMessageId: outbound.replyToExternalId } : {}),
    } as WAWebJS.MessageSendOptions
    const sent = await within(
      prepared.slow ? limits.file : limits.text,
      client.sendMessage(outbound.chatId, prepared.content, options),
    )
    return await judge(client, outbound.chatId, sent)
  } catch (err) {
    const result = classify(err)
    const id = watch.id()
    if (id === undefined || result.outcome === 'sent') return result
    // The message came to be in the page: whatever failed then, it may be on its way.
    return lookUp(client, id, { outcome: 'unknown', reason: result.reason })
  }
}

const typesOf: Partial<Record<Content['type'], readonly string[]>> = {
  text: ['chat'],
  choice: ['chat'],
  image: ['image'],
  video: ['video'],
  document: ['document'],
  voice: ['ptt', 'audio'],
  location: ['location'],
  contact: ['vcard'],
}

/** Whether a message that came to be in the page can be what this content became, and is not one that the owner typed. */
export function mayBecome(content: Content, message: Pick<WAWebJS.Message, 'type' | 'body'>): boolean {
  if (!typesOf[content.type]?.includes(message.type)) return false
  const words = content.type === 'text' ? content.text : content.type === 'choice' ? content.label : undefined
  return words === undefined || words.trim() === message.body.trim()
}

async function judge(
  client: WAWebJS.Client,
  chatId: string,
  sent: WAWebJS.Message | undefined,
): Promise<SendResult> {
  if (sent && Number(sent.ack) === ackFailed)
    return { outcome: 'failed', reason: { code: 'refused', text: 'WhatsApp: ack -1' } }
  if (sent) return { outcome: 'sent', externalIds: [sent.id._serialized] }
  // Nothing came back: there is no such chat, or the page lost the message it has just sent.
  const known = chatId.endsWith('@c.us') ? await client.getNumberId(chatId) : undefined
  if (known === null) return { outcome: 'failed', reason: { code: 'chat-not-found' } }
  return { outcome: 'unknown', reason: { code: 'platform-error', text: 'no message came of it' } }
}

/** What the page says of a message that may have arrived. */
async function lookUp(client: WAWebJS.Client, id: string, otherwise: SendResult): Promise<SendResult> {
  try {
    const message = await within(3_000, client.getMessageById(id))
    if (message && Number(message.ack) >= ackServer) return { outcome: 'sent', externalIds: [id] }
    if (message && Number(message.ack) === ackFailed)
      return { outcome: 'failed', reason: { code: 'refused', text: 'WhatsApp: ack -1' } }
  } catch {
    // The page is gone: people decide.
  }
  return otherwise
}

/** The first thing that is asked of the page failed, for the library is not (yet, or any more) in it: nothing was done. */
const neverBegan =
  /Cannot read properties of (undefined|null) \(reading '(getChat|evaluate)'\)|WWebJS is not defined|no page/
const pageGone =
  /Execution context|Target closed|Session closed|detached|Protocol error|Connection closed|Navigating frame/i

/** The page went, or is a new one that the library is not in yet: nothing can be asked of it. */
export function saysPageIsGone(err: unknown): boolean {
  const text = err instanceof Error ? err.message : String(err)
  return pageGone.test(text) || neverBegan.test(text)
}

/** What an error of the page means for the message: it can only be said to have not arrived when nothing was begun. */
export function classify(err: unknown): SendResult {
  const text = err instanceof Error ? err.message : String(err)
  const words = text.split('\n', 1)[0]?.slice(0, 200) ?? ''
  if (err instanceof TooSlow) return { outcome: 'unknown', reason: { code: 'timeout' } }
  if (/quoted message/i.test(text)) return { outcome: 'failed', reason: { code: 'bad-content', text: words } }
  if (/upload|media-fault|filehash/i.test(text))
    return { outcome: 'retry', reason: { code: 'upload-failed', text: words } }
  if (pageGone.test(text)) return { outcome: 'unknown', reason: { code: 'network', text: words } }
  if (neverBegan.test(text)) return { outcome: 'retry', reason: { code: 'not-connected', text: words } }
  return { outcome: 'unknown', reason: { code: 'platform-error', text: words } }
}

async function prepare(library: typeof WAWebJS, { content, openFile }: Outbound): Promise<Prepared> {
  const caption = 'caption' in content && content.caption ? { caption: content.caption } : {}
  const media = async (file: StoredFile) =>
    new library.MessageMedia(file.mimeType, await base64(await openFile(file.fileId)), file.name, file.size)
  switch (content.type) {
    case 'text':
      // A text that looks like a contact card stays a text.
      return plain(content.text, { parseVCards: false, linkPreview: false })
    case 'image':
    case 'video':
      return { content: await media(content.file), options: caption, slow: true }
    case 'document':
      return {
        content: await media(content.file),
        options: { ...caption, sendMediaAsDocument: true },
        slow: true,
      }
    case 'voice':
      return { content: await media(content.file), options: { sendAudioAsVoice: true }, slow: true }
    case 'location':
      return plain(
        new library.Location(
          content.latitude,
          content.longitude,
          content.title ? { name: content.title } : {},
        ),
      )
    case 'contact':
      return plain(vcardOf(content), { parseVCards: true, linkPreview: false })
    case 'choice':
      return plain(content.label, { parseVCards: false })
    default:
      throw new BadContent(content.type)
  }
}

function plain(content: Prepared['content'], options: WAWebJS.MessageSendOptions = {}): Prepared {
  return { content, options, slow: false }
}

/** The library sends a contact whom it does not know as a card only. Source: RFC 6350. */
function vcardOf({ name, phone }: Extract<Content, { type: 'contact' }>): string {
  const clean = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll(/[,;\\]/g, '\\$&')
  const digits = phone.replaceAll(/\D/g, '')
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${clean(name)};;;`,
    `FN:${clean(name)}`,
    `TEL;type=CELL;waid=${digits}:+${digits}`,
    'END:VCARD',
  ].join('\n')
}

async function base64(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('base64')
}

class TooSlow extends Error {}

/** The promise, or TooSlow after `ms`; what comes of it later is nobody's. */
export function within<Result>(ms: number, promise: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TooSlow(`no answer in ${ms} ms`)), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
