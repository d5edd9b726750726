import type { Translated } from '../../texts.js'
import type { ru } from './ru.js'

export const en: Translated<typeof ru> = {
  quiet: {
    why: 'No contact for more than {{days}} days',
    former: '💤 {{name}} is a former client now: no contact for more than {{days}} days, no open deals.',
    client: '👤 Client card',
    remind: 'No contact for long: {{name}}',
  },
}
