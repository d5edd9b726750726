import type { Translated } from '../../../core/texts.js'
import type { ru } from './ru.js'

export const en: Translated<typeof ru> = {
  visitorName: 'Visitor {{code}}',
  greeting: 'Hello! How can we help? Ask about a product, timing or price.',
  replyTime: 'Usually replies within a few minutes',
}
