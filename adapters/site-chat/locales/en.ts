import type { Translated } from '../../../core/texts.js'
import type { ru } from './ru.js'

export const en: Translated<typeof ru> = {
  visitorName: 'Visitor {{code}}',
}
