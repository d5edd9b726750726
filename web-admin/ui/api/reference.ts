import { useQuery } from '@tanstack/react-query'
import type { CountersView, LabelView, PipelineView, StaffRow } from '../../api/contract'
import { api } from './client'
import { keys } from './keys'

/** What every room needs and what changes rarely: pipelines, the team; and the badges of the menu. */

export function usePipelines() {
  const { data } = useQuery({
    queryKey: keys.pipelines,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) =>
      api.get<{ items: PipelineView[] }>('/pipelines', {}, signal).then((answer) => answer.items),
  })
  return data ?? []
}

export function useStaff() {
  const { data } = useQuery({
    queryKey: keys.staff,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) =>
      api.get<{ items: StaffRow[] }>('/staff', {}, signal).then((answer) => answer.items),
  })
  return data ?? []
}

/** The catalogue of labels. */
export function useLabels() {
  const { data } = useQuery({
    queryKey: keys.labels,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      api.get<{ items: LabelView[] }>('/labels', {}, signal).then((answer) => answer.items),
  })
  return data ?? []
}

export function useCounters() {
  return useQuery({
    queryKey: keys.counters,
    queryFn: ({ signal }) => api.get<CountersView>('/counters', {}, signal),
    refetchInterval: 120_000,
  }).data
}
