import { createTexts } from '../../core/texts.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

/** Words of the site chat's server. */
export const words = createTexts(ru, en)
