import { everybody, heads, team } from './policy.js'

export const conversationPolicy = {
  'conversation.read': { roles: everybody },
  'conversation.reply': { roles: team, bot: true },
  'conversation.note': { roles: everybody, bot: true },
  'conversation.assign': { roles: team, bot: true },
  'conversation.close': { roles: team, bot: true },
  'conversation.snooze': { roles: team, bot: true },
  'conversation.label': { roles: everybody, bot: true },
  'conversation.mark-read': { roles: everybody, bot: true },
  'conversation.hand-over': { roles: team, bot: true },
  'file.read': { roles: everybody, bot: true },
  'file.upload': { roles: everybody, bot: true },
  'delivery.read': { roles: everybody },
  // Whoever may reply may say "send it again" about a reply of unknown fate.
  'delivery.resend': { roles: team, bot: true },
  'delivery.discard': { roles: team, bot: true },
  'event.retry': { roles: heads },
} as const
