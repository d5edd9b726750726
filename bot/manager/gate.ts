import type { Middleware, NextFunction } from 'grammy'
import type { Core } from '../../core/context.js'
import { OtklikError } from '../../core/errors.js'
import { explainError } from '../../core/i18n.js'
import { linkStaffTelegram } from '../../core/staff/link-staff-telegram.js'
import { findStaffByTelegramId, type StaffRow } from '../../core/staff/queries.js'
import { type ManagerContext, openDesk } from './desk.js'
import { forgetRefusal, markHandled, refuseOnce, wasHandled } from './memory.js'
import { say } from './texts.js'

/**
 * The first thing every update meets. Only a person of the team passes, only in the private chat with the bot, and only
 * with a button that this very message offers. A stranger and a former colleague get one polite refusal, ever; groups,
 * channels and inline buttons get nothing at all.
 */
export function gate(core: Core): Middleware<ManagerContext> {
  return async (ctx, next) => {
    if (!isPrivate(ctx) || !isOfferedPress(ctx)) return
    // Read anew for every update, so that leaving the team works at once.
    const staff = await findStaffByTelegramId(core, String(ctx.from.id))
    if (!staff) return welcomeOrRefuse(core, ctx, next)
    ctx.desk = openDesk(core, await withChat(core, staff, ctx.chat.id), ctx.chat.id)
    await once(core, ctx, next)
  }
}

type PrivateContext = ManagerContext & { from: { id: number }; chat: { id: number } }

/** In a private chat the chat's id is the person's: anything else is a group, a channel or a forgery. */
function isPrivate(ctx: ManagerContext): ctx is PrivateContext {
  return (
    ctx.chat?.type === 'private' && ctx.from !== undefined && !ctx.from.is_bot && ctx.from.id === ctx.chat.id
  )
}

/**
 * A press names its message, and Telegram shows us the buttons under it: data that is not among them was made up. The
 * buttons of a message too old to be shown are believed; what they may do is checked anyway.
 */
function isOfferedPress(ctx: ManagerContext): boolean {
  const press = ctx.callbackQuery
  if (!press) return true
  const message = press.message
  if (!message || press.inline_message_id !== undefined || press.data === undefined) return false
  if (message.date === 0 || !('from' in message)) return true
  if (message.from?.id !== ctx.me.id) return false
  const offered = message.reply_markup?.inline_keyboard.flat() ?? []
  return offered.some((button) => 'callback_data' in button && button.callback_data === press.data)
}

/** Somebody whose Telegram id was written down beforehand: the chat is known from their first message on. */
async function withChat(core: Core, staff: StaffRow, chatId: number): Promise<StaffRow> {
  if (staff.telegramChatId === String(chatId)) return staff
  return linkStaffTelegram(core, { telegramId: String(chatId), chatId: String(chatId) })
}

async function welcomeOrRefuse(core: Core, ctx: PrivateContext, next: NextFunction): Promise<void> {
  const token = /^\/start\s+(\S{1,200})$/.exec(ctx.message?.text ?? '')?.[1]
  const locale = ctx.from.language_code?.startsWith('en') ? 'en' : core.company.locale
  const invited = token === undefined ? null : await acceptInvitation(core, ctx.from.id, token)
  if (invited && !(invited instanceof OtklikError)) {
    await forgetRefusal(core, ctx.from.id)
    ctx.desk = openDesk(core, invited, ctx.chat.id)
    return once(core, ctx, next)
  }
  const refusal = invited
    ? explainError(invited, locale).message
    : say(locale, 'gate.stranger', { company: core.company.name })
  if (await refuseOnce(core, ctx.from.id)) await ctx.reply(refusal)
}

async function acceptInvitation(
  core: Core,
  telegramId: number,
  token: string,
): Promise<StaffRow | OtklikError> {
  try {
    return await linkStaffTelegram(core, {
      telegramId: String(telegramId),
      chatId: String(telegramId),
      token,
    })
  } catch (err) {
    if (err instanceof OtklikError) return err
    throw err
  }
}

/** Telegram repeats updates that a crash left unconfirmed: a message that took effect does so once. */
async function once(core: Core, ctx: PrivateContext, next: NextFunction): Promise<void> {
  const { message } = ctx
  if (!message) return next()
  if (await wasHandled(core, message.chat.id, message.message_id)) return
  await next()
  await markHandled(core, message.chat.id, message.message_id)
}
