import type { Core } from '../context.js'
import { getConversation } from './queries.js'

/** Shows the client that we are writing, where the channel can and runs in this process. Only a courtesy: never throws. */
export async function showTyping(core: Core, conversationId: string): Promise<void> {
  try {
    const { accountId, chatId } = await getConversation(core, conversationId)
    if (core.channels.has(accountId)) await core.channels.get(accountId).typing?.(chatId)
  } catch (err) {
    core.log.debug({ err, conversationId }, 'typing was not shown')
  }
}
