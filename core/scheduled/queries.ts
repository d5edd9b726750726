import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import type { ScheduledMessage } from './scheduled-message.model.js'

/** What is planned in a conversation and what a person has still to decide about, the next first. */
export function listScheduled(
  core: Core,
  filter: { conversationId: string } | { authorId: string },
): Promise<ScheduledMessage[]> {
  const where = 'conversationId' in filter ? filter : { 'by.id': filter.authorId }
  return rows(core.models.ScheduledMessage)
    .find({ ...where, state: { $in: ['planned', 'missed', 'failed'] } } as never, {
      sort: { at: 1 },
      limit: 200,
    })
    .toArray()
}

/** Throws `not-found`. */
export async function getScheduled(core: Core, scheduledId: string): Promise<ScheduledMessage> {
  return found(await rows(core.models.ScheduledMessage).findOne({ _id: scheduledId }), 'scheduled-message')
}
