import { everybody, heads } from './policy.js'

export const settingsPolicy = {
  'settings.read': { roles: everybody, bot: true },
  'settings.update': { roles: heads },
  'schedule.read': { roles: everybody, bot: true },
  'schedule.update': { roles: heads },
  'autoresponder.read': { roles: everybody, bot: true },
  'autoresponder.update': { roles: [...heads, 'marketer'] },
  'routing.read': { roles: everybody, bot: true },
  'routing.update': { roles: heads },
  'script.read': { roles: everybody, bot: true },
  'script.edit': { roles: [...heads, 'marketer'] },
  'template.read': { roles: everybody, bot: true },
  'template.manage': { roles: heads },
  'channel.read': { roles: everybody },
  'channel.manage': { roles: heads },
  'audit.read': { roles: heads },
  'report.read': { roles: everybody },
} as const
