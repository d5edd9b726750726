import type { Core } from '../../../core/context.js'
import type { ConversationCounts } from './schema.js'

/** Every count is read from an index alone: the panel asks after each change. */
export async function countInbox(core: Core, staffId: string): Promise<ConversationCounts> {
  const count = (filter: Record<string, string | null>) => core.models.Conversation.countDocuments(filter)
  const [mine, unassigned, open, waiting, snoozed] = await Promise.all([
    count({ assigneeId: staffId, status: 'open' }),
    count({ assigneeId: null, status: 'open' }),
    count({ status: 'open' }),
    count({ status: 'waiting' }),
    count({ status: 'snoozed' }),
  ])
  return { mine, unassigned, open, waiting, snoozed }
}
