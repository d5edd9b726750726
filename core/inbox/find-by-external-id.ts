import type { Core } from '../context.js'
import type { Transaction } from '../transaction.js'
import type { Message } from './message.model.js'

/**
 * The message that the platform knows by this id: one by itself, or one of which it is a part, because the parts of an
 * album are one message here and a message of ours may go in several.
 */
export async function findByExternalId(
  { models }: Core,
  { session }: Transaction,
  { accountId, externalId }: { accountId: string; externalId: string },
): Promise<Message | null> {
  const ways = [
    { externalId },
    { albumParts: externalId },
    // What went whole is found by the first way, and stays out of this index.
    { externalIds: externalId, 'externalIds.1': { $exists: true } },
  ]
  for (const way of ways) {
    const message = await models.Message.collection.findOne({ accountId, ...way }, { session })
    if (message) return message as unknown as Message
  }
  return null
}
