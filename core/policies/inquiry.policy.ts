import { everybody, sellers, team } from './policy.js'

export const inquiryPolicy = {
  'inquiry.read': { roles: everybody },
  'inquiry.open': { roles: everybody, bot: true },
  'inquiry.move': { roles: team, bot: true },
  // The marketer sorts inquiries too: meaning, source, project are what reports count.
  'inquiry.classify': { roles: everybody, bot: true },
  'inquiry.comment': { roles: everybody, bot: true },
  'inquiry.convert': { roles: sellers, bot: true },
} as const
