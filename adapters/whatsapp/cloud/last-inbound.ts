import { rows } from '../../../core/collection.js'
import type { Core } from '../../../core/context.js'

/** Meta's id of the last message of a chat that the person wrote; null where there is none. */
export async function lastInboundId(core: Core, accountId: string, chatId: string): Promise<string | null> {
  const conversation = await rows(core.models.Conversation).findOne(
    { accountId, chatId },
    { projection: { _id: 1 } },
  )
  if (!conversation) return null
  const message = await rows(core.models.Message).findOne(
    { conversationId: conversation._id, direction: 'in' },
    { projection: { externalId: 1 }, sort: { seq: -1 } },
  )
  return message?.externalId?.split(':', 1)[0] ?? null
}
