import { useQuery } from '@tanstack/react-query'
import type {
  SegmentCountView,
  SegmentCreateBody,
  SegmentDefinition,
  SegmentFieldView,
  SegmentUpdateBody,
  SegmentView,
} from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'

export function useSegments(): readonly SegmentView[] {
  const { data } = useQuery({
    queryKey: keys.segments,
    queryFn: ({ signal }) =>
      api.get<{ items: SegmentView[] }>('/segments', {}, signal).then((answer) => answer.items),
  })
  return data ?? []
}

/** What may be asked of clients, and how. */
export function useSegmentFields(): readonly SegmentFieldView[] {
  const { data } = useQuery({
    queryKey: keys.segmentFields,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      api.get<{ items: SegmentFieldView[] }>('/segments/fields', {}, signal).then((answer) => answer.items),
  })
  return data ?? []
}

/** How many fit a definition; asked anew with every change of it. */
export function useSegmentCount(definition: SegmentDefinition | null) {
  return useQuery({
    queryKey: keys.segmentCount(definition ?? {}),
    enabled: definition !== null,
    queryFn: () => api.post<SegmentCountView>('/segments/count', { definition }),
    placeholderData: (before) => before,
  })
}

async function changed<T>(answer: Promise<T>): Promise<T> {
  const value = await answer
  void queryClient.invalidateQueries({ queryKey: keys.segments })
  void queryClient.invalidateQueries({ queryKey: keys.clients })
  return value
}

/** Each rejects with `ApiError`. */
export const segmentCommands = {
  create: (body: SegmentCreateBody) => changed(api.post<SegmentView>('/segments', body)),
  update: (id: string, body: SegmentUpdateBody) => changed(api.patch<SegmentView>(`/segments/${id}`, body)),
  remove: (id: string) => changed(api.remove(`/segments/${id}`)),
}
