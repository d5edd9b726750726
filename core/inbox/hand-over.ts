import { audit } from '../audit.js'
import type { Actor, Core } from '../context.js'
import { isRunning, stoppedByHuman } from '../dialogs/stop-dialog.js'
import { event } from '../events.js'
import { moveInquiryWhereItMay } from '../inquiries/move-inquiry-where-it-may.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { changeConversation, readConversation } from './change-conversation.js'
import type { Conversation } from './conversation.model.js'

/** Stops the running script and asks for a person; does nothing where no script runs. */
export async function handOver(
  core: Core,
  by: Actor,
  input: { conversationId: string; reason: string },
): Promise<Conversation> {
  authorise(by, 'conversation.hand-over')
  return inTransaction(core, async (tx) => {
    const before = await readConversation(core, tx, input.conversationId)
    if (!isRunning(before.dialog)) return before
    const conversation = await changeConversation(core, tx, input.conversationId, {
      dialog: stoppedByHuman(before.dialog, core.clock.now()),
    })
    const { inquiryId } = conversation
    await moveInquiryWhereItMay(core, by, { inquiryId, event: 'ask-human', why: input.reason }, tx)
    tx.publish(
      event('dialog.handed-over', conversation._id, conversation.version, {
        conversationId: conversation._id,
        inquiryId,
        reason: input.reason,
      }),
    )
    await audit(core, tx, by, 'conversation.hand-over', { kind: 'conversation', id: conversation._id })
    return conversation
  })
}
