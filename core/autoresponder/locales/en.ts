import type { Translated } from '../../texts.js'
import type { ru } from './ru.js'

export const en: Translated<typeof ru> = {
  closed: {
    company: 'Hello! Thank you for your message. We are closed right now and will answer {{when}}.',
    person: 'Hello! Thank you for your message. We are closed right now; {{name}} will answer you {{when}}.',
    unknown:
      'Hello! Thank you for your message. We are closed right now and will answer as soon as we are back.',
  },
  away: {
    substitute: 'If it is urgent, {{name}} will help you.',
    person:
      'Hello! {{name}} is away right now and will answer you {{when}}. Colleagues will see your message, too.',
    unknown: 'Hello! {{name}} is away right now. Colleagues will see your message.',
  },
  introduction: '{{name}} will answer you.',
  introductionWithTitle: '{{name}}, {{title}}, will answer you.',
  when: {
    today: 'today at {{time}}',
    tomorrow: 'tomorrow, {{date}}, at {{time}}',
    later: '{{weekday}}, {{date}}, at {{time}}',
  },
  weekday: {
    monday: 'on Monday',
    tuesday: 'on Tuesday',
    wednesday: 'on Wednesday',
    thursday: 'on Thursday',
    friday: 'on Friday',
    saturday: 'on Saturday',
    sunday: 'on Sunday',
  },
}
