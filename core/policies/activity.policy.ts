import { everybody, isHead, type Rule } from './policy.js'

interface Assigned {
  staffId: string
}

export const activityPolicy = {
  'activity.read': { roles: everybody },
  // Tasks may be set to colleagues (002 "Бизнес-процесс").
  'activity.plan': { roles: everybody, bot: true },
  'activity.change': {
    roles: everybody,
    bot: true,
    when: (by, activity: Assigned & { by: { id: string } }) =>
      isHead(by) || by.kind === 'api' || activity.staffId === by.id || activity.by.id === by.id,
  } satisfies Rule<Assigned & { by: { id: string } }>,
} as const
