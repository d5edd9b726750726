import { badRequest } from '../api-error.js'
import { chatOf, type Method } from './call.js'

const pinChatMessage: Method = (call) => {
  const chat = chatOf(call)
  const view = call.world.message(chat, call.params.integer('message_id'))
  if (!view) throw badRequest('message to pin not found')
  const id = view.message.message_id
  if (chat.pinned.includes(id)) return true
  chat.pinned = [...chat.pinned, id]
  call.world.post(chat, call.bot.user, {
    ...(view.message.message_thread_id ? { message_thread_id: view.message.message_thread_id } : {}),
    pinned_message: call.world.asReplied(view),
  })
  call.world.chatChanged(chat)
  return true
}

const unpinChatMessage: Method = (call) => {
  const chat = chatOf(call)
  const id = call.params.integer('message_id') ?? chat.pinned.at(-1)
  if (id === undefined || !chat.pinned.includes(id)) throw badRequest('message to unpin not found')
  chat.pinned = chat.pinned.filter((pinned) => pinned !== id)
  call.world.chatChanged(chat)
  return true
}

const unpinAllChatMessages: Method = (call) => {
  const chat = chatOf(call)
  chat.pinned = []
  call.world.chatChanged(chat)
  return true
}

export const pinMethods: Record<string, Method> = { pinChatMessage, unpinChatMessage, unpinAllChatMessages }
