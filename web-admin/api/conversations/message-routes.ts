import type { Core } from '../../../core/context.js'
import { discardDelivery } from '../../../core/deliveries/settle-delivery.js'
import { found } from '../../../core/errors.js'
import { deleteMessage, dropChange, editMessage } from '../../../core/inbox/change-message.js'
import { getMessage } from '../../../core/inbox/queries.js'
import type { RouteTable } from '../route-table.js'
import { presentMessage } from './presenter.js'
import * as schema from './schema.js'

const one = { params: schema.messageParams, answer: schema.messageView }
const path = '/conversations/:id/messages/:messageId'

/** What can be done with a message of ours once it is on its way or with the client. */
export function messageRoutes(routes: RouteTable): void {
  routes.patch(
    path,
    { may: 'message.change', ...one, body: schema.editBody },
    async ({ core, by, params, body }) =>
      presentMessage(
        await editMessage(core, by, {
          conversationId: params.id,
          messageId: params.messageId,
          text: body.text,
        }),
      ),
  )

  routes.delete(path, { may: 'message.change', ...one }, async ({ core, by, params }) =>
    presentMessage(await deleteMessage(core, by, { conversationId: params.id, messageId: params.messageId })),
  )

  routes.delete(`${path}/change`, { may: 'message.change', ...one }, async ({ core, by, params }) =>
    presentMessage(await dropChange(core, by, { conversationId: params.id, messageId: params.messageId })),
  )

  routes.post(`${path}/discard`, { may: 'message.send', ...one }, async ({ core, by, params }) => {
    await discardDelivery(core, by, { deliveryId: await deliveryOf(core, params) })
    return presentMessage(await getMessage(core, params.messageId))
  })
}

/** Throws `not-found`. */
async function deliveryOf(
  core: Core,
  { id: conversationId, messageId }: { id: string; messageId: string },
): Promise<string> {
  const delivery = await core.models.Delivery.findOne({ messageId, conversationId }).lean<{
    _id: string
  } | null>()
  return found(delivery, 'delivery')._id
}
