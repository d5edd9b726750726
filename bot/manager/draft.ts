import type { Message } from 'grammy/types'
import { getConversation } from '../../core/inbox/queries.js'
import { answer, redraw, toast } from './answer.js'
import type { ManagerContext } from './desk.js'
import { currentOf } from './memory.js'
import { type Press, pressData } from './press.js'
import type { TelegramFiles } from './telegram-files.js'
import { sendToClient } from './to-client.js'

/**
 * A message that answers nothing: sent to the wrong client it could not be taken back, so the person is asked whether it
 * is for the client opened last. The question is a reply to the message, which is how it is found again.
 */
export async function offerDraft(
  ctx: ManagerContext,
  message: Message,
  toConversation?: string | null,
): Promise<void> {
  const { core, chatId, say } = ctx.desk
  const conversationId = toConversation ?? (await currentOf(core, chatId)).conversationId
  const exists = conversationId && (await core.models.Conversation.exists({ _id: conversationId }))
  if (!conversationId || !exists) {
    await answer(ctx, { text: say('draft.nobody') }, { replyTo: message.message_id })
    return
  }
  const { title } = await getConversation(core, conversationId)
  const keyboard = [
    [
      { text: say('buttons.send'), data: pressData(['draft', 'send', conversationId]) },
      { text: say('buttons.dontSend'), data: pressData(['draft', 'drop']) },
    ],
  ]
  await answer(ctx, { text: say('draft.ask', { client: title }), keyboard }, { replyTo: message.message_id })
}

export async function pressDraft(
  ctx: ManagerContext,
  files: TelegramFiles,
  [, what, conversationId]: Extract<Press, ['draft', ...unknown[]]>,
): Promise<void> {
  const { say, core } = ctx.desk
  if (what === 'drop' || conversationId === undefined) return redraw(ctx, { text: say('draft.dropped') })
  const draft = ctx.callbackQuery?.message?.reply_to_message
  // The person deleted it meanwhile, which says enough.
  if (!draft) {
    await redraw(ctx, { text: say('draft.gone') })
    return
  }
  if (!(await sendToClient(ctx, files, draft as Message, conversationId))) return
  const { title } = await getConversation(core, conversationId)
  await toast(ctx, say('draft.sent', { client: title }))
  await redraw(ctx, { text: say('draft.sent', { client: title }) }, { conversationId })
}
