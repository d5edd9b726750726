import type { Translated } from '../../texts.js'
import type { ru } from './ru.js'

export const en: Translated<typeof ru> = {
  greeting: 'Hello! How can we help?',
  replyTime: 'Usually answers within minutes',
  days: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
}
