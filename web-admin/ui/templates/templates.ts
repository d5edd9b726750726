import { useQuery } from '@tanstack/react-query'
import type {
  MessageView,
  OfferedTemplateView,
  SendTemplateBody,
  SyncedView,
  TemplateBody,
  TemplateView,
} from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'

export function useTemplates(enabled: boolean) {
  return useQuery({
    queryKey: keys.templates,
    queryFn: ({ signal }) => api.get<{ items: TemplateView[] }>('/templates', {}, signal),
    enabled,
  })
}

/** Those that can be sent into a conversation, with what is known of their variables. */
export function useOfferedTemplates(conversationId: string) {
  return useQuery({
    queryKey: keys.templatesFor(conversationId),
    queryFn: ({ signal }) =>
      api.get<{ items: OfferedTemplateView[] }>(`/conversations/${conversationId}/templates`, {}, signal),
  })
}

const refresh = () => queryClient.invalidateQueries({ queryKey: keys.templates })

/** Each rejects with `ApiError`. */
export const templateCommands = {
  async create(body: TemplateBody): Promise<void> {
    await api.post<TemplateView>('/templates', body)
    await refresh()
  },
  async update(id: string, body: TemplateBody): Promise<void> {
    await api.put<TemplateView>(`/templates/${id}`, body)
    await refresh()
  },
  async remove(id: string): Promise<void> {
    await api.remove<void>(`/templates/${id}`)
    await refresh()
  },
  async sync(accountId: string): Promise<SyncedView> {
    const synced = await api.post<SyncedView>('/templates/sync', { accountId })
    await refresh()
    return synced
  },
  send(conversationId: string, body: SendTemplateBody): Promise<MessageView> {
    return api.post<MessageView>(`/conversations/${conversationId}/templates`, body)
  },
}

const variable = /\{\{\s*([\w-]{1,60})\s*\}\}/g

/** Keys of the variables of a text, each once. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(variable)].map(([, key]) => key ?? ''))]
}

/** The text with the values that are there; the rest shows as it stands. */
export function filled(text: string, place: string, values: Readonly<Record<string, string>>): string {
  return text.replace(variable, (whole, key: string) => values[`${place}:${key}`] || whole)
}
