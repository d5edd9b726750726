import { badRequest } from '../api-error.js'
import type {
  ApiForceReply,
  ApiInlineButton,
  ApiInlineKeyboard,
  ApiKeyboardButton,
  ApiReplyKeyboard,
} from '../bot-api.js'
import type { Params } from '../request.js'
import type { Chat, World } from '../world.js'

export type Markup =
  | { kind: 'none' }
  | { kind: 'inline'; inline: ApiInlineKeyboard }
  | { kind: 'keyboard'; keyboard: ApiReplyKeyboard }
  | { kind: 'remove' }
  | { kind: 'force-reply'; forceReply: ApiForceReply }

/** Bytes of callback_data (Bot API). */
const maxCallbackData = 64
const maxInlineButtons = 100

/** Reads and checks `reply_markup` as Telegram does. */
export function readMarkup(params: Params, chat: Chat): Markup {
  const markup = params.object('reply_markup')
  if (!markup) return { kind: 'none' }
  if ('inline_keyboard' in markup) return readInline(markup.inline_keyboard)
  if ('keyboard' in markup) {
    const keyboard = rows(markup.keyboard, 'keyboard').map((row) =>
      row.map((button) => keyboardButton(button, chat)),
    )
    return { kind: 'keyboard', keyboard: { ...markup, keyboard } }
  }
  if (markup.remove_keyboard === true) return { kind: 'remove' }
  if (markup.force_reply === true)
    return { kind: 'force-reply', forceReply: { ...markup, force_reply: true } }
  return { kind: 'none' }
}

/** Keyboards under the input field belong to the chat, not to the message that brought them. */
export function applyMarkup(world: World, chat: Chat, markup: Markup, messageId: number): void {
  if (markup.kind === 'none' || markup.kind === 'inline') return
  delete chat.forceReply
  if (markup.kind === 'remove') delete chat.keyboard
  if (markup.kind === 'keyboard') chat.keyboard = { ...markup.keyboard, messageId }
  if (markup.kind === 'force-reply') chat.forceReply = { ...markup.forceReply, messageId }
  world.chatChanged(chat)
}

function readInline(value: unknown): Markup {
  const keyboard = rows(value, 'inline keyboard')
    .map((row) => row.map(inlineButton))
    .filter((row) => row.length > 0)
  if (keyboard.flat().length > maxInlineButtons) throw badRequest('REPLY_MARKUP_TOO_LONG')
  return keyboard.length > 0 ? { kind: 'inline', inline: { inline_keyboard: keyboard } } : { kind: 'none' }
}

function rows(value: unknown, what: string): unknown[][] {
  if (!Array.isArray(value)) throw badRequest(`can't parse ${what}: expected an Array of Array`)
  return value.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest(`can't parse ${what}: expected an Array of Array`)
    return row as unknown[]
  })
}

const inlineActions = [
  'callback_data',
  'url',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
]

function inlineButton(value: unknown): ApiInlineButton {
  const button = asButton(value, 'inline keyboard button')
  if (!inlineActions.some((action) => button[action] !== undefined)) {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
  }
  if (button.callback_data !== undefined) {
    const data = button.callback_data
    const bytes = typeof data === 'string' ? Buffer.byteLength(data) : 0
    if (bytes < 1 || bytes > maxCallbackData) throw badRequest('BUTTON_DATA_INVALID')
  }
  if (button.url !== undefined) checkUrl(button.url)
  return button as ApiInlineButton
}

function keyboardButton(value: unknown, chat: Chat): ApiKeyboardButton {
  if (typeof value === 'string') return { text: value }
  const button = asButton(value, 'keyboard button')
  if (button.request_contact === true && chat.type !== 'private') {
    throw badRequest('phone number can be requested in private chats only')
  }
  if (button.request_location === true && chat.type !== 'private') {
    throw badRequest('location can be requested in private chats only')
  }
  return button as ApiKeyboardButton
}

function asButton(value: unknown, what: string): Record<string, unknown> & { text: string } {
  const button = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  if (typeof button.text !== 'string' || button.text.trim() === '') {
    throw badRequest(`can't parse ${what}: Field "text" must be of type String`)
  }
  return { ...button, text: button.text }
}

/** Telegram opens no button that leads to a bare host name such as localhost. */
function checkUrl(value: unknown): void {
  const url = typeof value === 'string' ? value : ''
  if (/^(tg|ton):\/\//i.test(url)) return
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`
  const parsed = URL.canParse(withScheme) ? new URL(withScheme) : undefined
  if (!parsed || !/^https?:$/.test(parsed.protocol) || !parsed.hostname.includes('.')) {
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`)
  }
}
