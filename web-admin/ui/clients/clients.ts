import { useQuery } from '@tanstack/react-query'
import type {
  ClientCreateBody,
  ClientRow,
  ClientUpdateBody,
  ClientView,
  TimelineItem,
} from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { usePages } from '../api/pages'
import { queryClient } from '../api/query-client'
import type { ClientFilter } from './client-filter'

export function useClients(filter: ClientFilter) {
  return usePages<ClientRow>(keys.clientList(filter), '/clients', { ...filter })
}

export function useClient(id: string | null | undefined) {
  return useQuery({
    queryKey: keys.client(id ?? ''),
    queryFn: ({ signal }) => api.get<ClientView>(`/clients/${id}`, {}, signal),
    enabled: Boolean(id),
  })
}

export function useTimeline(clientId: string) {
  return usePages<TimelineItem>(
    keys.timeline(clientId),
    `/clients/${clientId}/timeline`,
    {},
    { limit: 40, keyOf: (item) => item.key },
  )
}

function changed(client: ClientView): ClientView {
  queryClient.setQueryData(keys.client(client.id), client)
  void queryClient.invalidateQueries({ queryKey: keys.clients })
  void queryClient.invalidateQueries({ queryKey: ['conversation'] })
  return client
}

/** Each rejects with `ApiError`. */
export const clientCommands = {
  create: (body: ClientCreateBody) => api.post<ClientView>('/clients', body).then(changed),
  update: (id: string, body: ClientUpdateBody) => api.patch<ClientView>(`/clients/${id}`, body).then(changed),
}
