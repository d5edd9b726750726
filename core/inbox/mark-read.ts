import type { Actor, Core } from '../context.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { changeConversation, readConversation } from './change-conversation.js'
import { seeMentions } from './mentions.js'
import { setSeen } from './personal-views.js'

/**
 * The conversation is seen up to `seq`, what came after stays unread: for the person who looks, and for the team, of whom
 * one is enough. Mentions in it are seen, too.
 */
export async function markRead(
  core: Core,
  by: Actor,
  input: { conversationId: string; seq: number },
): Promise<void> {
  authorise(by, 'conversation.mark-read')
  const unread = await core.models.Message.collection.countDocuments(
    { conversationId: input.conversationId, seq: { $gt: input.seq }, direction: 'in' },
    { limit: 1_000 },
  )
  await inTransaction(core, async (tx) => {
    const before = await readConversation(core, tx, input.conversationId)
    const conversation = await changeConversation(core, tx, input.conversationId, {
      unreadCount: Math.min(before.unreadCount, unread),
    })
    if (by.kind === 'staff') {
      await setSeen(core, tx, by.id, conversation, unread)
      await seeMentions(core, tx, by.id, conversation._id)
    }
    tx.publish(
      event('conversation.seen', conversation._id, conversation.version, {
        conversationId: conversation._id,
      }),
    )
  })
}
