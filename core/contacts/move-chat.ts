import type { ChannelKind } from '../channel.js'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { inTransaction } from '../transaction.js'

/**
 * A person has another number at the same platform: answers go there from now on, the conversation stays. What is queued
 * already goes to the old one. Does nothing for somebody unknown.
 *
 * @param value the id the person's contact point has (`settleName`)
 */
export async function moveChat(
  core: Core,
  { accountId, kind, value, chatId }: { accountId: string; kind: ChannelKind; value: string; chatId: string },
): Promise<void> {
  await inTransaction(core, async (tx) => {
    const point = await rows(core.models.ContactPoint).findOneAndUpdate(
      { accountId, kind, value, chatId: { $ne: chatId } },
      { $set: { chatId } },
      { session: tx.session },
    )
    if (!point) return
    await rows(core.models.Conversation).updateOne(
      { contactPointId: point._id },
      { $set: { chatId }, $inc: { version: 1 } },
      { session: tx.session },
    )
  })
}
