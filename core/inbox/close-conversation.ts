import { audit } from '../audit.js'
import type { Actor, Core } from '../context.js'
import { stoppedByHuman } from '../dialogs/stop-dialog.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { moveInquiryWhereItMay } from '../inquiries/move-inquiry-where-it-may.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { changeConversation, readConversation } from './change-conversation.js'
import type { Conversation } from './conversation.model.js'

/** Closes a conversation and ends its inquiry where that is still open. The client's next message opens it again. */
export async function closeConversation(
  core: Core,
  by: Actor,
  { conversationId }: { conversationId: string },
): Promise<Conversation> {
  authorise(by, 'conversation.close')
  return inTransaction(core, async (tx) => {
    const before = await readConversation(core, tx, conversationId)
    if (before.status === 'closed') return before
    const conversation = await changeConversation(core, tx, conversationId, {
      status: 'closed',
      // Closing forgets the time it was put aside until.
      statusBefore: before.status === 'snoozed' ? (before.statusBefore ?? 'open') : before.status,
      snoozedUntil: null,
      unreadCount: 0,
      dialog: stoppedByHuman(before.dialog, core.clock.now()),
    })
    await moveInquiryWhereItMay(core, by, { inquiryId: conversation.inquiryId, event: 'close' }, tx, [
      'new',
      'qualifying',
      'waiting',
      'in-work',
    ])
    tx.publish(
      event('conversation.closed', conversation._id, conversation.version, { conversationId, byId: by.id }),
    )
    await audit(core, tx, by, 'conversation.close', { kind: 'conversation', id: conversationId })
    return conversation
  })
}

/**
 * Takes back putting aside or closing: the conversation is again what it was before, its inquiry at work again. Does
 * nothing where neither was done.
 */
export async function restoreConversation(
  core: Core,
  by: Actor,
  { conversationId }: { conversationId: string },
): Promise<Conversation> {
  authorise(by, 'conversation.close')
  return inTransaction(core, async (tx) => {
    const before = await readConversation(core, tx, conversationId)
    if (before.blocked) throw new OtklikError('contact-blocked')
    if (before.status !== 'snoozed' && before.status !== 'closed') return before
    const status = before.statusBefore ?? 'open'
    const conversation = await changeConversation(core, tx, conversationId, {
      status,
      statusBefore: null,
      snoozedUntil: null,
    })
    if (before.status === 'closed') {
      await moveInquiryWhereItMay(core, by, { inquiryId: conversation.inquiryId, event: 'return' }, tx, [
        'closed',
      ])
    }
    tx.publish(
      event('conversation.reopened', conversation._id, conversation.version, { conversationId, byId: by.id }),
    )
    await audit(core, tx, by, 'conversation.restore', { kind: 'conversation', id: conversationId })
    return conversation
  })
}

/** Opens a closed or snoozed conversation again, to be answered. Throws `contact-blocked`. */
export async function reopenConversation(
  core: Core,
  by: Actor,
  { conversationId }: { conversationId: string },
): Promise<Conversation> {
  authorise(by, 'conversation.close')
  return inTransaction(core, async (tx) => {
    const before = await readConversation(core, tx, conversationId)
    if (before.blocked) throw new OtklikError('contact-blocked')
    if (before.status === 'open') return before
    const conversation = await changeConversation(core, tx, conversationId, {
      status: 'open',
      snoozedUntil: null,
    })
    await moveInquiryWhereItMay(core, by, { inquiryId: conversation.inquiryId, event: 'return' }, tx, [
      'closed',
    ])
    tx.publish(
      event('conversation.reopened', conversation._id, conversation.version, { conversationId, byId: by.id }),
    )
    await audit(core, tx, by, 'conversation.reopen', { kind: 'conversation', id: conversationId })
    return conversation
  })
}

/** Puts a conversation aside until a time; it opens by itself then, or when the client writes. Throws `date-in-past`. */
export async function snoozeConversation(
  core: Core,
  by: Actor,
  input: { conversationId: string; until: Date },
): Promise<Conversation> {
  authorise(by, 'conversation.snooze')
  if (input.until <= core.clock.now()) throw new OtklikError('date-in-past')
  return inTransaction(core, async (tx) => {
    const before = await readConversation(core, tx, input.conversationId)
    if (before.blocked) throw new OtklikError('contact-blocked')
    const conversation = await changeConversation(core, tx, input.conversationId, {
      status: 'snoozed',
      // Put aside twice, it still comes back to what it was before both.
      statusBefore: before.status === 'snoozed' ? (before.statusBefore ?? 'open') : before.status,
      snoozedUntil: input.until,
    })
    tx.publish(
      event('conversation.snoozed', conversation._id, conversation.version, {
        conversationId: conversation._id,
        until: input.until.toISOString(),
        byId: by.id,
      }),
    )
    await audit(core, tx, by, 'conversation.snooze', { kind: 'conversation', id: conversation._id })
    return conversation
  })
}
