import { accountProfiles } from '../../../core/channel-accounts/account-profile.js'
import type { Core } from '../../../core/context.js'
import type { Delivery } from '../../../core/deliveries/delivery.model.js'
import { listDeliveries } from '../../../core/deliveries/queries.js'
import { discardDelivery, resendDelivery } from '../../../core/deliveries/settle-delivery.js'
import { found } from '../../../core/errors.js'
import { conversationTitles } from '../../../core/inbox/queries.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { presentDelivery } from './presenter.js'
import { deliveryPage, deliveryView, listQuery } from './schema.js'

const one = { params: idParams, answer: deliveryView }

export function deliveryRoutes(routes: RouteTable): void {
  routes.get(
    '/deliveries',
    {
      may: 'delivery.read',
      summary: 'Everything outgoing and what came of it, newest first',
      query: listQuery,
      answer: deliveryPage,
    },
    async ({ core, query }) => {
      const { limit = 40, cursor, ...filter } = query
      const { items, nextCursor } = await listDeliveries(core, filter, { limit, cursor })
      return { items: await present(core, items), nextCursor }
    },
  )

  routes.post(
    '/deliveries/:id/retry',
    { may: 'message.send', summary: 'Send again what failed or may not have arrived', ...one },
    async ({ core, by, params }) => {
      await resendDelivery(core, by, { deliveryId: params.id })
      return load(core, params.id)
    },
  )

  routes.post(
    '/deliveries/:id/discard',
    { may: 'message.send', summary: 'Leave it unsent', ...one },
    async ({ core, by, params }) => {
      await discardDelivery(core, by, { deliveryId: params.id })
      return load(core, params.id)
    },
  )
}

async function load(core: Core, deliveryId: string) {
  const row = found(await core.models.Delivery.findById(deliveryId).lean<Delivery | null>(), 'delivery')
  return found((await present(core, [row]))[0])
}

async function present(core: Core, rows: readonly Delivery[]) {
  const ids = rows.flatMap((row) => row.conversationId ?? row.subject?.conversationId ?? [])
  const [titles, accounts] = await Promise.all([conversationTitles(core, ids), accountProfiles(core)])
  return rows.map((row) => presentDelivery(row, titles, accounts))
}
