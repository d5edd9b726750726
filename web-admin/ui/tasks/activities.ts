import type {
  ActivityCompleteBody,
  ActivityListQuery,
  ActivityPlanBody,
  ActivityRescheduleBody,
  ActivityView,
} from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { usePages } from '../api/pages'
import { queryClient } from '../api/query-client'

export function useActivities(query: ActivityListQuery) {
  return usePages<ActivityView>(keys.activityList(query), '/activities', query, { limit: 100 })
}

/** What is planned about one client, deal or conversation, whoever does it. */
export function useActivitiesOf(of: { clientId?: string; dealId?: string; conversationId?: string }) {
  return useActivities({ staff: 'all', status: 'planned', ...of })
}

function changed(activity: ActivityView): ActivityView {
  void queryClient.invalidateQueries({ queryKey: keys.activities })
  void queryClient.invalidateQueries({ queryKey: keys.counters })
  void queryClient.invalidateQueries({ queryKey: keys.timelines })
  return activity
}

/** Each rejects with `ApiError`. */
export const activityCommands = {
  plan: (body: ActivityPlanBody) => api.post<ActivityView>('/activities', body).then(changed),
  complete: (id: string, body: ActivityCompleteBody) =>
    api.post<ActivityView>(`/activities/${id}/complete`, body).then(changed),
  reschedule: (id: string, body: ActivityRescheduleBody) =>
    api.post<ActivityView>(`/activities/${id}/reschedule`, body).then(changed),
  cancel: (id: string) => api.post<ActivityView>(`/activities/${id}/cancel`).then(changed),
}
