import { searchMessages } from '../../../core/search/search-messages.js'
import type { RouteTable } from '../route-table.js'
import { foundMessages, searchQuery } from './schema.js'

/** Search over what was said and noted; the same in the panel and for programs. */
export function searchRoutes(routes: RouteTable): void {
  routes.get(
    '/search/messages',
    {
      may: 'conversation.read',
      summary: 'Messages with these words in any form, the best first',
      query: searchQuery,
      answer: foundMessages,
    },
    async ({ core, by, query: { q, conversationId, limit = 30 } }) => {
      const found = await searchMessages(core, by, {
        query: q,
        limit,
        ...(conversationId ? { conversationId } : {}),
      })
      return {
        items: found.map(({ message, conversation, snippet }) => ({
          messageId: message._id,
          conversation: { id: conversation._id, title: conversation.title, channel: conversation.channel },
          seq: message.seq,
          direction: message.direction,
          authorName: message.author.name,
          sentAt: message.sentAt.toISOString(),
          snippet,
        })),
      }
    },
  )
}
