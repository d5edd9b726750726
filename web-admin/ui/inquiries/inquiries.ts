import { useQuery } from '@tanstack/react-query'
import type {
  DealView,
  InquiryAttachBody,
  InquiryClassifyBody,
  InquiryMoveBody,
  InquiryRow,
  InquiryView,
} from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { usePages } from '../api/pages'
import { queryClient } from '../api/query-client'
import { instantOf, shiftDay } from '../format/zone'
import type { InquiryFilter } from './inquiry-filter'

export function useInquiries(filter: InquiryFilter, zone: string) {
  const { from, to, inquiry: _opened, ...rest } = filter
  const query = {
    ...rest,
    from: from && instantOf(from, zone).toISOString(),
    // The last day is included whole: up to the beginning of the next one.
    to: to && instantOf(shiftDay(to, 1), zone).toISOString(),
  }
  return usePages<InquiryRow>(keys.inquiryList(query), '/inquiries', query)
}

export function useInquiry(id: string | undefined) {
  return useQuery({
    queryKey: keys.inquiry(id ?? ''),
    queryFn: ({ signal }) => api.get<InquiryView>(`/inquiries/${id}`, {}, signal),
    enabled: id !== undefined,
  })
}

/** Projects inquiries were written to. */
export function useInquiryProjects(): string[] {
  const { data } = useQuery({
    queryKey: [...keys.inquiries, 'projects'],
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      api.get<{ items: string[] }>('/inquiry-projects', {}, signal).then((answer) => answer.items),
  })
  return data ?? []
}

function changed(inquiry: InquiryView): InquiryView {
  queryClient.setQueryData(keys.inquiry(inquiry.id), inquiry)
  void queryClient.invalidateQueries({ queryKey: keys.inquiries })
  void queryClient.invalidateQueries({ queryKey: keys.counters })
  return inquiry
}

/** Each rejects with `ApiError`. */
export const inquiryCommands = {
  move: (id: string, body: InquiryMoveBody) =>
    api.post<InquiryView>(`/inquiries/${id}/move`, body).then(changed),
  classify: (id: string, body: InquiryClassifyBody) =>
    api.patch<InquiryView>(`/inquiries/${id}`, body).then(changed),
  attach: (id: string, body: InquiryAttachBody) =>
    api.post<InquiryView>(`/inquiries/${id}/attach`, body).then((inquiry) => {
      void queryClient.invalidateQueries({ queryKey: ['conversation'] })
      void queryClient.invalidateQueries({ queryKey: keys.timelines })
      return changed(inquiry)
    }),
  comment: (id: string, comment: string, expectedVersion: number) =>
    api.put<InquiryView>(`/inquiries/${id}/comment`, { comment, expectedVersion }).then(changed),
  /** Into the default pipeline where none is named. */
  async convert(id: string, pipeline?: string): Promise<DealView> {
    const deal = await api.post<DealView>(`/inquiries/${id}/convert`, pipeline ? { pipeline } : {})
    for (const queryKey of [
      keys.inquiries,
      keys.inquiry(id),
      keys.deals,
      keys.clients,
      keys.counters,
      ['conversation'],
    ]) {
      void queryClient.invalidateQueries({ queryKey })
    }
    return deal
  },
}
