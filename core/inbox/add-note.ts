import { audit } from '../audit.js'
import { type Content, plainText } from '../content.js'
import type { Actor, Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { changeConversation } from './change-conversation.js'
import { mentionedIn, storeMentions } from './mentions.js'
import type { Message } from './message.model.js'
import { authorOf } from './send-message.js'

/**
 * Writes a private note into the history: the team sees it, the client never does. Colleagues it calls (`@Мария`, or
 * `mentionIds`) find it among their mentions and hear of it in the managers' bot. Throws `bad-input` when empty.
 */
export async function addNote(
  core: Core,
  by: Actor,
  input: { conversationId: string; text: string; mentionIds?: readonly string[] | undefined },
  given?: Transaction,
): Promise<Message> {
  authorise(by, 'conversation.note')
  const content: Content = { type: 'text', text: input.text.trim() }
  if (plainText(content) === '') throw new OtklikError('bad-input', { fields: { text: 'empty' } })
  const mentions = await mentionedIn(core, input.text, input.mentionIds)
  const run = async (tx: Transaction) => {
    const conversation = await changeConversation(core, tx, input.conversationId, {})
    const now = core.clock.now()
    const note: Message = {
      _id: newId(),
      conversationId: conversation._id,
      channel: conversation.channel,
      accountId: conversation.accountId,
      seq: conversation.version,
      direction: 'note',
      author: authorOf(core, by),
      content,
      mentions: mentions.length > 0 ? mentions : undefined,
      sentAt: now,
      createdAt: now,
    }
    await core.models.Message.collection.insertOne(note as never, {
      session: tx.session,
      ignoreUndefined: true,
    })
    await storeMentions(core, tx, by, note)
    await audit(
      core,
      tx,
      by,
      'conversation.note',
      { kind: 'conversation', id: conversation._id },
      { messageId: note._id },
    )
    tx.publish(
      event('message.noted', conversation._id, conversation.version, {
        conversationId: conversation._id,
        messageId: note._id,
      }),
    )
    return note
  }
  return given ? run(given) : inTransaction(core, run)
}
