import type { Actor, Core } from '../context.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { changeConversation } from './change-conversation.js'

/** The team has seen the conversation up to `seq`. What came after stays unread. */
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
    const conversation = await changeConversation(core, tx, input.conversationId, { unreadCount: unread })
    tx.publish(
      event('conversation.seen', conversation._id, conversation.version, {
        conversationId: conversation._id,
      }),
    )
  })
}
