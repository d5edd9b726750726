import { isDuplicateKey } from '../../../core/db.js'
import { resendDelivery } from '../../../core/deliveries/settle-delivery.js'
import { found } from '../../../core/errors.js'
import { addNote } from '../../../core/inbox/add-note.js'
import { assignConversation } from '../../../core/inbox/assign-conversation.js'
import {
  closeConversation,
  reopenConversation,
  snoozeConversation,
} from '../../../core/inbox/close-conversation.js'
import { handOver } from '../../../core/inbox/hand-over.js'
import { labelConversation } from '../../../core/inbox/label-conversation.js'
import { markRead } from '../../../core/inbox/mark-read.js'
import { viewsOf } from '../../../core/inbox/personal-views.js'
import { getConversation, getMessage, listConversations, listMessages } from '../../../core/inbox/queries.js'
import { sendMessage } from '../../../core/inbox/send-message.js'
import type { AutoreplyDecision } from '../../../core/models.js'
import { staffNames } from '../../../core/staff/queries.js'
import { inTransaction } from '../../../core/transaction.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { countInbox } from './count-inbox.js'
import { inboxFilter } from './inbox-filter.js'
import { loadConversation } from './load-conversation.js'
import { messageContents } from './message-contents.js'
import { presentAutoreply, presentConversation, presentMessage, presentRow } from './presenter.js'
import * as schema from './schema.js'

const one = { params: idParams, answer: schema.conversationView }

export function conversationRoutes(routes: RouteTable): void {
  routes.get(
    '/conversations',
    { may: 'conversation.read', query: schema.listQuery, answer: schema.conversationPage },
    async ({ core, by, query }) => {
      const { limit = 40, cursor } = query
      const page = await listConversations(core, await inboxFilter(core, by, query), { limit, cursor })
      const [names, views] = await Promise.all([
        staffNames(
          core,
          page.items.map((row) => row.assigneeId),
        ),
        viewsOf(
          core,
          by.id,
          page.items.map((row) => row._id),
        ),
      ])
      return {
        items: page.items.map((row) => presentRow(row, names, views.get(row._id))),
        nextCursor: page.nextCursor,
      }
    },
  )

  routes.get(
    '/conversations/counts',
    { may: 'conversation.read', answer: schema.countsView },
    async ({ core, by }) => countInbox(core, by.id),
  )

  routes.get('/conversations/:id', { may: 'conversation.read', ...one }, async ({ core, by, params }) =>
    presentConversation(await loadConversation(core, by, params.id)),
  )

  routes.get(
    '/conversations/:id/messages',
    {
      may: 'conversation.read',
      params: idParams,
      query: schema.messagesQuery,
      answer: schema.messagesView,
    },
    async ({ core, params, query }) => {
      const { limit = 50, afterSeq, beforeSeq } = query
      await getConversation(core, params.id)
      const range = {
        ...(afterSeq === undefined ? {} : { afterSeq }),
        ...(beforeSeq === undefined ? {} : { beforeSeq }),
      }
      const rows = await listMessages(core, { conversationId: params.id, ...range, limit: limit + 1 })
      const more = rows.length > limit
      const forward = afterSeq !== undefined
      const items = forward ? rows.slice(0, limit) : rows.slice(-limit)
      return {
        items: items.map(presentMessage),
        hasOlder: forward ? afterSeq > 0 : more,
        hasNewer: forward ? more : beforeSeq !== undefined,
      }
    },
  )

  routes.post(
    '/conversations/:id/messages',
    {
      may: 'message.send',
      params: idParams,
      body: schema.sendBody,
      answer: schema.sentView,
      status: 201,
    },
    async ({ core, by, params, body }) => {
      const contents = await messageContents(core, body)
      const send = () =>
        inTransaction(core, async (tx) => {
          const sent = []
          for (const [index, content] of contents.entries()) {
            const clientMessageId = index === 0 ? body.clientMessageId : `${body.clientMessageId}:${index}`
            const input = { conversationId: params.id, content, clientMessageId, replyToId: body.replyToId }
            sent.push(await sendMessage(core, by, input, tx))
          }
          return sent
        })
      // Two sends with one key at once: the loser finds the winner's messages.
      const messages = await send().catch((err: unknown) => {
        if (isDuplicateKey(err)) return send()
        throw err
      })
      return { items: messages.map(presentMessage) }
    },
  )

  routes.post(
    '/conversations/:id/messages/:messageId/resend',
    { may: 'message.send', params: schema.messageParams, answer: schema.messageView },
    async ({ core, by, params }) => {
      const delivery = await core.models.Delivery.findOne({
        messageId: params.messageId,
        conversationId: params.id,
      }).lean<{ _id: string } | null>()
      await resendDelivery(core, by, { deliveryId: found(delivery, 'delivery')._id })
      return presentMessage(await getMessage(core, params.messageId))
    },
  )

  routes.post(
    '/conversations/:id/notes',
    {
      may: 'conversation.note',
      params: idParams,
      body: schema.noteBody,
      answer: schema.messageView,
      status: 201,
    },
    async ({ core, by, params, body }) =>
      presentMessage(await addNote(core, by, { conversationId: params.id, ...body })),
  )

  routes.post(
    '/conversations/:id/take',
    { may: 'conversation.assign', ...one },
    async ({ core, by, params }) => {
      await assignConversation(core, by, { conversationId: params.id, assigneeId: by.id, onlyIfFree: true })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )

  routes.put(
    '/conversations/:id/assignee',
    { may: 'conversation.assign', ...one, body: schema.assigneeBody },
    async ({ core, by, params, body }) => {
      await assignConversation(core, by, { conversationId: params.id, ...body })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )

  routes.put(
    '/conversations/:id/labels',
    { may: 'conversation.label', ...one, body: schema.labelsBody },
    async ({ core, by, params, body }) => {
      await labelConversation(core, by, { conversationId: params.id, labels: body.labels })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )

  routes.post(
    '/conversations/:id/close',
    { may: 'conversation.close', ...one },
    async ({ core, by, params }) => {
      await closeConversation(core, by, { conversationId: params.id })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )

  routes.post(
    '/conversations/:id/reopen',
    { may: 'conversation.close', ...one },
    async ({ core, by, params }) => {
      await reopenConversation(core, by, { conversationId: params.id })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )

  routes.post(
    '/conversations/:id/hand-over',
    { may: 'conversation.hand-over', ...one },
    async ({ core, by, params }) => {
      await handOver(core, by, { conversationId: params.id, reason: 'staff' })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )

  routes.post(
    '/conversations/:id/snooze',
    { may: 'conversation.snooze', ...one, body: schema.snoozeBody },
    async ({ core, by, params, body }) => {
      await snoozeConversation(core, by, { conversationId: params.id, until: body.until })
      return presentConversation(await loadConversation(core, by, params.id))
    },
  )

  routes.post(
    '/conversations/:id/read',
    { may: 'conversation.mark-read', params: idParams, body: schema.readBody },
    async ({ core, by, params, body }) => {
      await markRead(core, by, { conversationId: params.id, seq: body.seq })
    },
  )

  routes.post(
    '/conversations/:id/typing',
    { may: 'message.send', params: idParams },
    async ({ core, params }) => {
      const { accountId, chatId } = await getConversation(core, params.id)
      if (core.channels.has(accountId)) await core.channels.get(accountId).typing?.(chatId)
    },
  )

  routes.get(
    '/conversations/:id/autoreplies',
    { may: 'autoresponder.read', params: idParams, answer: schema.autorepliesView },
    async ({ core, params }) => {
      await getConversation(core, params.id)
      const rows = await core.models.AutoreplyDecision.find({ conversationId: params.id })
        .sort({ _id: -1 })
        .limit(100)
        .lean<AutoreplyDecision[]>()
      return { items: rows.map(presentAutoreply) }
    },
  )
}
