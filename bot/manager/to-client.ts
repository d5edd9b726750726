import type { Message } from 'grammy/types'
import type { Core } from '../../core/context.js'
import { OtklikError } from '../../core/errors.js'
import { getConversation } from '../../core/inbox/queries.js'
import { sendMessage } from '../../core/inbox/send-message.js'
import { staffNames } from '../../core/staff/queries.js'
import { answer } from './answer.js'
import { contentOf } from './content-of.js'
import type { ManagerContext } from './desk.js'
import { externalIdOf, remember, setCurrent } from './memory.js'
import type { TelegramFiles } from './telegram-files.js'
import { offerTemplates } from './template-flow.js'

const ownKey = /^staff-telegram:(-?\d+):(\d+)$/

/** The key under which a message of a colleague goes to the client: a repeated update finds the first one. */
export function clientMessageIdOf(message: Pick<Message, 'chat' | 'message_id'>): string {
  return `staff-telegram:${externalIdOf(message.chat.id, message.message_id)}`
}

/** The colleague's own message behind a sent one, if it was written in this bot. */
export function ownMessageOf(
  clientMessageId: string | undefined,
): { chatId: string; messageId: number } | null {
  const [, chatId, messageId] = ownKey.exec(clientMessageId ?? '') ?? []
  return chatId && messageId ? { chatId, messageId: Number(messageId) } : null
}

/**
 * Sends a colleague's message to the client, once however often it is asked to. True when it is on its way; what came of
 * it is told later, by `notify`. Throws `conversation-unreachable`, `too-large`, `not-allowed`.
 */
export async function sendToClient(
  ctx: ManagerContext,
  files: TelegramFiles,
  message: Message,
  conversationId: string,
): Promise<boolean> {
  const { core, by } = ctx.desk
  const clientMessageId = clientMessageIdOf(message)
  const conversation = await getConversation(core, conversationId)
  if (!(await wasSent(core, conversationId, clientMessageId))) {
    const content = await contentOf(core, files, message, conversationId)
    if (!content) {
      await answer(ctx, { text: ctx.desk.say('reply.unsupported') }, { replyTo: message.message_id })
      return false
    }
    try {
      await sendMessage(core, by, { conversationId, content, clientMessageId })
    } catch (err) {
      if (!(err instanceof OtklikError && err.code === 'outside-answer-window')) throw err
      await offerTemplates(ctx, conversationId, message.message_id)
      return false
    }
  }
  // Marked on the person's own message, so that a later correction of it is noticed.
  await remember(core, message.chat.id, message.message_id, { conversationId })
  await setCurrent(core, message.chat.id, { conversationId })
  await sayWhoLeads(ctx, conversation.assigneeId, conversation.title, message.message_id)
  return true
}

async function wasSent(core: Core, conversationId: string, clientMessageId: string): Promise<boolean> {
  return (await core.models.Message.exists({ conversationId, clientMessageId })) !== null
}

/** Two people answering one client should know of each other. */
async function sayWhoLeads(
  ctx: ManagerContext,
  assigneeId: string | null,
  client: string,
  replyTo: number,
): Promise<void> {
  const { core, staff } = ctx.desk
  if (assigneeId === null || assigneeId === staff._id) return
  const name = (await staffNames(core, [assigneeId])).get(assigneeId) ?? ''
  await answer(ctx, { text: ctx.desk.say('reply.otherLeads', { client, name }) }, { replyTo })
}
