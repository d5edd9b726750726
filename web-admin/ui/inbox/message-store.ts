import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { MessagesView, MessageView } from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'
import { inOrder, type MessagePages, merge, mergeNewest } from './message-pages'

const pageSize = 50

function fetchPage(
  conversationId: string,
  beforeSeq: number | null,
  signal?: AbortSignal,
): Promise<MessagesView> {
  return api.get(`/conversations/${conversationId}/messages`, { beforeSeq, limit: pageSize }, signal)
}

/** The messages of a conversation, oldest first; `fetchNextPage` brings older ones. */
export function useMessages(conversationId: string) {
  const query = useInfiniteQuery({
    queryKey: keys.messages(conversationId),
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) => fetchPage(conversationId, pageParam, signal),
    getNextPageParam: (page) => (page.hasOlder ? page.items[0]?.seq : undefined),
    staleTime: 60_000,
  })
  const messages = useMemo(() => inOrder(query.data as MessagePages | undefined), [query.data])
  return { ...query, messages }
}

type AroundParam = { beforeSeq: number } | { afterSeq: number } | null

/** The messages around a place of a conversation: `fetchNextPage` brings older ones, `fetchPreviousPage` newer ones. */
export function useMessagesAround(conversationId: string, seq: number) {
  const query = useInfiniteQuery({
    queryKey: keys.messagesAround(conversationId, seq),
    initialPageParam: null as AroundParam,
    queryFn: async ({ pageParam, signal }): Promise<MessagesView> => {
      const read = (range: object) =>
        api.get<MessagesView>(`/conversations/${conversationId}/messages`, { ...range, limit: 30 }, signal)
      if (pageParam) return read(pageParam)
      const [older, newer] = await Promise.all([read({ beforeSeq: seq + 1 }), read({ afterSeq: seq })])
      return {
        items: [...older.items, ...newer.items],
        hasOlder: older.hasOlder,
        hasNewer: newer.hasNewer,
      }
    },
    getNextPageParam: (page) =>
      page.hasOlder && page.items[0] ? { beforeSeq: page.items[0].seq } : undefined,
    getPreviousPageParam: (page) => {
      const last = page.items.at(-1)
      return page.hasNewer && last ? { afterSeq: last.seq } : undefined
    },
    staleTime: 60_000,
  })
  const messages = useMemo(() => inOrder(query.data as MessagePages | undefined), [query.data])
  return { ...query, messages }
}

const running = new Map<string, { again: boolean }>()

/** Something new is in this conversation: fetches its newest page and folds it in. Several calls become two. */
export async function refreshMessages(conversationId: string): Promise<void> {
  const key = keys.messages(conversationId)
  if (!queryClient.getQueryData<MessagePages>(key)) return
  const present = running.get(conversationId)
  if (present) {
    present.again = true
    return
  }
  const state = { again: true }
  running.set(conversationId, state)
  try {
    while (state.again) {
      state.again = false
      const newest = await fetchPage(conversationId, null)
      const pages = mergeNewest(queryClient.getQueryData<MessagePages>(key), newest)
      queryClient.setQueryData<MessagePages>(key, pages ?? { pages: [newest], pageParams: [null] })
    }
  } catch {
    // The next notice or the reconnect fetches it; what is shown stays.
    void queryClient.invalidateQueries({ queryKey: key, refetchType: 'none' })
  } finally {
    running.delete(conversationId)
  }
}

/** Shows messages the server has just answered with, without asking for them again. */
export function showMessages(conversationId: string, messages: readonly MessageView[]): void {
  queryClient.setQueryData<MessagePages>(keys.messages(conversationId), (pages) =>
    pages ? merge(pages, messages) : pages,
  )
}
