import type { InboundReaction } from '../channel.js'
import type { Core } from '../context.js'
import { event } from '../events.js'
import { inTransaction } from '../transaction.js'
import { changeConversation } from './change-conversation.js'
import { findByExternalId } from './find-by-external-id.js'

/** An emoji on a message, theirs or ours. False for a message we do not have; repeats and late ones do nothing. */
export async function receiveReaction(core: Core, reaction: InboundReaction): Promise<boolean> {
  const { externalId, from, emoji, at } = reaction
  return inTransaction(core, async (tx) => {
    const message = await findByExternalId(core, tx, reaction)
    if (!message || message.direction === 'note') return false
    const before = message.reactions ?? []
    const part: { part?: string } = message.externalId === externalId ? {} : { part: externalId }
    const own = before.find((one) => one.from === from && one.part === part.part)
    // Platforms count seconds: of two within one the later to come counts.
    if (own ? own.at > at || own.emoji === emoji : emoji === null) return true
    const reactions = [...before.filter((one) => one !== own), { from, ...part, emoji, at }]
    await core.models.Message.collection.updateOne(
      { _id: message._id as never },
      { $set: { reactions } },
      { session: tx.session },
    )
    const conversation = await changeConversation(core, tx, message.conversationId, {})
    tx.publish(
      event('message.reacted', conversation._id, conversation.version, {
        conversationId: conversation._id,
        messageId: message._id,
      }),
    )
    return true
  })
}
