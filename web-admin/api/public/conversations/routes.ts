import { assignConversation } from '../../../../core/inbox/assign-conversation.js'
import { closeConversation, reopenConversation } from '../../../../core/inbox/close-conversation.js'
import { labelConversation } from '../../../../core/inbox/label-conversation.js'
import { getConversation, listConversations } from '../../../../core/inbox/queries.js'
import { sendMessage } from '../../../../core/inbox/send-message.js'
import { idParams } from '../../fields.js'
import type { RouteTable } from '../../route-table.js'
import { listSaid } from './list-said.js'
import { presentConversation, presentMessage } from './presenter.js'
import * as schema from './schema.js'

const one = { params: idParams, answer: schema.publicConversation }

export function publicConversationRoutes(routes: RouteTable): void {
  routes.get(
    '/conversations',
    {
      may: 'conversation.read',
      summary: 'Conversations of every channel, the last message first',
      query: schema.conversationList,
      answer: schema.publicConversationPage,
    },
    async ({ core, query: { limit = 40, cursor, sort, ...filter } }) => {
      const page = await listConversations(core, filter, { limit, cursor, sort })
      return { items: page.items.map(presentConversation), nextCursor: page.nextCursor }
    },
  )

  routes.get(
    '/conversations/:id',
    { may: 'conversation.read', summary: 'One conversation', ...one },
    async ({ core, params }) => presentConversation(await getConversation(core, params.id)),
  )

  routes.patch(
    '/conversations/:id',
    {
      may: 'conversation.assign',
      summary: 'Assign, close, reopen or label a conversation',
      ...one,
      body: schema.conversationPatch,
    },
    async ({ core, by, params, body }) => {
      const conversationId = params.id
      if (body.labels !== undefined)
        await labelConversation(core, by, { conversationId, labels: body.labels })
      if (body.assigneeId !== undefined) {
        await assignConversation(core, by, { conversationId, assigneeId: body.assigneeId })
      }
      if (body.status === 'closed') await closeConversation(core, by, { conversationId })
      if (body.status === 'open') await reopenConversation(core, by, { conversationId })
      return presentConversation(await getConversation(core, conversationId))
    },
  )

  routes.get(
    '/conversations/:id/messages',
    {
      may: 'conversation.read',
      summary: 'What was said, newest first; notes of the team are not among it',
      params: idParams,
      query: schema.messageList,
      answer: schema.publicMessagePage,
    },
    async ({ core, params, query: { limit = 40, cursor, sort, direction } }) => {
      await getConversation(core, params.id)
      const page = await listSaid(core, { conversationId: params.id, direction }, { limit, cursor, sort })
      return { items: page.items.map(presentMessage), nextCursor: page.nextCursor }
    },
  )

  routes.post(
    '/conversations/:id/messages',
    {
      may: 'message.send',
      summary: 'Say something to the client, in the channel they use',
      params: idParams,
      body: schema.messageBody,
      answer: schema.publicMessage,
      status: 201,
    },
    async ({ core, by, params, body: { text = '', content, replyToId, clientMessageId }, tx }) =>
      presentMessage(
        await sendMessage(
          core,
          by,
          {
            conversationId: params.id,
            content: content ?? { type: 'text', text },
            ...(replyToId === undefined ? {} : { replyToId }),
            ...(clientMessageId === undefined ? {} : { clientMessageId }),
          },
          tx,
        ),
      ),
  )
}
