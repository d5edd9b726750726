import { createTexts } from '../../core/texts.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

export const { text: words } = createTexts(ru, en)
