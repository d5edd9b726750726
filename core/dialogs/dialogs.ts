import type { InboundMessage } from '../channel.js'
import { type Actor, type Core, system } from '../context.js'
import type { Conversation } from '../inbox/conversation.model.js'
import type { ConversationDraft } from '../inbox/conversation-draft.js'
import { moveInquiryWhereItMay } from '../inquiries/move-inquiry-where-it-may.js'
import type { Transaction } from '../transaction.js'
import { isRunning, stoppedByHuman } from './stop-dialog.js'

/** The scripted side of the inbox, as far as storing a message needs it. */
export interface Dialogs {
  /** Reads what a batch will need, before its transaction. */
  prepare(accountIds: readonly string[]): Promise<void>
  /** A script meets this chat. */
  startsFor(conversation: Conversation): boolean
  /** Takes the step of a running dialog, or starts one where an inquiry was just opened (`opened`). */
  take(
    core: Core,
    tx: Transaction,
    draft: ConversationDraft,
    inbound: InboundMessage,
    opened: boolean,
  ): Promise<void>
}

/**
 * Asks for a person instead of the script, in the draft's transaction: the inquiry waits for one where its status
 * allows, and the team hears why.
 */
export async function askForPerson(
  core: Core,
  tx: Transaction,
  draft: ConversationDraft,
  by: Actor,
  reason: string,
): Promise<void> {
  await draft.storeInquiries()
  const { doc } = draft
  await moveInquiryWhereItMay(core, by, { inquiryId: doc.inquiryId, event: 'ask-human', why: reason }, tx)
  draft.event('dialog.handed-over', { conversationId: doc._id, inquiryId: doc.inquiryId, reason })
}

/** Nothing scripted answers this message: it is stored without a step, and a dialog that runs gives way to a person. */
function scriptless(reason: string): Dialogs {
  return {
    prepare: async () => undefined,
    startsFor: () => false,
    async take(core, tx, draft) {
      if (!isRunning(draft.doc.dialog)) return
      draft.doc.dialog = stoppedByHuman(draft.doc.dialog, core.clock.now())
      await askForPerson(core, tx, draft, system, reason)
    },
  }
}

/** For a message on which its script failed. */
export const withoutScript = scriptless('broken-script')

/** For a form that was left for people. */
export const forPeople = scriptless('asked')
