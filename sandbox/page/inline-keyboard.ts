import type { ApiInlineButton, ApiMessage } from '../telegram/bot-api.js'
import { h } from './dom.js'
import { icon } from './icons.js'
import { safeUrl } from './rich-text.js'

/** Buttons under a message. A pressed one waits until the bot answers. */
export function inlineKeyboard(
  message: ApiMessage,
  actions: { press(messageId: number, button: string): Promise<void> },
): HTMLElement | undefined {
  const rows = message.reply_markup?.inline_keyboard
  if (!rows) return undefined
  const press = (button: ApiInlineButton) =>
    actions.press(message.message_id, button.callback_data ?? button.text)
  return h(
    'div',
    { className: 'inline-keyboard' },
    ...rows.map((row) =>
      h('div', { className: 'inline-row' }, ...row.map((button) => inlineButton(button, press))),
    ),
  )
}

function inlineButton(
  button: ApiInlineButton,
  press: (button: ApiInlineButton) => Promise<void>,
): HTMLElement {
  const href = button.url === undefined ? undefined : safeUrl(button.url)
  if (href) {
    return h(
      'a',
      { href, target: '_blank', rel: 'noopener noreferrer', className: 'inline-button' },
      button.text,
      icon('link', 12),
    )
  }
  const element = h(
    'button',
    {
      type: 'button',
      className: 'inline-button',
      on: {
        click: () => {
          if (button.copy_text) return void navigator.clipboard?.writeText(button.copy_text.text)
          element.classList.add('waiting')
          void press(button).finally(() => element.classList.remove('waiting'))
        },
      },
    },
    button.text,
  )
  return element
}
