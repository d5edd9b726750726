import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { stoppedByHuman } from '../dialogs/stop-dialog.js'
import { event } from '../events.js'
import { moveInquiryWhereItMay } from '../inquiries/move-inquiry-where-it-may.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import { changeConversation, readConversation } from './change-conversation.js'
import type { Conversation } from './conversation.model.js'

const blockInput = z.strictObject({ conversationId: id, as: z.enum(['spam', 'blocked']) })

/**
 * Hears a contact point no more: what it writes is stored, and makes no inquiry, no notice and no script. Its
 * conversation is closed; `spam` also throws its inquiry away. Taken back by `unblockContact`.
 */
export async function blockContact(
  core: Core,
  by: Actor,
  input: z.input<typeof blockInput>,
): Promise<Conversation> {
  authorise(by, 'contact.block')
  const { conversationId, as } = validate(blockInput, input)
  return inTransaction(core, async (tx) => {
    const before = await readConversation(core, tx, conversationId)
    if (before.blocked === as) return before
    const conversation = await changeConversation(core, tx, conversationId, {
      blocked: as,
      status: 'closed',
      statusBefore: before.status === 'closed' ? (before.statusBefore ?? null) : before.status,
      snoozedUntil: null,
      unreadCount: 0,
      dialog: stoppedByHuman(before.dialog, core.clock.now()),
    })
    await rows(core.models.ContactPoint).updateOne(
      { _id: conversation.contactPointId },
      { $set: { blocked: { as, at: core.clock.now(), byId: by.id } } },
      { session: tx.session },
    )
    await moveInquiryWhereItMay(
      core,
      by,
      { inquiryId: conversation.inquiryId, event: as === 'spam' ? 'discard' : 'close' },
      tx,
      ['new', 'qualifying', 'waiting', 'in-work'],
    )
    if (before.status === 'closed') tx.publish(changed(conversation, by))
    else {
      tx.publish(
        event('conversation.closed', conversation._id, conversation.version, { conversationId, byId: by.id }),
      )
    }
    await audit(
      core,
      tx,
      by,
      'contact.block',
      { kind: 'conversation', id: conversationId },
      { as, contactPointId: conversation.contactPointId },
    )
    return conversation
  })
}

/** Hears a contact point again. Its conversation stays closed until somebody writes or opens it. */
export async function unblockContact(
  core: Core,
  by: Actor,
  { conversationId }: { conversationId: string },
): Promise<Conversation> {
  authorise(by, 'contact.block')
  return inTransaction(core, async (tx) => {
    const before = await readConversation(core, tx, conversationId)
    if (!before.blocked) return before
    const conversation = await changeConversation(core, tx, conversationId, { blocked: null })
    await rows(core.models.ContactPoint).updateOne(
      { _id: conversation.contactPointId },
      { $set: { blocked: null } },
      { session: tx.session },
    )
    await moveInquiryWhereItMay(core, by, { inquiryId: conversation.inquiryId, event: 'return' }, tx, [
      'trash',
    ])
    tx.publish(changed(conversation, by))
    await audit(core, tx, by, 'contact.unblock', { kind: 'conversation', id: conversationId })
    return conversation
  })
}

function changed(conversation: Conversation, by: Actor) {
  return event('conversation.changed', conversation._id, conversation.version, {
    conversationId: conversation._id,
    byId: by.id,
  })
}
