import { OtklikError } from '../../../core/errors.js'
import { getConversation } from '../../../core/inbox/queries.js'
import { getScheduled, listScheduled } from '../../../core/scheduled/queries.js'
import {
  cancelScheduled,
  rescheduleMessage,
  scheduleMessage,
  sendScheduledNow,
} from '../../../core/scheduled/schedule-message.js'
import { inTransaction, type Transaction } from '../../../core/transaction.js'
import { messageContents } from '../conversations/message-contents.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { pageOf } from '../short-list.js'
import { presentScheduled } from './presenter.js'
import {
  planBody,
  plannedView,
  planPatch,
  type ScheduledView,
  scheduledList,
  scheduledQuery,
  scheduledView,
} from './schema.js'

const one = { params: idParams, answer: scheduledView }

/** What is planned to be said: in a conversation, and by its own id. The same in the panel and for programs. */
export function scheduledRoutes(routes: RouteTable): void {
  routes.get(
    '/conversations/:id/scheduled',
    {
      may: 'conversation.read',
      summary: 'What is planned to be said, the next first',
      params: idParams,
      query: scheduledQuery,
      answer: scheduledList,
    },
    async ({ core, params, query }) => {
      await getConversation(core, params.id)
      const planned = await listScheduled(core, { conversationId: params.id })
      return pageOf(planned.map(presentScheduled), query)
    },
  )

  routes.post(
    '/conversations/:id/scheduled',
    {
      may: 'message.send',
      summary: 'Say something to the client at a time',
      params: idParams,
      body: planBody,
      answer: plannedView,
      status: 201,
    },
    async ({ core, by, params, body: { at, unlessReplied = false, ...said }, tx }) => {
      const contents = await messageContents(core, said)
      const plan = async (inner: Transaction) => {
        const items: ScheduledView[] = []
        for (const [index, content] of contents.entries()) {
          // What goes in several messages goes in this order.
          const input = {
            conversationId: params.id,
            content,
            at: new Date(at.getTime() + index),
            unlessReplied,
          }
          items.push(presentScheduled(await scheduleMessage(core, by, input, inner)))
        }
        return { items }
      }
      return tx ? plan(tx) : inTransaction(core, plan)
    },
  )

  routes.patch(
    '/scheduled/:id',
    { may: 'message.change', summary: 'Another time or other words', ...one, body: planPatch },
    async ({ core, by, params, body: { text, ...changes } }) => {
      const { content } = await getScheduled(core, params.id)
      if (text !== undefined && content.type !== 'text') throw new OtklikError('content-not-supported')
      return presentScheduled(
        await rescheduleMessage(core, by, {
          scheduledId: params.id,
          ...changes,
          ...(text === undefined ? {} : { content: { type: 'text', text } }),
        }),
      )
    },
  )

  routes.delete(
    '/scheduled/:id',
    { may: 'message.change', summary: 'Do not say it', ...one },
    async ({ core, by, params }) =>
      presentScheduled(await cancelScheduled(core, by, { scheduledId: params.id })),
  )

  routes.post(
    '/scheduled/:id/send',
    { may: 'message.change', summary: 'Say it now', ...one },
    async ({ core, by, params }) =>
      presentScheduled(await sendScheduledNow(core, by, { scheduledId: params.id })),
  )
}
