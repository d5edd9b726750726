import { listParked } from '../../../core/events/dispatcher.js'
import { discardParked, retryParked } from '../../../core/events/retry-parked.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { pageOf } from '../short-list.js'
import { presentParkedEvent } from './presenter.js'
import { listQuery, parkedEventList } from './schema.js'

export function parkedEventRoutes(routes: RouteTable): void {
  routes.get(
    '/parked-events',
    {
      may: 'delivery.repair',
      summary: 'Events that a subscriber could not handle',
      query: listQuery,
      answer: parkedEventList,
    },
    async ({ core, query }) => {
      const events = await listParked(core)
      return pageOf(events.map(presentParkedEvent), query)
    },
  )

  routes.post(
    '/parked-events/:id/retry',
    { may: 'delivery.repair', summary: 'Hand it to the subscribers that failed once more', params: idParams },
    async ({ core, by, params }) => {
      await retryParked(core, by, { eventId: params.id })
    },
  )

  routes.post(
    '/parked-events/:id/discard',
    { may: 'delivery.repair', summary: 'Give it up', params: idParams },
    async ({ core, by, params }) => {
      await discardParked(core, by, { eventId: params.id })
    },
  )
}
