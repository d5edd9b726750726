import { everybody, sellers, team } from './policy.js'

export const inquiryPolicy = {
  'inquiry.read': { roles: everybody },
  'inquiry.open': { roles: everybody, bot: true },
  'inquiry.move': { roles: team, bot: true },
  'inquiry.comment': { roles: everybody, bot: true },
  'inquiry.convert': { roles: sellers, bot: true },
} as const
