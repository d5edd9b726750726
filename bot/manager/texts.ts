import type { Locale } from '../../core/context.js'
import { createTexts, type TextKey, type TextParams } from '../../core/texts.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

const texts = createTexts(ru, en)

export type ManagerTextKey = TextKey<typeof ru>

/** A text of the managers' bot. Plain text: whoever sends it as HTML escapes it. */
export function say(locale: Locale, key: ManagerTextKey, params?: TextParams): string {
  return texts.text(locale, key, params)
}
