import type { Core } from '../../../core/context.js'
import { countUnseenMentions } from '../../../core/inbox/mentions.js'
import { unreadConversations } from '../../../core/inbox/personal-views.js'
import type { ConversationCounts } from './schema.js'

/** The panel asks after each change: what everybody sees alike is counted from an index alone. */
export async function countInbox(core: Core, staffId: string): Promise<ConversationCounts> {
  const count = (filter: Record<string, string | null>) => core.models.Conversation.countDocuments(filter)
  const [mine, unassigned, unread, mentions, open, waiting, snoozed] = await Promise.all([
    count({ assigneeId: staffId, status: 'open' }),
    count({ assigneeId: null, status: 'open' }),
    unreadConversations(core, staffId).then((ids) => ids.length),
    countUnseenMentions(core, staffId),
    count({ status: 'open' }),
    count({ status: 'waiting' }),
    count({ status: 'snoozed' }),
  ])
  return { mine, unassigned, unread, mentions, open, waiting, snoozed }
}
