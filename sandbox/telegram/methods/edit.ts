import { badRequest } from '../api-error.js'
import type { ApiMessage, MediaKind } from '../bot-api.js'
import { mediaKinds } from '../bot-api.js'
import { mediaPart } from '../media.js'
import type { MessageView } from '../view.js'
import type { Chat } from '../world.js'
import { type Call, chatOf, type Method } from './call.js'
import { type Markup, readMarkup } from './markup.js'
import { readCaption, readText } from './post-as-bot.js'
import { readInputMedia } from './send-media.js'

const editMessageText: Method = (call) =>
  edit(call, (message) => {
    if (message.text === undefined) throw badRequest('there is no text in the message to edit')
    const { entities: _old, ...rest } = message
    return { ...rest, ...readText(call) }
  })

const editMessageCaption: Method = (call) =>
  edit(call, (message) => {
    if (!mediaKinds.some((kind) => message[kind]))
      throw badRequest('there is no caption in the message to edit')
    const { caption: _caption, caption_entities: _entities, ...rest } = message
    const { params } = call
    return {
      ...rest,
      ...readCaption(params.string('caption'), params.string('parse_mode'), params.json('caption_entities')),
    }
  })

const editMessageReplyMarkup: Method = (call) => edit(call, (message) => message)

const editMessageMedia: Method = (call) =>
  edit(call, (message) => {
    const { kind, file, caption } = readInputMedia(call, call.params.object('media'))
    const bare = { ...message }
    for (const old of [...mediaKinds, 'caption', 'caption_entities'] as const) delete bare[old]
    return { ...bare, ...mediaPart(kind as MediaKind, file), ...caption }
  })

/** An edit without `reply_markup` takes the buttons away, as in Telegram. */
function edit(call: Call, change: (message: ApiMessage) => ApiMessage): ApiMessage {
  const chat = chatOf(call)
  const view = ownMessage(call, chat)
  const markup = readMarkup(call.params, chat)
  if (markup.kind !== 'none' && markup.kind !== 'inline') throw badRequest("message can't be edited")
  const next = withMarkup(change(view.message), markup)
  if (sameContent(view.message, next)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  }
  const edited = { ...next, edit_date: call.world.now() }
  call.world.touch(chat, view.message.message_id, { message: edited })
  return edited
}

function ownMessage({ world, bot, params }: Call, chat: Chat): MessageView {
  const view = world.message(chat, params.integer('message_id'))
  if (!view) throw badRequest('message to edit not found')
  if (view.message.from?.id !== bot.user.id || view.message.forward_origin)
    throw badRequest("message can't be edited")
  return view
}

function withMarkup(message: ApiMessage, markup: Markup): ApiMessage {
  const { reply_markup: _old, ...rest } = message
  return markup.kind === 'inline' ? { ...rest, reply_markup: markup.inline } : rest
}

function sameContent(before: ApiMessage, after: ApiMessage): boolean {
  const content = ({ edit_date: _date, ...message }: ApiMessage) => JSON.stringify(sortKeys(message))
  return content(before) === content(after)
}

function sortKeys(message: Omit<ApiMessage, 'edit_date'>): unknown {
  return Object.entries(message).sort(([a], [b]) => (a < b ? -1 : 1))
}

const deleteMessage: Method = (call) => {
  const chat = chatOf(call)
  deleteOne(call, chat, call.params.integer('message_id'))
  return true
}

const deleteMessages: Method = (call) => {
  const chat = chatOf(call)
  for (const id of call.params.list('message_ids') ?? []) {
    if (call.world.message(chat, Number(id))) deleteOne(call, chat, Number(id))
  }
  return true
}

function deleteOne({ world }: Call, chat: Chat, messageId: number | undefined): void {
  const view = world.message(chat, messageId)
  if (!view || messageId === undefined) throw badRequest('message to delete not found')
  world.touch(chat, messageId, { deleted: true })
  if (chat.keyboard?.messageId === messageId) {
    delete chat.keyboard
    world.chatChanged(chat)
  }
}

const setMessageReaction: Method = (call) => {
  const chat = chatOf(call)
  const view = call.world.message(chat, call.params.integer('message_id'))
  if (!view) throw badRequest('message to react not found')
  const reactions = (call.params.list('reaction') ?? []).flatMap((reaction) => {
    const emoji = (reaction as { emoji?: unknown } | null)?.emoji
    return typeof emoji === 'string' ? [emoji] : []
  })
  call.world.touch(chat, view.message.message_id, { reactions })
  return true
}

export const editMethods: Record<string, Method> = {
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageMedia,
  deleteMessage,
  deleteMessages,
  setMessageReaction,
}
