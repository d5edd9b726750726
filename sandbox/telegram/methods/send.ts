import { badRequest } from '../api-error.js'
import { type Method, writableChatOf } from './call.js'
import { postAsBot, readEnvelope, readText } from './post-as-bot.js'

const chatActions = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
])

const sendMessage: Method = (call) => {
  const chat = writableChatOf(call)
  const text = readText(call)
  return postAsBot(call, chat, readEnvelope(call, chat), text)
}

const sendLocation: Method = (call) => {
  const chat = writableChatOf(call)
  return postAsBot(call, chat, readEnvelope(call, chat), { location: readPlace(call) })
}

const sendVenue: Method = (call) => {
  const chat = writableChatOf(call)
  const [title, address] = [call.params.string('title'), call.params.string('address')]
  if (!title || !address) throw badRequest('venue title and address must be non-empty')
  const location = readPlace(call)
  return postAsBot(call, chat, readEnvelope(call, chat), { location, venue: { location, title, address } })
}

const sendContact: Method = (call) => {
  const chat = writableChatOf(call)
  const [phone, firstName] = [call.params.string('phone_number'), call.params.string('first_name')]
  if (!phone) throw badRequest('contact phone number is empty')
  if (!firstName) throw badRequest('contact first name is empty')
  const lastName = call.params.string('last_name')
  return postAsBot(call, chat, readEnvelope(call, chat), {
    contact: { phone_number: phone, first_name: firstName, ...(lastName ? { last_name: lastName } : {}) },
  })
}

const sendChatAction: Method = (call) => {
  const chat = writableChatOf(call)
  const action = call.params.string('action') ?? ''
  if (!chatActions.has(action)) throw badRequest('wrong parameter action in request')
  const topicId = call.params.integer('message_thread_id')
  call.world.emit({
    type: 'typing',
    chatKey: chat.key,
    botId: call.bot.user.id,
    action,
    ...(topicId ? { topicId } : {}),
  })
  return true
}

function readPlace({ params }: Parameters<Method>[0]) {
  const [latitude, longitude] = [params.number('latitude'), params.number('longitude')]
  if (latitude === undefined || Math.abs(latitude) > 90) throw badRequest('wrong latitude specified')
  if (longitude === undefined || Math.abs(longitude) > 180) throw badRequest('wrong longitude specified')
  return { latitude, longitude }
}

export const sendMethods: Record<string, Method> = {
  sendMessage,
  sendLocation,
  sendVenue,
  sendContact,
  sendChatAction,
}
