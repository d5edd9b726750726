import { badRequest } from '../api-error.js'
import type { ApiUser } from '../bot-api.js'
import type { Chat, World } from '../world.js'
import { chatOf, type Method } from './call.js'

const getChat: Method = (call) => {
  const chat = chatOf(call)
  const pinned = call.world.message(chat, chat.pinned.at(-1))
  return {
    ...call.world.apiChat(chat),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {},
    ...(pinned ? { pinned_message: call.world.asReplied(pinned) } : {}),
  }
}

const getChatMember: Method = (call) => {
  const chat = chatOf(call)
  const userId = call.params.integer('user_id')
  const known = members(call.world, chat).find(({ user }) => user.id === userId)
  if (known) return known
  const person = userId === undefined ? undefined : call.world.people.get(userId)
  if (!person) throw badRequest('user not found')
  return { status: 'left', user: person.user }
}

const getChatAdministrators: Method = (call) =>
  members(call.world, chatOf(call)).filter(({ status }) => status !== 'member')

const getChatMemberCount: Method = (call) => members(call.world, chatOf(call)).length

const leaveChat: Method = (call) => {
  const chat = chatOf(call)
  if (chat.type === 'private') throw badRequest("chat member status can't be changed in private chats")
  chat.botIds = chat.botIds.filter((id) => id !== call.bot.user.id)
  chat.formerBotIds.push(call.bot.user.id)
  call.world.chatChanged(chat)
  return true
}

/** Bots are administrators of the sandbox's groups; the first person owns the group. */
function members(world: World, chat: Chat): { status: string; user: ApiUser }[] {
  const bots = world.botsOf(chat).map((bot) => ({
    status: chat.type === 'private' ? 'member' : 'administrator',
    user: bot.user,
    ...(chat.type === 'private'
      ? {}
      : { can_manage_topics: true, can_pin_messages: true, can_delete_messages: true }),
  }))
  const people = chat.personIds.flatMap((id, index) => {
    const user = world.people.get(id)?.user
    const status = index === 0 && chat.type === 'supergroup' ? 'creator' : 'member'
    return user ? [{ status, user }] : []
  })
  return [...people, ...bots]
}

export const chatInfoMethods: Record<string, Method> = {
  getChat,
  getChatMember,
  getChatAdministrators,
  getChatMemberCount,
  leaveChat,
}
