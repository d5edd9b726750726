import { useQuery } from '@tanstack/react-query'
import type { DeliveryListQuery, DeliveryView, ParkedEventView } from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { usePages } from '../api/pages'
import { queryClient } from '../api/query-client'
import type { DeliveryFilter } from './delivery-filter'

export function useDeliveries(filter: DeliveryFilter) {
  const state = filter.state ?? 'trouble'
  const query: DeliveryListQuery = { state: state === 'all' ? undefined : state }
  return usePages<DeliveryView>(keys.deliveryList(query), '/deliveries', query)
}

export function useParkedEvents() {
  return useQuery({
    queryKey: keys.parkedEvents,
    queryFn: ({ signal }) =>
      api.get<{ items: ParkedEventView[] }>('/parked-events', {}, signal).then((answer) => answer.items),
  })
}

function changed(): void {
  for (const queryKey of [keys.deliveries, keys.parkedEvents, keys.counters])
    void queryClient.invalidateQueries({ queryKey })
}

/** Each rejects with `ApiError`. */
export const deliveryCommands = {
  retry: (id: string) => api.post(`/deliveries/${id}/retry`).then(changed),
  discard: (id: string) => api.post(`/deliveries/${id}/discard`).then(changed),
  retryEvent: (id: string) => api.post(`/parked-events/${id}/retry`).then(changed),
  discardEvent: (id: string) => api.post(`/parked-events/${id}/discard`).then(changed),
}
