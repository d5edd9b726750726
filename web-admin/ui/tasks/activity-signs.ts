import { type Icon, IconBell, IconCheckbox, IconMessage, IconPhone, IconUsers } from '@tabler/icons-react'
import type { ActivityView } from '../../api/contract'

export const activityKinds = ['call', 'meeting', 'message', 'task', 'reminder'] as const

export const activitySigns: Record<ActivityView['kind'], Icon> = {
  call: IconPhone,
  meeting: IconUsers,
  message: IconMessage,
  task: IconCheckbox,
  reminder: IconBell,
}
