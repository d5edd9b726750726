import { useQuery } from '@tanstack/react-query'
import type { ConversationCounts, ConversationRow, ConversationView } from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { usePages } from '../api/pages'
import { queryClient } from '../api/query-client'
import { type InboxFilter, listQuery } from './inbox-filter'

export function useConversationList(filter: InboxFilter) {
  const query = listQuery(filter)
  return usePages<ConversationRow>(keys.conversationList(query), '/conversations', query, { limit: 40 })
}

export function useConversationCounts() {
  return useQuery({
    queryKey: keys.conversationCounts,
    queryFn: ({ signal }) => api.get<ConversationCounts>('/conversations/counts', {}, signal),
  }).data
}

export function useConversation(id: string) {
  return useQuery({
    queryKey: keys.conversation(id),
    queryFn: ({ signal }) => api.get<ConversationView>(`/conversations/${id}`, {}, signal),
  })
}

/** Shows the answer of a command and fetches the lists it stands in. */
function show(view: ConversationView): ConversationView {
  queryClient.setQueryData(keys.conversation(view.id), view)
  void queryClient.invalidateQueries({ queryKey: keys.conversations })
  void queryClient.invalidateQueries({ queryKey: keys.counters })
  return view
}

const command = (id: string, name: string, body?: unknown) =>
  api.post<ConversationView>(`/conversations/${id}/${name}`, body).then(show)

/** What can be done with a conversation. Each rejects with `ApiError`. */
export const conversationCommands = {
  take: (id: string) => command(id, 'take'),
  close: (id: string) => command(id, 'close'),
  reopen: (id: string) => command(id, 'reopen'),
  handOver: (id: string) => command(id, 'hand-over'),
  /** Takes back putting aside or closing. */
  restore: (id: string) => command(id, 'restore'),
  markUnread: (id: string) => command(id, 'unread'),
  block: (id: string, as: 'spam' | 'blocked') => command(id, 'block', { as }),
  unblock: (id: string) => command(id, 'unblock'),
  mute: (id: string, muted: boolean) =>
    api.put<ConversationView>(`/conversations/${id}/muted`, { muted }).then(show),
  snooze: (id: string, until: Date) => command(id, 'snooze', { until: until.toISOString() }),
  assign: (id: string, assigneeId: string | null) =>
    api.put<ConversationView>(`/conversations/${id}/assignee`, { assigneeId }).then(show),
  label: (id: string, labels: string[]) =>
    api.put<ConversationView>(`/conversations/${id}/labels`, { labels }).then(show),
  async markRead(id: string, seq: number): Promise<void> {
    await api.post(`/conversations/${id}/read`, { seq })
    queryClient.setQueryData<ConversationView>(keys.conversation(id), (view) =>
      view ? { ...view, unreadCount: 0 } : view,
    )
    void queryClient.invalidateQueries({ queryKey: keys.conversations })
    void queryClient.invalidateQueries({ queryKey: keys.counters })
    void queryClient.invalidateQueries({ queryKey: keys.mentions })
  },
}
