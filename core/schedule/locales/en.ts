import type { Translated } from '../../texts.js'
import type { ru } from './ru.js'

export const en: Translated<typeof ru> = {
  greeting: 'Hello! How can we help?',
  replyTime: 'Usually answers within minutes',
}
