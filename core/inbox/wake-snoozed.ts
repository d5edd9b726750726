import { trusted } from 'mongoose'
import { type Core, system } from '../context.js'
import { reopenConversation } from './close-conversation.js'
import type { Conversation } from './conversation.model.js'

/** Opens what was snoozed until now. Safe to run twice and late: what is open already is left. */
export async function wakeSnoozed(core: Core): Promise<number> {
  const due = await core.models.Conversation.find({
    status: 'snoozed',
    snoozedUntil: trusted({ $lte: core.clock.now() }),
  })
    .select('_id')
    .limit(500)
    .lean<Pick<Conversation, '_id'>[]>()
  for (const { _id } of due) await reopenConversation(core, system, { conversationId: _id })
  return due.length
}
