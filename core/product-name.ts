import type { Locale } from './context.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

/** What the product calls itself: the name of a company that has not said its own. */
export const productName: Record<Locale, string> = { ru: ru.productName, en: en.productName }
