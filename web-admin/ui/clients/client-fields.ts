import { useQuery } from '@tanstack/react-query'
import type { ClientFieldsBody, ClientFieldsView } from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'

/** The company's own fields of client cards. */
export function useClientFields() {
  return useQuery({
    queryKey: keys.clientFields,
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get<ClientFieldsView>('/client-fields', {}, signal),
  })
}

/** Rejects with `ApiError`. */
export async function saveClientFields(body: ClientFieldsBody): Promise<void> {
  queryClient.setQueryData(keys.clientFields, await api.put<ClientFieldsView>('/client-fields', body))
  void queryClient.invalidateQueries({ queryKey: ['client'] })
  void queryClient.invalidateQueries({ queryKey: keys.segmentFields })
}
