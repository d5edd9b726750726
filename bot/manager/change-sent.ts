import type { Message as TelegramMessage } from 'grammy/types'
import { OtklikError } from '../../core/errors.js'
import { explainError } from '../../core/i18n.js'
import { deleteMessage, editMessage } from '../../core/inbox/change-message.js'
import type { Message } from '../../core/inbox/message.model.js'
import { answer } from './answer.js'
import type { ManagerContext } from './desk.js'
import { clientMessageIdOf } from './to-client.js'

/** A colleague corrected a message they had sent to a client: the client's follows, where the channel can. */
export async function correctSent(ctx: ManagerContext, edited: TelegramMessage): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  const sent = await sentBy(ctx, edited)
  const text = edited.text ?? edited.caption ?? ''
  if (!sent || text.trim() === '') {
    await answer(ctx, { text: say('reply.edited') }, { replyTo: edited.message_id })
    return
  }
  try {
    const message = await editMessage(core, by, { messageId: sent._id, text })
    const key = message.change ? 'change.correcting' : 'change.corrected'
    await answer(ctx, { text: say(key) }, { replyTo: edited.message_id })
  } catch (err) {
    if (!(err instanceof OtklikError)) throw err
    const why = explainError(err, locale).message
    await answer(ctx, { text: `${say('reply.edited')}\n${why}` }, { replyTo: edited.message_id })
  }
}

/** `/delete` in answer to one's own message: the client's is taken back. */
export async function commandDelete(ctx: ManagerContext): Promise<void> {
  const { core, by, say } = ctx.desk
  const own = ctx.message?.reply_to_message
  const sent = own ? await sentBy(ctx, own) : null
  if (!own || !sent) {
    await answer(ctx, { text: say('change.deleteWhat') })
    return
  }
  const message = await deleteMessage(core, by, { messageId: sent._id })
  await answer(
    ctx,
    { text: say(message.removed ? 'change.deleted' : 'change.deleting') },
    { replyTo: own.message_id },
  )
}

/** What became of a colleague's own message at the client; null when it was not sent to one. */
async function sentBy(
  ctx: ManagerContext,
  own: Pick<TelegramMessage, 'chat' | 'message_id'>,
): Promise<Message | null> {
  const { core } = ctx.desk
  const row = await core.models.StaffMessage.findById(`${own.chat.id}:${own.message_id}`).lean<{
    conversationId: string | null
  } | null>()
  if (!row?.conversationId) return null
  return core.models.Message.findOne({
    conversationId: row.conversationId,
    clientMessageId: clientMessageIdOf(own),
  }).lean<Message | null>()
}
