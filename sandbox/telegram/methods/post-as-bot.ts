import { badRequest } from '../api-error.js'
import type { ApiEntity, ApiMessage } from '../bot-api.js'
import { formatBotText, maxCaptionLength, maxTextLength } from '../format-text.js'
import type { Chat } from '../world.js'
import type { Call } from './call.js'
import { applyMarkup, type Markup, readMarkup } from './markup.js'

/** Thread, reply and keyboard of a message that a bot sends: the part that all send* methods share. */
export interface Envelope {
  head: Pick<ApiMessage, 'message_thread_id' | 'is_topic_message' | 'reply_to_message' | 'quote'>
  markup: Markup
}

/** Checks everything before anything is stored, so that a refused call leaves no trace. */
export function readEnvelope(call: Call, chat: Chat): Envelope {
  return { head: { ...threadOf(call, chat), ...replyOf(call, chat) }, markup: readMarkup(call.params, chat) }
}

/** Puts a bot's message into the chat and returns it as the Bot API does. */
export function postAsBot(call: Call, chat: Chat, envelope: Envelope, body: Partial<ApiMessage>): ApiMessage {
  const { head, markup } = envelope
  const { message } = call.world.post(chat, call.bot.user, {
    ...head,
    ...body,
    ...(markup.kind === 'inline' ? { reply_markup: markup.inline } : {}),
  })
  applyMarkup(call.world, chat, markup, message.message_id)
  return message
}

/** `text` with `parse_mode` or `entities`, within 4,096 units. */
export function readText(call: Call): { text: string; entities?: ApiEntity[] } {
  const { params } = call
  const source = params.string('text') ?? ''
  const { text, entities } = formatBotText(source, params.string('parse_mode'), params.json('entities'))
  if (text === '') throw badRequest('message text is empty')
  if (text.length > maxTextLength) throw badRequest('message is too long')
  return { text, ...(entities.length > 0 ? { entities } : {}) }
}

/** `caption` with its markup, within 1,024 units; empty when there is none. */
export function readCaption(
  source: string | undefined,
  parseMode: string | undefined,
  given: unknown,
): { caption?: string; caption_entities?: ApiEntity[] } {
  if (!source) return {}
  const { text, entities } = formatBotText(source, parseMode, given)
  if (text === '') return {}
  if (text.length > maxCaptionLength) throw badRequest('message caption is too long')
  return { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) }
}

function threadOf({ params }: Call, chat: Chat): Envelope['head'] {
  const threadId = params.integer('message_thread_id')
  // Thread 1 is the General topic, which messages do not name.
  if (threadId === undefined || threadId === 0 || (chat.isForum && threadId === 1)) return {}
  if (!chat.topics.has(threadId)) throw badRequest('message thread not found')
  return { message_thread_id: threadId, is_topic_message: true }
}

function replyOf({ world, params }: Call, chat: Chat): Envelope['head'] {
  const given = params.object('reply_parameters')
  const messageId = given ? Number(given.message_id) : params.integer('reply_to_message_id')
  if (messageId === undefined) return {}
  const replied = world.message(chat, messageId)
  if (replied) return { reply_to_message: world.asReplied(replied) }
  const mayGoAlone =
    given?.allow_sending_without_reply === true || params.boolean('allow_sending_without_reply')
  if (mayGoAlone) return {}
  throw badRequest('message to be replied not found')
}
