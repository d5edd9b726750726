import { blockContact, unblockContact } from '../../../core/inbox/block-contact.js'
import { restoreConversation } from '../../../core/inbox/close-conversation.js'
import { markUnread, muteConversation } from '../../../core/inbox/personal-views.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { loadConversation } from './load-conversation.js'
import { presentConversation } from './presenter.js'
import * as schema from './schema.js'

const one = { params: idParams, answer: schema.conversationView }

/** What stands around a conversation: for me (unread, muted) and for everybody (spam, the way back). */
export function deskRoutes(routes: RouteTable): void {
  routes.post(
    '/conversations/:id/restore',
    { may: 'conversation.close', ...one },
    async ({ core, by, params }) => {
      await restoreConversation(core, by, { conversationId: params.id })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )

  routes.post(
    '/conversations/:id/unread',
    { may: 'conversation.mark-read', ...one, body: schema.unreadBody },
    async ({ core, by, params, body }) => {
      await markUnread(core, by, { conversationId: params.id, count: body.count ?? 1 })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )

  routes.put(
    '/conversations/:id/muted',
    { may: 'conversation.mark-read', ...one, body: schema.muteBody },
    async ({ core, by, params, body }) => {
      await muteConversation(core, by, { conversationId: params.id, muted: body.muted })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )

  routes.post(
    '/conversations/:id/block',
    { may: 'contact.block', ...one, body: schema.blockBody },
    async ({ core, by, params, body }) => {
      await blockContact(core, by, { conversationId: params.id, as: body.as })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )

  routes.post(
    '/conversations/:id/unblock',
    { may: 'contact.block', ...one },
    async ({ core, by, params }) => {
      await unblockContact(core, by, { conversationId: params.id })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )
}
