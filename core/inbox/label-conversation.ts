import { audit } from '../audit.js'
import type { Actor, Core } from '../context.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { changeConversation } from './change-conversation.js'
import type { Conversation } from './conversation.model.js'

/** Sets the labels of a conversation: trimmed, without repeats, at most 20. */
export async function labelConversation(
  core: Core,
  by: Actor,
  input: { conversationId: string; labels: string[] },
): Promise<Conversation> {
  authorise(by, 'conversation.label')
  const labels = [
    ...new Set(input.labels.map((label) => label.trim()).filter((label) => label !== '')),
  ].slice(0, 20)
  return inTransaction(core, async (tx) => {
    const conversation = await changeConversation(core, tx, input.conversationId, { labels })
    tx.publish(
      event('conversation.changed', conversation._id, conversation.version, {
        conversationId: conversation._id,
        byId: by.id,
      }),
    )
    await audit(
      core,
      tx,
      by,
      'conversation.label',
      { kind: 'conversation', id: conversation._id },
      { labels: labels.length },
    )
    return conversation
  })
}
