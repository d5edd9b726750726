import type { Telegram } from 'telegraf'
import type { Outbound, SendReason, SendReasonCode, SendResult } from '../../core/channel.js'
import type { StoredFile } from '../../core/content.js'
import { OtklikError } from '../../core/errors.js'
import { fits } from '../../core/inbox/translate-down.js'
import { telegramCapabilities } from './capabilities.js'
import { externalId } from './parse.js'
import { keyboardOf } from './render.js'

interface Sent {
  message_id: number
}

/** Hands one content to the Bot API. Throws only what `openFile` throws; see `classify` for what an error means. */
export async function sendToTelegram(telegram: Telegram, outbound: Outbound): Promise<SendResult> {
  try {
    const sent = await call(telegram, outbound)
    return {
      outcome: 'sent',
      externalIds: [sent].flat().map((m) => externalId(outbound.chatId, m.message_id)),
    }
  } catch (err) {
    return classify(err)
  }
}

async function call(
  telegram: Telegram,
  { chatId, content, replyToExternalId, openFile }: Outbound,
): Promise<Sent | Sent[]> {
  const messageId = Number(replyToExternalId?.split(':').at(-1))
  // allow_sending_without_reply: the quoted message may be gone, the answer must not be.
  const answered = { message_id: messageId, allow_sending_without_reply: true }
  const reply = Number.isInteger(messageId) ? { reply_parameters: answered } : {}
  // Beside an uploaded file telegraf silently leaves objects out of the form, but for `reply_markup`; text goes through.
  const replyBesideFile = Number.isInteger(messageId)
    ? { reply_parameters: JSON.stringify(answered) as never }
    : {}
  const input = async (file: StoredFile) => ({ source: await openFile(file.fileId), filename: file.name })
  const captioned = 'caption' in content && content.caption ? { caption: content.caption } : {}
  switch (content.type) {
    case 'text':
    case 'template':
      return telegram.sendMessage(chatId, content.text, reply)
    case 'choices':
      return telegram.sendMessage(chatId, content.text, {
        ...reply,
        reply_markup: keyboardOf(content) as never,
      })
    case 'image':
      return telegram.sendPhoto(chatId, await input(content.file), { ...replyBesideFile, ...captioned })
    case 'album':
      return telegram.sendMediaGroup(
        chatId,
        (await Promise.all(
          content.files.map(async (file, index) => ({
            type: albumPart(file, content.files),
            media: await input(file),
            ...(index === 0 ? captioned : {}),
          })),
        )) as never,
        replyBesideFile,
      )
    case 'document':
      return telegram.sendDocument(chatId, await input(content.file), { ...replyBesideFile, ...captioned })
    case 'voice':
      return telegram.sendVoice(chatId, await input(content.file), { ...replyBesideFile, ...captioned })
    case 'video':
      return telegram.sendVideo(chatId, await input(content.file), { ...replyBesideFile, ...captioned })
    case 'sticker':
      if (!content.file) return telegram.sendMessage(chatId, content.emoji ?? '🙂', reply)
      return telegram.sendSticker(chatId, await input(content.file), replyBesideFile)
    case 'location': {
      const { latitude, longitude, title } = content
      if (!title) return telegram.sendLocation(chatId, latitude, longitude, reply)
      // Only a venue has a title, and a venue must have an address.
      return telegram.sendVenue(chatId, latitude, longitude, title, `${latitude}, ${longitude}`, reply)
    }
    case 'contact':
      return telegram.sendContact(chatId, content.phone, content.name, reply)
    case 'choice':
      return telegram.sendMessage(chatId, content.label, reply)
    case 'unsupported':
      throw new BadContent(content.kind)
  }
}

/** Documents cannot stand in one album with pictures: one of them makes all parts documents. */
function albumPart(file: StoredFile, all: readonly StoredFile[]): 'photo' | 'video' | 'document' {
  const isPhoto = (one: StoredFile) => fits('image', one, telegramCapabilities)
  const isVideo = (one: StoredFile) => fits('video', one, telegramCapabilities)
  if (!all.every((one) => isPhoto(one) || isVideo(one))) return 'document'
  return isPhoto(file) ? 'photo' : 'video'
}

class BadContent extends Error {}

/** Errors of node's sockets at which nothing can have been sent. */
const neverArrived = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNABORTED',
])

/**
 * What an error of a send means. The Bot API has no idempotency key, so the question is always "can it have arrived":
 * 429 and refused connections cannot, 5xx and cut connections can. Source: Bot API, "Making requests", ResponseParameters.
 */
export function classify(err: unknown): SendResult {
  // A file of ours that could not be opened: nothing was sent, and delivery knows what it means.
  if (err instanceof OtklikError) throw err
  const response = readResponse(err)
  if (response) {
    const { error_code: status, description, parameters } = response
    const reason = (code: SendReasonCode): SendReason => ({ code, text: description })
    if (status === 429)
      return {
        outcome: 'retry',
        reason: reason('rate-limited'),
        afterMs: (parameters?.retry_after ?? 1) * 1_000,
      }
    if (status === 409) return { outcome: 'retry', reason: reason('conflict') }
    if (status === 401 || status === 404) return { outcome: 'failed', reason: reason('bad-token') }
    if (status === 403) return { outcome: 'failed', reason: reason('blocked') }
    if (status === 413) return { outcome: 'failed', reason: reason('too-large') }
    if (status >= 400 && status < 500) {
      return {
        outcome: 'failed',
        reason: reason(/chat not found/i.test(description) ? 'chat-not-found' : 'bad-content'),
      }
    }
    return { outcome: 'unknown', reason: reason('platform-error') }
  }
  if (err instanceof BadContent)
    return { outcome: 'failed', reason: { code: 'bad-content', text: err.message } }
  const code = errorCode(err)
  if (code !== undefined && neverArrived.has(code))
    return { outcome: 'retry', reason: { code: 'network', text: code } }
  return {
    outcome: 'unknown',
    reason: {
      code: /timeout|aborted/i.test(String(err)) ? 'timeout' : 'network',
      text: code ?? 'connection cut',
    },
  }
}

interface ApiError {
  error_code: number
  description: string
  parameters?: { retry_after?: number }
}

function readResponse(err: unknown): ApiError | null {
  if (typeof err !== 'object' || err === null || !('response' in err)) return null
  const { response } = err
  if (typeof response !== 'object' || response === null || !('error_code' in response)) return null
  return response as ApiError
}

function errorCode(err: unknown): string | undefined {
  if (typeof err !== 'object' || err === null) return undefined
  if ('code' in err && typeof err.code === 'string') return err.code
  return 'cause' in err ? errorCode(err.cause) : undefined
}
