import { audit } from '../audit.js'
import type { Actor, Core } from '../context.js'
import { stoppedByHuman } from '../dialogs/stop-dialog.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { moveInquiryWhereItMay } from '../inquiries/move-inquiry-where-it-may.js'
import { authorise } from '../policies/authorise.js'
import type { Staff } from '../staff/staff.model.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { changeConversation, readConversation } from './change-conversation.js'
import type { Conversation } from './conversation.model.js'

export interface AssignConversation {
  conversationId: string
  /** Null gives it back to everybody. */
  assigneeId: string | null
  /** Refuse with `already-taken` (params.name) when somebody else has it: what the button "take" does. */
  onlyIfFree?: boolean
}

/**
 * Gives a conversation and its inquiry to a person. Taking it to oneself stops a running script: the client talks to a
 * human from here on. Throws `already-taken`, `not-found`, `not-allowed`.
 */
export async function assignConversation(
  core: Core,
  by: Actor,
  input: AssignConversation,
  tx?: Transaction,
): Promise<Conversation> {
  authorise(by, 'conversation.assign')
  const run = (inner: Transaction) => assign(core, by, input, inner)
  return tx ? run(tx) : inTransaction(core, run)
}

async function assign(
  core: Core,
  by: Actor,
  input: AssignConversation,
  tx: Transaction,
): Promise<Conversation> {
  const before = await readConversation(core, tx, input.conversationId)
  if (before.assigneeId === input.assigneeId) return before
  if (input.onlyIfFree && before.assigneeId !== null) {
    const holder = await core.models.Staff.findById(before.assigneeId).lean<Staff | null>()
    throw new OtklikError('already-taken', { params: { name: holder?.name ?? '' } })
  }
  if (input.assigneeId !== null) {
    const staff = await core.models.Staff.findById(input.assigneeId).lean<Staff | null>()
    if (!staff?.active) found(null, 'staff')
  }
  const conversation = await changeConversation(core, tx, input.conversationId, {
    assigneeId: input.assigneeId,
    ...(input.assigneeId === null ? {} : { dialog: stoppedByHuman(before.dialog, core.clock.now()) }),
  })
  const { assigneeId } = input
  await moveInquiryWhereItMay(
    core,
    by,
    { inquiryId: conversation.inquiryId, event: assigneeId === null ? 'release' : 'take', assigneeId },
    tx,
  )
  tx.publish(
    event('conversation.assigned', conversation._id, conversation.version, {
      conversationId: conversation._id,
      assigneeId: input.assigneeId,
      byId: by.id,
    }),
  )
  await audit(
    core,
    tx,
    by,
    'conversation.assign',
    { kind: 'conversation', id: conversation._id },
    { assigneeId: input.assigneeId },
  )
  return conversation
}
