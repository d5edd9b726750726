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
  'label.manage': { roles: heads },
  'contact.block': { roles: team, bot: true },
  'canned-reply.read': { roles: everybody, bot: true },
  // The team's are kept by heads and the marketer, one's own by oneself.
  'canned-reply.manage': {
    roles: everybody,
    when: (by, reply: { ownerId: string | null }) =>
      reply.ownerId === null ? isHead(by) || by.role === 'marketer' : reply.ownerId === by.id,
  } satisfies Rule<{ ownerId: string | null }>,
  'conversation.mark-read': { roles: everybody, bot: true },
  'conversation.hand-over': { roles: team, bot: true },
  'file.read': { roles: everybody, bot: true },
  'file.upload': { roles: everybody, bot: true },
  'delivery.read': { roles: everybody },
  // Parked events and other stuck machinery.
  'delivery.repair': { roles: heads },
} as const
