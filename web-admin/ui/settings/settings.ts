import { useQuery } from '@tanstack/react-query'
import type {
  AutoresponderBody,
  AutoresponderView,
  QuietBody,
  QuietView,
  ScheduleBody,
  ScheduleView,
} from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'

export function useSchedule() {
  return useQuery({
    queryKey: keys.schedule,
    queryFn: ({ signal }) => api.get<ScheduleView>('/settings/schedule', {}, signal),
  })
}

export function useAutoresponder() {
  return useQuery({
    queryKey: keys.autoresponder,
    queryFn: ({ signal }) => api.get<AutoresponderView>('/settings/autoresponder', {}, signal),
  })
}

export function useQuietClients() {
  return useQuery({
    queryKey: keys.quietClients,
    queryFn: ({ signal }) => api.get<QuietView>('/settings/quiet-clients', {}, signal),
  })
}

/** Each rejects with `ApiError`. */
export const settingCommands = {
  async saveSchedule(body: ScheduleBody): Promise<void> {
    queryClient.setQueryData(keys.schedule, await api.put<ScheduleView>('/settings/schedule', body))
  },
  async saveAutoresponder(body: AutoresponderBody): Promise<void> {
    queryClient.setQueryData(
      keys.autoresponder,
      await api.put<AutoresponderView>('/settings/autoresponder', body),
    )
  },
  async saveQuietClients(body: QuietBody): Promise<void> {
    queryClient.setQueryData(keys.quietClients, await api.put<QuietView>('/settings/quiet-clients', body))
  },
}
