import { badRequest } from '../api-error.js'
import type { ApiBotCommand } from '../bot-api.js'
import type { Bot } from '../world.js'
import type { Call, Method } from './call.js'

const getMe: Method = ({ bot }) => ({
  ...bot.user,
  can_join_groups: true,
  can_read_all_group_messages: true,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
})

const setMyCommands: Method = ({ world, bot, params }) => {
  const commands = (params.list('commands') ?? []).map(readCommand)
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH')
  const [scope, language] = [scopeOf(params.object('scope')), params.string('language_code') ?? '']
  bot.commandSets = bot.commandSets.filter((set) => set.scope !== scope || set.language !== language)
  if (commands.length > 0) bot.commandSets.push({ scope, language, commands })
  world.botChanged(bot)
  return true
}

const deleteMyCommands: Method = ({ world, bot, params }) => {
  const [scope, language] = [scopeOf(params.object('scope')), params.string('language_code') ?? '']
  bot.commandSets = bot.commandSets.filter((set) => set.scope !== scope || set.language !== language)
  world.botChanged(bot)
  return true
}

const getMyCommands: Method = ({ bot, params }) => {
  const [scope, language] = [scopeOf(params.object('scope')), params.string('language_code') ?? '']
  return bot.commandSets.find((set) => set.scope === scope && set.language === language)?.commands ?? []
}

function readCommand(value: unknown): ApiBotCommand {
  const { command, description } = (value ?? {}) as Partial<ApiBotCommand>
  if (typeof command !== 'string' || !/^[a-z0-9_]{1,32}$/.test(command))
    throw badRequest('BOT_COMMAND_INVALID')
  if (typeof description !== 'string' || description.length < 1 || description.length > 256) {
    throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  }
  return { command, description }
}

function scopeOf(scope: Record<string, unknown> | undefined): string {
  const type = typeof scope?.type === 'string' ? scope.type : 'default'
  const ids = [scope?.chat_id, scope?.user_id].filter(
    (id) => typeof id === 'number' || typeof id === 'string',
  )
  return [type, ...ids].join(':')
}

type TextName = keyof Bot['texts']
const longest: Record<TextName, number> = { name: 64, description: 512, short_description: 120 }

function setText(field: TextName): Method {
  return ({ world, bot, params }) => {
    const text = params.string(field) ?? ''
    if (text.length > longest[field]) throw badRequest(`BOT_${field.toUpperCase()}_TOO_LONG`)
    bot.texts[field][params.string('language_code') ?? ''] = text
    world.botChanged(bot)
    return true
  }
}

function getText(field: TextName): Method {
  return ({ bot, params }) => {
    const texts = bot.texts[field]
    const fallback = field === 'name' ? bot.user.first_name : ''
    return { [field]: texts[params.string('language_code') ?? ''] ?? texts[''] ?? fallback }
  }
}

const getUserProfilePhotos: Method = (call) => {
  if (!call.world.people.has(call.params.integer('user_id') ?? 0)) throw badRequest('user not found')
  return { total_count: 0, photos: [] }
}

const accepted = (_call: Call): true => true

export const profileMethods: Record<string, Method> = {
  getMe,
  setMyCommands,
  deleteMyCommands,
  getMyCommands,
  setMyName: setText('name'),
  getMyName: getText('name'),
  setMyDescription: setText('description'),
  getMyDescription: getText('description'),
  setMyShortDescription: setText('short_description'),
  getMyShortDescription: getText('short_description'),
  getUserProfilePhotos,
  setChatMenuButton: accepted,
  getChatMenuButton: () => ({ type: 'commands' }),
  setMyDefaultAdministratorRights: accepted,
  close: accepted,
  logOut: accepted,
}
