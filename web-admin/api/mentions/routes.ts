import { rows } from '../../../core/collection.js'
import { preview } from '../../../core/inbox/conversation-draft.js'
import { listMentions } from '../../../core/inbox/mentions.js'
import { conversationTitles } from '../../../core/inbox/queries.js'
import type { RouteTable } from '../route-table.js'
import { listQuery, mentionPage } from './schema.js'

export function mentionRoutes(routes: RouteTable): void {
  routes.get(
    '/mentions',
    { may: 'conversation.read', query: listQuery, answer: mentionPage },
    async ({ core, by, query: { limit = 40, cursor } }) => {
      const { items, nextCursor } = await listMentions(core, by.id, { limit, ...(cursor ? { cursor } : {}) })
      const [titles, notes] = await Promise.all([
        conversationTitles(
          core,
          items.map(({ conversationId }) => conversationId),
        ),
        rows(core.models.Message)
          .find({ _id: { $in: items.map(({ messageId }) => messageId) } })
          .toArray(),
      ])
      const byId = new Map(notes.map((note) => [note._id, note]))
      return {
        items: items.map(({ _id, conversationId, messageId, byName, at, seenAt }) => {
          const note = byId.get(messageId)
          return {
            id: _id,
            conversation: { id: conversationId, title: titles.get(conversationId) ?? '' },
            messageId,
            seq: note?.seq ?? null,
            byName,
            preview: note ? preview(note.content) : '',
            at: at.toISOString(),
            seen: seenAt !== null,
          }
        }),
        nextCursor,
      }
    },
  )
}
