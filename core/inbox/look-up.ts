import type { Core } from '../context.js'
import { gather, oneEach } from '../gather.js'
import type { Conversation } from './conversation.model.js'
import type { Message } from './message.model.js'

const conversations = oneEach((core: Core) =>
  gather((ids: string[]) => byId<Conversation>(core.models.Conversation.collection, ids)),
)
const messages = oneEach((core: Core) =>
  gather((ids: string[]) => byId<Message>(core.models.Message.collection, ids)),
)

/**
 * The conversation as it is now, null when there is none. For subscribers: under load, many of them ask at once and
 * share one read.
 */
export function lookUpConversation(core: Core, conversationId: string): Promise<Conversation | null> {
  return conversations(core)(conversationId)
}

/** The message as it is now, null when there is none; see `lookUpConversation`. */
export function lookUpMessage(core: Core, messageId: string): Promise<Message | null> {
  return messages(core)(messageId)
}

async function byId<T extends { _id: string }>(
  collection: { find(filter: never): { toArray(): Promise<unknown[]> } },
  ids: string[],
): Promise<(T | null)[]> {
  const rows = (await collection.find({ _id: { $in: [...new Set(ids)] } } as never).toArray()) as T[]
  const found = new Map(rows.map((row) => [row._id, row]))
  return ids.map((id) => found.get(id) ?? null)
}
