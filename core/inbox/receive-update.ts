import type { InboundEdit, InboundReach, InboundReceipt } from '../channel.js'
import type { Core } from '../context.js'
import type { Delivery } from '../deliveries/delivery.model.js'
import { statesBefore } from '../deliveries/delivery-rules.js'
import { event } from '../events.js'
import { inTransaction } from '../transaction.js'
import { changeConversation } from './change-conversation.js'
import type { Conversation } from './conversation.model.js'
import { preview } from './conversation-draft.js'
import type { Message } from './message.model.js'

/** The client changed a message: the new wording shows, the old ones stay. False for one we do not have; late repeats do nothing. */
export async function receiveEdit(core: Core, edit: InboundEdit): Promise<boolean> {
  return inTransaction(core, async (tx) => {
    const message = (await core.models.Message.collection.findOne(
      { accountId: edit.accountId, externalId: edit.externalId },
      { session: tx.session },
    )) as unknown as Message | null
    if (message?.direction !== 'in') return false
    if ((message.edition ?? 0) >= edit.edition) return true
    const now = core.clock.now()
    await core.models.Message.collection.updateOne(
      { _id: message._id as never },
      {
        $set: { content: edit.content, edition: edit.edition },
        $push: { edits: { at: now, content: message.content } },
      } as never,
      { session: tx.session },
    )
    const conversation = await changeConversation(core, tx, message.conversationId, {})
    if (
      conversation.lastMessage.direction === 'in' &&
      conversation.lastMessage.preview === preview(message.content)
    ) {
      await core.models.Conversation.collection.updateOne(
        { _id: conversation._id as never },
        { $set: { 'lastMessage.preview': preview(edit.content) } },
        { session: tx.session },
      )
    }
    tx.publish(
      event('message.edited', conversation._id, conversation.version, {
        conversationId: conversation._id,
        messageId: message._id,
      }),
    )
    return true
  })
}

/** The platform's word on a message of ours. States only move forward; false when the message is not known (yet). */
export async function receiveReceipt(core: Core, receipt: InboundReceipt): Promise<boolean> {
  return inTransaction(core, async (tx) => {
    const message = (await core.models.Message.collection.findOne(
      { accountId: receipt.accountId, externalId: receipt.externalId },
      { session: tx.session },
    )) as unknown as Message | null
    if (!message) return false
    const reason = receipt.reason ? { reason: receipt.reason } : {}
    const row = (await core.models.Delivery.collection.findOneAndUpdate(
      { messageId: message._id, state: { $in: statesBefore(receipt.state) } },
      { $set: { state: receipt.state, settledAt: receipt.at, ...reason } },
      { session: tx.session, returnDocument: 'after' },
    )) as unknown as Delivery | null
    if (!row) return true
    await core.models.Message.collection.updateOne(
      { _id: message._id as never },
      { $set: { delivery: { state: receipt.state, at: receipt.at, ...reason } } },
      { session: tx.session },
    )
    tx.publish(
      event('delivery.settled', row._id, row.attempts + 10, {
        deliveryId: row._id,
        conversationId: message.conversationId,
        messageId: message._id,
        state: receipt.state,
        reason: receipt.reason,
      }),
    )
    return true
  })
}

/** The person blocked or unblocked us. */
export async function receiveReach(core: Core, reach: InboundReach): Promise<void> {
  await inTransaction(core, async (tx) => {
    const conversation = (await core.models.Conversation.collection.findOneAndUpdate(
      { accountId: reach.accountId, chatId: reach.chatId, reachable: !reach.reachable },
      { $set: { reachable: reach.reachable }, $inc: { version: 1 } },
      { session: tx.session, returnDocument: 'after' },
    )) as unknown as Conversation | null
    if (!conversation) return
    await core.models.ContactPoint.collection.updateOne(
      { _id: conversation.contactPointId as never },
      { $set: { reachable: reach.reachable } },
      { session: tx.session },
    )
    tx.publish(
      event('conversation.reachability-changed', conversation._id, conversation.version, {
        conversationId: conversation._id,
        reachable: reach.reachable,
      }),
    )
  })
}
