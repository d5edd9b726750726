import { useQuery } from '@tanstack/react-query'
import type {
  ClientCreateBody,
  ClientFileView,
  ClientRow,
  ClientStateBody,
  ClientUpdateBody,
  ClientView,
  LinkView,
  MergeBody,
  MergePreviewView,
  MergeView,
  Page,
  PairView,
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

export function useClientFiles(clientId: string) {
  return usePages<ClientFileView>(
    keys.clientFiles(clientId),
    `/clients/${clientId}/files`,
    {},
    { limit: 40, keyOf: (file) => file.fileId },
  )
}

function changed(client: ClientView): ClientView {
  queryClient.setQueryData(keys.client(client.id), client)
  void queryClient.invalidateQueries({ queryKey: keys.clients })
  void queryClient.invalidateQueries({ queryKey: ['conversation'] })
  return client
}

/** What moved between cards touches lists, cards, deals and chats alike. */
function manyChanged<T>(answer: T): T {
  void queryClient.invalidateQueries()
  return answer
}

/** Nothing of a forgotten person may be shown from memory. */
function forgotten(): void {
  queryClient.removeQueries({
    predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'client',
  })
}

export function refreshClient(id: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: keys.client(id) })
}

/** Those whom a card may name as its agent. */
export function useAgents(): readonly ClientRow[] {
  const { data } = useQuery({
    queryKey: keys.clientList({ kind: 'agent' }),
    queryFn: ({ signal }) => api.get<Page<ClientRow>>('/clients', { kind: 'agent', limit: 100 }, signal),
  })
  return data?.items ?? []
}

export function useDuplicates() {
  return usePages<PairView>(keys.duplicates, '/duplicates', {})
}

/** Each rejects with `ApiError`. */
export const clientCommands = {
  create: (body: ClientCreateBody) => api.post<ClientView>('/clients', body).then(changed),
  say: (id: string, body: ClientStateBody) =>
    api.post<ClientView>(`/clients/${id}/state`, body).then(changed),
  verify: (id: string, contactId: string, verified: boolean) =>
    api.put<ClientView>(`/clients/${id}/contacts/${contactId}`, { verified }).then(changed),
  link: (id: string, channel: 'telegram' | 'whatsapp') =>
    api.post<LinkView>(`/clients/${id}/link`, { channel }),
  previewMerge: (survivorId: string, otherId: string) =>
    api.post<MergePreviewView>('/clients/merge/preview', { survivorId, otherId }),
  merge: (body: MergeBody) => api.post<MergeView>('/clients/merge', body).then(manyChanged),
  undoMerge: (mergeId: string) => api.post<MergeView>(`/clients/merges/${mergeId}/undo`).then(manyChanged),
  erase: (id: string, name: string) => api.post<void>(`/clients/${id}/erase`, { name }).then(forgotten),
  dismiss: (pairId: string) => api.post<void>(`/duplicates/${pairId}/dismiss`).then(manyChanged),
  update: (id: string, body: ClientUpdateBody) => api.patch<ClientView>(`/clients/${id}`, body).then(changed),
}
