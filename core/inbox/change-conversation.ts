import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import { searchWords } from '../search-words.js'
import type { Transaction } from '../transaction.js'
import type { Conversation } from './conversation.model.js'

/**
 * Changes one conversation and counts the change: returns it as it is now, whose `version` is the `seq` of the event
 * that tells of it. Throws `not-found`.
 */
export async function changeConversation(
  core: Core,
  tx: Transaction,
  conversationId: string,
  set: Partial<Conversation>,
  unlessState?: Record<string, unknown>,
): Promise<Conversation> {
  const doc = await rows(core.models.Conversation).findOneAndUpdate(
    { _id: conversationId, ...unlessState },
    {
      $set: { ...set, ...(set.title === undefined ? {} : { words: searchWords({ texts: [set.title] }) }) },
      $inc: { version: 1 },
    },
    { session: tx.session, returnDocument: 'after' },
  )
  return found(doc, 'conversation')
}

/** The conversation as this transaction sees it. Throws `not-found`. */
export async function readConversation(
  core: Core,
  tx: Transaction,
  conversationId: string,
): Promise<Conversation> {
  const doc = await rows(core.models.Conversation).findOne({ _id: conversationId }, { session: tx.session })
  return found(doc, 'conversation')
}
