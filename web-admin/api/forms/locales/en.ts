import type { Translated } from '../../../../core/texts.js'
import type { ru } from './ru.js'

export const en: Translated<typeof ru> = {
  sent: { title: 'Thank you!', text: 'We have your request and will answer soon.' },
  refused: { title: 'The request was not sent', back: 'Go back and correct it' },
}
