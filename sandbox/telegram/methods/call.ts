import { badRequest, forbidden } from '../api-error.js'
import type { Params } from '../request.js'
import type { Bot, Chat, World } from '../world.js'

/** One Bot API call on its way. */
export interface Call {
  world: World
  bot: Bot
  params: Params
  /** Aborted when the caller hangs up. */
  closed: AbortSignal
}

/** A Bot API method: returns what goes into `result`, throws BotApiError. */
export type Method = (call: Call) => unknown

/**
 * The chat a call is about.
 * @throws BotApiError 400 "chat not found"; 403 when the bot was put out of the group or may not begin
 */
export function chatOf({ world, bot, params }: Call, name = 'chat_id'): Chat {
  const raw = params.string(name)
  if (!raw) throw badRequest(`${name} is empty`)
  const id = Number(raw)
  if (!Number.isSafeInteger(id)) throw badRequest('chat not found')
  return id < 0 ? groupOf(world, bot, id) : privateChatOf(world, bot, id)
}

/** As `chatOf`, for calls that put something before the person: a blocked bot may not. */
export function writableChatOf(call: Call): Chat {
  const chat = chatOf(call)
  if (chat.blocked) throw forbidden('bot was blocked by the user')
  return chat
}

function groupOf(world: World, bot: Bot, id: number): Chat {
  const chat = world.chats.get(String(id))
  if (chat?.botIds.includes(bot.user.id)) return chat
  if (chat?.formerBotIds.includes(bot.user.id)) throw forbidden('bot was kicked from the supergroup chat')
  throw badRequest('chat not found')
}

function privateChatOf(world: World, bot: Bot, id: number): Chat {
  const chat = world.chats.get(`${bot.user.id}:${id}`)
  if (chat?.started) return chat
  const shareGroup = [...world.chats.values()].some(
    (other) =>
      other.type === 'supergroup' && other.botIds.includes(bot.user.id) && other.personIds.includes(id),
  )
  if (shareGroup) throw forbidden("bot can't initiate conversation with a user")
  throw badRequest('chat not found')
}
