import { gapsOf } from '../../../../core/channel-gaps/queries.js'
import type { Content } from '../../../../core/content.js'
import type { Actor, Core } from '../../../../core/context.js'
import { OtklikError } from '../../../../core/errors.js'
import { addNote } from '../../../../core/inbox/add-note.js'
import { answerWindow } from '../../../../core/inbox/answer-window.js'
import { assignConversation } from '../../../../core/inbox/assign-conversation.js'
import { blockContact, unblockContact } from '../../../../core/inbox/block-contact.js'
import { deleteMessage, editMessage } from '../../../../core/inbox/change-message.js'
import {
  closeConversation,
  reopenConversation,
  restoreConversation,
  snoozeConversation,
} from '../../../../core/inbox/close-conversation.js'
import { labelConversation } from '../../../../core/inbox/label-conversation.js'
import { getConversation, listConversations } from '../../../../core/inbox/queries.js'
import { sendMessage } from '../../../../core/inbox/send-message.js'
import { sendTemplate } from '../../../../core/templates/send-template.js'
import { messageContents } from '../../conversations/message-contents.js'
import { idParams } from '../../fields.js'
import type { RouteTable } from '../../route-table.js'
import { listSaid } from './list-said.js'
import { presentConversation, presentMessage, presentNote } from './presenter.js'
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
    {
      may: 'conversation.read',
      summary: 'One conversation',
      params: idParams,
      answer: schema.publicConversationCard,
    },
    async ({ core, params }) => {
      const conversation = await getConversation(core, params.id)
      const gaps = await gapsOf(core, conversation)
      const window = answerWindow(core, conversation)
      return {
        ...presentConversation(conversation),
        answerWindow: window && { ...window, closesAt: window.closesAt?.toISOString() ?? null },
        possibleGaps: gaps.map(({ from, to, keptHours }) => ({
          from: from.toISOString(),
          to: to.toISOString(),
          ...(keptHours === undefined ? {} : { keptHours }),
        })),
      }
    },
  )

  routes.patch(
    '/conversations/:id',
    {
      may: 'conversation.assign',
      summary: 'Assign, close, reopen, put aside, label or block a conversation',
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
      if (body.blocked === null) await unblockContact(core, by, { conversationId })
      if (body.blocked) await blockContact(core, by, { conversationId, as: body.blocked })
      if (body.snoozedUntil) await snoozeConversation(core, by, { conversationId, until: body.snoozedUntil })
      if (body.snoozedUntil === null) await restoreSnoozed(core, by, conversationId)
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
    async ({
      core,
      by,
      params,
      body: { text = '', content, template, fileIds, replyToId, clientMessageId },
      tx,
    }) => {
      const conversationId = params.id
      const key = clientMessageId === undefined ? {} : { clientMessageId }
      if (template) {
        const { id: templateId, values } = template
        const input = { conversationId, templateId, ...(values ? { values } : {}), ...key }
        return presentMessage(await sendTemplate(core, by, input, tx))
      }
      return presentMessage(
        await sendMessage(
          core,
          by,
          {
            conversationId,
            content: content ?? (await oneContent(core, { text, fileIds })),
            ...(replyToId === undefined ? {} : { replyToId }),
            ...key,
          },
          tx,
        ),
      )
    },
  )

  routes.post(
    '/conversations/:id/notes',
    {
      may: 'conversation.note',
      summary: 'Write a note that only the team sees; colleagues it calls hear of it',
      params: idParams,
      body: schema.noteBody,
      answer: schema.publicNote,
      status: 201,
    },
    async ({ core, by, params, body, tx }) =>
      presentNote(await addNote(core, by, { conversationId: params.id, ...body }, tx)),
  )

  routes.patch(
    '/conversations/:id/messages/:messageId',
    {
      may: 'message.change',
      summary: 'Change the words of a sent message at the client, where the channel can',
      params: schema.messageParams,
      body: schema.messagePatch,
      answer: schema.publicMessage,
    },
    async ({ core, by, params, body, tx }) =>
      presentMessage(
        await editMessage(
          core,
          by,
          { conversationId: params.id, messageId: params.messageId, text: body.text },
          tx,
        ),
      ),
  )

  routes.delete(
    '/conversations/:id/messages/:messageId',
    {
      may: 'message.change',
      summary: 'Take a sent message back from the client, where the channel can',
      params: schema.messageParams,
      answer: schema.publicMessage,
    },
    async ({ core, by, params, tx }) =>
      presentMessage(
        await deleteMessage(core, by, { conversationId: params.id, messageId: params.messageId }, tx),
      ),
  )
}

/** What is not put aside is left as it is. */
async function restoreSnoozed(core: Core, by: Actor, conversationId: string): Promise<void> {
  const { status } = await getConversation(core, conversationId)
  if (status === 'snoozed') await restoreConversation(core, by, { conversationId })
}

/** One message a call: files that cannot be one message go by a call each. Throws `bad-input`, `not-found`. */
async function oneContent(
  core: Core,
  given: { text: string; fileIds?: string[] | undefined },
): Promise<Content> {
  const [content, ...more] = await messageContents(core, given)
  if (!content || more.length > 0) throw new OtklikError('bad-input', { fields: { fileIds: 'too-many:1' } })
  return content
}
