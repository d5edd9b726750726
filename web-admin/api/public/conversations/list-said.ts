import { rows } from '../../../../core/collection.js'
import type { Core } from '../../../../core/context.js'
import type { Message } from '../../../../core/inbox/message.model.js'
import { type Page, planPage, readPage, type Sorts } from '../../../../core/paging.js'

/** Time and order of a conversation agree; the order is unique and stands in an index. */
const bySending: Sorts = { sentAt: { path: 'seq', type: 'number' } }

/** What was said to and by the client, newest first, without the notes of the team. Throws `bad-cursor`. */
export function listSaid(
  core: Core,
  { conversationId, direction }: { conversationId: string; direction?: 'in' | 'out' | undefined },
  page: { limit: number; cursor?: string | undefined; sort?: string | undefined },
): Promise<Page<Message>> {
  const said = direction ?? { $in: ['in', 'out'] }
  const plan = planPage(page, bySending, '-sentAt')
  return readPage<Message>(rows(core.models.Message), { conversationId, direction: said }, plan)
}
