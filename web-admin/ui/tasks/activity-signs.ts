import { type Icon, IconBell, IconCheckbox, IconMessage, IconPhone, IconUsers } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import type { ActivityView } from '../../api/contract'
import { ru } from '../locales/ru'

export const activityKinds = ['call', 'meeting', 'message', 'task', 'reminder'] as const

export const activitySigns: Record<ActivityView['kind'], Icon> = {
  call: IconPhone,
  meeting: IconUsers,
  message: IconMessage,
  task: IconCheckbox,
  reminder: IconBell,
}

type Outcome = keyof typeof ru.activity.outcome

export const isOutcome = (key: string): key is Outcome => key in ru.activity.outcome

/** How a call or a meeting ended, in words; empty when nobody said. */
export const outcomeName = (key: string | null, t: TFunction): string =>
  key === null ? '' : isOutcome(key) ? t(`activity.outcome.${key}`) : key
