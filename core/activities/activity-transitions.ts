import type { TransitionMap } from '../transitions.js'
import type { Activity } from './activity.model.js'

export const activityKinds = ['call', 'meeting', 'message', 'task', 'reminder'] as const
export const activityStatuses = ['planned', 'completed', 'cancelled'] as const
export type ActivityStatus = Activity['status']
export type ActivityEvent = 'complete' | 'cancel' | 'reschedule' | 'reopen'

/** Overdue is no status: it is a planned activity whose time has passed. */
export const activityTransitions: TransitionMap<ActivityStatus, ActivityEvent> = {
  planned: { complete: 'completed', cancel: 'cancelled', reschedule: 'planned' },
  completed: { reopen: 'planned' },
  cancelled: { reopen: 'planned', reschedule: 'planned' },
}
