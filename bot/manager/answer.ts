import { GrammyError } from 'grammy'
import type { StaffButton } from '../../core/deliveries/staff-keyboards.js'
import type { ManagerContext } from './desk.js'
import { type Remembered, remember } from './memory.js'
import { htmlOf, inlineKeyboard } from './render.js'

/** Telegram's limit of one text, characters; what is longer is cut, as lists are paged before. */
const maxText = 4_096

/** One message of the bot. */
export interface Answer {
  /** A bold first line. */
  header?: string
  text?: string
  keyboard?: StaffButton[][]
}

export interface AnswerOptions extends Remembered {
  /** Opens the input field as a reply to this message, with this hint in it. Excludes a keyboard. */
  placeholder?: string
  /** Shown as a reply to the person's message. */
  replyTo?: number
}

/** Sends a message to the person and writes down what it is about. Returns its message id. */
export async function answer(
  ctx: ManagerContext,
  message: Answer,
  options: AnswerOptions = {},
): Promise<number> {
  const { desk } = ctx
  const keyboard = inlineKeyboard(message.keyboard)
  const sent = await ctx.reply(bodyOf(message), {
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    ...(keyboard ? { reply_markup: keyboard } : {}),
    ...(options.placeholder === undefined
      ? {}
      : { reply_markup: { force_reply: true as const, input_field_placeholder: options.placeholder } }),
    ...(options.replyTo === undefined
      ? {}
      : { reply_parameters: { message_id: options.replyTo, allow_sending_without_reply: true } }),
  })
  if (options.conversationId || options.dealId || options.ask || options.list) {
    await remember(desk.core, sent.chat.id, sent.message_id, options)
  }
  return sent.message_id
}

/** A few words over the chat for whoever pressed, or an alert they must close. Telegram shows 200 characters. */
export async function toast(ctx: ManagerContext, text?: string, isAlert = false): Promise<void> {
  ctx.toasted = true
  try {
    await ctx.answerCallbackQuery(text === undefined ? {} : { text: text.slice(0, 200), show_alert: isAlert })
  } catch (err) {
    // A press that waited for us too long can no longer be answered; what it asked for is done all the same.
    if (!(err instanceof GrammyError && err.error_code === 400)) throw err
  }
}

/** Puts another text and other buttons into the message whose button was pressed. */
export async function redraw(ctx: ManagerContext, message: Answer, about?: Remembered): Promise<void> {
  const pressed = ctx.callbackQuery?.message
  if (!pressed) return
  const keyboard = inlineKeyboard(message.keyboard)
  await unlessSame(
    ctx.editMessageText(bodyOf(message), {
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      ...(keyboard ? { reply_markup: keyboard } : {}),
    }),
  )
  if (about) await remember(ctx.desk.core, pressed.chat.id, pressed.message_id, about)
}

/** Puts other buttons under the message whose button was pressed. */
export async function rebutton(ctx: ManagerContext, keyboard: StaffButton[][]): Promise<void> {
  const markup = inlineKeyboard(keyboard)
  await unlessSame(ctx.editMessageReplyMarkup(markup ? { reply_markup: markup } : {}))
}

/** Telegram refuses an edit that changes nothing; for us that is success. */
export async function unlessSame(editing: Promise<unknown>): Promise<void> {
  try {
    await editing
  } catch (err) {
    if (!(err instanceof GrammyError && err.description.includes('message is not modified'))) throw err
  }
}

export function bodyOf(message: Answer): string {
  const text = message.text ?? ''
  const room = maxText - (message.header?.length ?? 0) - 64
  return htmlOf(message.header, text.length > room ? `${text.slice(0, room)}…` : text)
}
