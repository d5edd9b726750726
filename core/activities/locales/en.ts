import type { Translated } from '../../texts.js'
import type { ru } from './ru.js'

export const en: Translated<typeof ru> = {
  reminder: {
    due: '⏰ {{title}}',
    late: '⏰ {{title}}\n\nThis reminder is late: it was due {{at}}.',
    done: '✅ Done',
    hour: '+1 hour',
    tomorrow: 'Tomorrow',
    client: '👤 Client',
  },
  overdue: {
    told: '❗ A day late: {{title}}\n👤 {{client}}\n{{name}} answers for it, it was due {{at}}.',
    toldBare: '❗ A day late: {{title}}\n{{name}} answers for it, it was due {{at}}.',
    client: '👤 Client card',
  },
}
