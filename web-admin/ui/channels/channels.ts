import { useQuery } from '@tanstack/react-query'
import type {
  ChannelAccountView,
  ChannelAddBody,
  ChannelOptions,
  ChannelRow,
  ChannelUpdateBody,
} from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { queryClient } from '../api/query-client'

export function useChannels() {
  return useQuery({
    queryKey: keys.channelList,
    queryFn: ({ signal }) =>
      api.get<{ items: ChannelRow[] }>('/channels', {}, signal).then((answer) => answer.items),
    // A process that died reports nothing: the list is looked at all the same.
    refetchInterval: 15_000,
  })
}

export function useChannel(id: string | null) {
  return useQuery({
    queryKey: keys.channel(id ?? ''),
    enabled: id !== null,
    queryFn: ({ signal }) => api.get<ChannelAccountView>(`/channels/${id}`, {}, signal),
  })
}

export function useChannelOptions(enabled: boolean) {
  return useQuery({
    queryKey: keys.channelOptions,
    enabled,
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get<ChannelOptions>('/channels/kinds', {}, signal),
  })
}

/** Each rejects with `ApiError`. */
export const channelCommands = {
  add: (body: ChannelAddBody) => changed(api.post<ChannelAccountView>('/channels', body)),
  update: (id: string, body: ChannelUpdateBody) =>
    changed(api.patch<ChannelAccountView>(`/channels/${id}`, body)),
  start: (id: string) => changed(api.post<ChannelAccountView>(`/channels/${id}/start`)),
  stop: (id: string) => changed(api.post<ChannelAccountView>(`/channels/${id}/stop`)),
  remove: (id: string) => changed(api.remove<void>(`/channels/${id}`)),
}

async function changed<T>(work: Promise<T>): Promise<T> {
  const value = await work
  await queryClient.invalidateQueries({ queryKey: keys.channels })
  return value
}
