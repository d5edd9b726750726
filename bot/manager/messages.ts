import type { Middleware } from 'grammy'
import type { Message } from 'grammy/types'
import { addNote } from '../../core/inbox/add-note.js'
import { getConversation } from '../../core/inbox/queries.js'
import type { StaffMessage } from '../../core/staff/staff-message.model.js'
import { answerMeeting } from './activity-card.js'
import { answerNext, answerResult } from './activity-form.js'
import { answer } from './answer.js'
import type { Ask } from './ask.js'
import { correctSent } from './change-sent.js'
import { answerClientField } from './client-edit.js'
import { answerLeave } from './client-presses.js'
import { answerCompanyField } from './company-card.js'
import { answerLost, setSum } from './deal-flow.js'
import type { ManagerContext } from './desk.js'
import { offerDraft } from './draft.js'
import { addVacation, setHours } from './duty.js'
import { find } from './find.js'
import { answerInquiry } from './inquiry-flow.js'
import { externalIdOf, pendingAsk, recall, stopAsking } from './memory.js'
import { answerField } from './move-or-ask.js'
import { makeClient } from './new-client.js'
import { answerRemind } from './remind-flow.js'
import type { TelegramFiles } from './telegram-files.js'
import { answerTemplate } from './template-flow.js'
import { sendToClient } from './to-client.js'

/**
 * Everything a colleague writes that is no command: the answer to a question of the bot, or words for a client. A reply
 * to a card or a forwarded message goes to that client at once; anything else is asked about first.
 */
export function messages(files: TelegramFiles): Middleware<ManagerContext> {
  return async (ctx) => {
    const { message } = ctx
    if (!message || isService(message)) return
    const { core, chatId } = ctx.desk
    const replied = message.reply_to_message
    const about = replied ? await recall(core, chatId, replied.message_id) : null
    const asked = about?.ask ?? (replied ? null : await pendingAsk(core, chatId))
    if (asked && (message.text || asked.kind === 'reply')) {
      await stopAsking(core, chatId)
      return answerAsk(ctx, files, message, asked)
    }
    if (about?.direct && about.conversationId) {
      await sendToClient(ctx, files, message, about.conversationId)
      return
    }
    await offerDraft(ctx, message, about?.conversationId)
  }
}

/** A changed message changes at the client, too, where the channel can; where not, the person should know. */
export function corrections(): Middleware<ManagerContext> {
  return async (ctx) => {
    const { editedMessage } = ctx
    const { core, chatId } = ctx.desk
    if (!editedMessage) return
    const own = await core.models.StaffMessage.findById(
      externalIdOf(chatId, editedMessage.message_id),
    ).lean<StaffMessage | null>()
    const wasSent = own?.handled && own.conversationId !== null
    if (wasSent) await correctSent(ctx, editedMessage)
  }
}

async function answerAsk(
  ctx: ManagerContext,
  files: TelegramFiles,
  message: Message,
  asked: Ask,
): Promise<void> {
  const { core, by, say } = ctx.desk
  const text = message.text ?? ''
  switch (asked.kind) {
    case 'reply':
      await sendToClient(ctx, files, message, asked.conversationId)
      return
    case 'note': {
      await addNote(core, by, { conversationId: asked.conversationId, text })
      const { title } = await getConversation(core, asked.conversationId)
      await answer(
        ctx,
        { text: say('note.done', { client: title }) },
        { conversationId: asked.conversationId },
      )
      return
    }
    case 'template':
      return answerTemplate(ctx, asked, text)
    case 'find':
      return find(ctx, text)
    case 'client':
      return answerClientField(ctx, asked, text)
    case 'new-client':
      return makeClient(ctx, text)
    case 'company':
      return answerCompanyField(ctx, asked, text)
    case 'leave':
      return answerLeave(ctx, asked.clientId, text)
    case 'hours':
      return setHours(ctx, text)
    case 'vacation':
      return addVacation(ctx, text)
    case 'sum':
      return setSum(ctx, asked.dealId, text)
    case 'lost':
      return answerLost(ctx, asked, text)
    case 'field':
      return answerField(ctx, asked, text)
    case 'result':
      return answerResult(ctx, asked, text)
    case 'meeting':
      return answerMeeting(ctx, asked, text)
    case 'next':
      return answerNext(ctx, asked, text)
    case 'inquiry':
      return answerInquiry(ctx, asked, text)
    case 'remind':
      return answerRemind(ctx, asked, text)
  }
}

/** Pins, joined groups and the like are nobody's words. */
function isService(message: Message): boolean {
  return (
    message.pinned_message !== undefined ||
    message.new_chat_title !== undefined ||
    message.message_auto_delete_timer_changed !== undefined
  )
}
