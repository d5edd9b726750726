import type { Choice, Content } from '../../core/content.js'

/** One button a row keeps Russian labels readable; two when both are short. */
const shortLabel = 16

/** Inline keyboard of choices: callback data are the choice ids, which core keeps within the Bot API's 64 bytes. */
export function inlineKeyboard(choices: readonly Choice[]): { text: string; callback_data: string }[][] {
  const rows: { text: string; callback_data: string }[][] = []
  for (const { id, label } of choices) {
    const button = { text: label, callback_data: id }
    const last = rows.at(-1)
    const fits = last?.length === 1 && label.length <= shortLabel && (last[0]?.text.length ?? 0) <= shortLabel
    if (fits) last.push(button)
    else rows.push([button])
  }
  return rows
}

/** The keyboard under a question: Telegram shares a phone only from a reply keyboard, so then every choice stands there. */
export function keyboardOf(content: Extract<Content, { type: 'choices' }>): object {
  if (content.requestContact === undefined) {
    return content.choices.length > 0
      ? { inline_keyboard: inlineKeyboard(content.choices) }
      : { remove_keyboard: true }
  }
  return {
    keyboard: [
      [{ text: content.requestContact, request_contact: true }],
      ...content.choices.map(({ label }) => [{ text: label }]),
    ],
    resize_keyboard: true,
    one_time_keyboard: true,
  }
}
