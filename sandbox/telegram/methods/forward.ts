import { badRequest } from '../api-error.js'
import { contentOf } from '../content-of.js'
import type { MessageView } from '../view.js'
import { type Call, chatOf, type Method, writableChatOf } from './call.js'
import { postAsBot, readCaption, readEnvelope } from './post-as-bot.js'

const forwardMessage: Method = (call) => {
  const chat = writableChatOf(call)
  const { message } = source(call, 'message to forward not found')
  const origin =
    message.forward_origin ??
    (message.from && { type: 'user' as const, sender_user: message.from, date: message.date })
  return postAsBot(call, chat, readEnvelope(call, chat), {
    ...contentOf(message),
    ...(origin ? { forward_origin: origin } : {}),
  })
}

const copyMessage: Method = (call) => {
  const chat = writableChatOf(call)
  const { message } = source(call, 'message to copy not found')
  const content = contentOf(message)
  const { params } = call
  const caption = params.has('caption')
    ? readCaption(params.string('caption'), params.string('parse_mode'), params.json('caption_entities'))
    : {}
  const copy = postAsBot(call, chat, readEnvelope(call, chat), { ...content, ...caption })
  return { message_id: copy.message_id }
}

function source(call: Call, missing: string): MessageView {
  const from = chatOf(call, 'from_chat_id')
  const view = call.world.message(from, call.params.integer('message_id'))
  if (!view) throw badRequest(missing)
  if (Object.keys(contentOf(view.message)).length === 0) throw badRequest("message can't be forwarded")
  return view
}

export const forwardMethods: Record<string, Method> = { forwardMessage, copyMessage }
