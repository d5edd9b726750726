import { audit } from '../audit.js'
import type { Actor, Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { event } from '../events.js'
import { catalogued } from '../labels/change-labels.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { changeConversation } from './change-conversation.js'
import type { Conversation } from './conversation.model.js'

/** Sets the labels of a conversation: trimmed, without repeats, at most 20. New ones join the catalogue. */
export async function labelConversation(
  core: Core,
  by: Actor,
  input: { conversationId: string; labels: string[] },
): Promise<Conversation> {
  authorise(by, 'conversation.label')
  const asked = [...new Set(input.labels.map((label) => label.trim()).filter((label) => label !== ''))].slice(
    0,
    20,
  )
  const work = async (tx: Transaction) => {
    const labels = await catalogued(core, tx, asked)
    const conversation = await changeConversation(core, tx, input.conversationId, { labels })
    tx.publish(
      event('conversation.changed', conversation._id, conversation.version, {
        conversationId: conversation._id,
        byId: by.id,
      }),
    )
    await audit(
      core,
      tx,
      by,
      'conversation.label',
      { kind: 'conversation', id: conversation._id },
      { labels: labels.length },
    )
    return conversation
  }
  try {
    return await inTransaction(core, work)
  } catch (err) {
    // Two people thought of the same new label at once: the second finds the first one's.
    if (isDuplicateKey(err)) return inTransaction(core, work)
    throw err
  }
}
