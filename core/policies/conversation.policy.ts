import { everybody, heads, isHead, type Rule, team } from './policy.js'

export const conversationPolicy = {
  'conversation.read': { roles: everybody },
  // Also "send it again" and "give it up" about a reply of unknown fate.
  'message.send': { roles: team, bot: true },
  // Changing or taking back what the client has: one's own words, and heads everybody's.
  'message.change': {
    roles: team,
    when: (by, message: { authorId: string | null }) => isHead(by) || message.authorId === by.id,
  } satisfies Rule<{ authorId: string | null }>,
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
  // Parked events and other stuck machinery.
  'delivery.repair': { roles: heads },
} as const
