import { useQuery } from '@tanstack/react-query'
import type { PlanBody, PlanPatch, ScheduledView } from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'

/** What is planned to be said in a conversation and what waits for a decision. */
export function usePlanned(conversationId: string): readonly ScheduledView[] {
  return (
    useQuery({
      queryKey: keys.scheduled(conversationId),
      queryFn: ({ signal }) =>
        api
          .get<{ items: ScheduledView[] }>(`/conversations/${conversationId}/scheduled`, {}, signal)
          .then((answer) => answer.items),
    }).data ?? none
  )
}
const none: readonly ScheduledView[] = []

const refresh = (conversationId: string) =>
  queryClient.invalidateQueries({ queryKey: keys.scheduled(conversationId) })

/** Each rejects with `ApiError`. */
export const plannedCommands = {
  async plan(conversationId: string, body: PlanBody): Promise<void> {
    await api.post(`/conversations/${conversationId}/scheduled`, body)
    await refresh(conversationId)
  },
  async change({ id, conversationId }: ScheduledView, body: PlanPatch): Promise<void> {
    await api.patch(`/scheduled/${id}`, body)
    await refresh(conversationId)
  },
  async cancel({ id, conversationId }: ScheduledView): Promise<void> {
    await api.remove(`/scheduled/${id}`)
    await refresh(conversationId)
  },
  async sendNow({ id, conversationId }: ScheduledView): Promise<void> {
    await api.post(`/scheduled/${id}/send`)
    await refresh(conversationId)
  },
}
