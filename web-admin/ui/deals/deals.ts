import { useQuery } from '@tanstack/react-query'
import type {
  BoardView,
  ConversationView,
  DealCard,
  DealCreateBody,
  DealMoveBody,
  DealPipelineBody,
  DealTickBody,
  DealUpdateBody,
  DealView,
  MilestoneBody,
  Page,
} from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'

export interface BoardQuery {
  pipeline: string | undefined
  owner: string | undefined
  q?: string | undefined
  priority?: string | undefined
  due?: string | undefined
}

export function useBoard(query: BoardQuery) {
  return useQuery({
    queryKey: keys.board(query),
    queryFn: ({ signal }) => api.get<BoardView>('/deals/board', { ...query }, signal),
    placeholderData: (previous) => previous,
  })
}

/** Fetches the next cards of a column into the board that is shown. */
export async function moreOfColumn(
  query: BoardQuery,
  board: BoardView,
  stage: string,
  cursor: string,
): Promise<void> {
  const next = await api.get<Page<DealCard>>('/deals/board/column', {
    ...query,
    pipeline: board.pipeline,
    stage,
    cursor,
  })
  queryClient.setQueryData<BoardView>(
    keys.board(query),
    (present) =>
      present && {
        ...present,
        columns: present.columns.map((column) => {
          if (column.stage !== stage || column.nextCursor !== cursor) return column
          const known = new Set(column.items.map((item) => item.id))
          const fresh = next.items.filter((item) => !known.has(item.id))
          return { ...column, items: [...column.items, ...fresh], nextCursor: next.nextCursor }
        }),
      },
  )
}

export function useDeal(id: string | undefined) {
  return useQuery({
    queryKey: keys.deal(id ?? ''),
    queryFn: ({ signal }) => api.get<DealView>(`/deals/${id}`, {}, signal),
    enabled: id !== undefined,
  })
}

/** Deals of one client, newest first. */
export function useDealsOfClient(clientId: string | null) {
  const filter = { clientId, limit: 20 }
  return useQuery({
    queryKey: keys.dealList(filter),
    queryFn: ({ signal }) => api.get<Page<DealCard>>('/deals', filter, signal),
    enabled: clientId !== null,
  })
}

/** What stands beside a conversation: the client's deals, else the deal its inquiry became. */
export function useDealsOf(conversation: ConversationView): { deals: DealCard[] } {
  const ofClient = useDealsOfClient(conversation.clientId)
  const dealId = conversation.clientId === null ? (conversation.inquiry?.dealId ?? undefined) : undefined
  const ofInquiry = useDeal(dealId)
  if (conversation.clientId !== null) return { deals: ofClient.data?.items ?? [] }
  return { deals: ofInquiry.data ? [ofInquiry.data] : [] }
}

function changed(deal: DealView): DealView {
  queryClient.setQueryData(keys.deal(deal.id), deal)
  void queryClient.invalidateQueries({ queryKey: keys.deals })
  void queryClient.invalidateQueries({ queryKey: keys.timelines })
  // A stage plans and cancels what is to be done.
  void queryClient.invalidateQueries({ queryKey: keys.activities })
  return deal
}

/** Each rejects with `ApiError`. */
export const dealCommands = {
  create: (body: DealCreateBody) => api.post<DealView>('/deals', body).then(changed),
  update: (id: string, body: DealUpdateBody) => api.patch<DealView>(`/deals/${id}`, body).then(changed),
  tick: (id: string, body: DealTickBody) => api.put<DealView>(`/deals/${id}/checklist`, body).then(changed),
  reach: (id: string, body: MilestoneBody) =>
    api.post<DealView>(`/deals/${id}/milestones`, body).then(changed),
  move: (id: string, body: DealMoveBody) => api.post<DealView>(`/deals/${id}/stage`, body).then(changed),
  toPipeline: (id: string, body: DealPipelineBody) =>
    api.post<DealView>(`/deals/${id}/pipeline`, body).then(changed),
}
