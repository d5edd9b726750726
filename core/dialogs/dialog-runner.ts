import type { InboundMessage } from '../channel.js'
import type { Actor, Core, Locale } from '../context.js'
import type { Conversation } from '../inbox/conversation.model.js'
import type { ConversationDraft } from '../inbox/conversation-draft.js'
import type { Transaction } from '../transaction.js'
import { applyOutcome } from './apply-outcome.js'
import { askForPerson, type Dialogs } from './dialogs.js'
import { listAnswers, outcomeOf } from './outcome.js'
import type { ScriptLibrary } from './script-library.js'
import { type DialogContext, type DialogTurn, start, step } from './step.js'
import { isRunning } from './stop-dialog.js'

/** The script speaking: scripts act within the client's own transaction, so they need no more rights than this. */
const scriptActor: Actor = { kind: 'bot', id: 'dialog', name: 'dialog' }

/**
 * Joins the pure dialog engine to the inbox: what the client said, the dialog's new state and our replies are one commit.
 */
export class DialogRunner implements Dialogs {
  constructor(private readonly scripts: ScriptLibrary) {}

  /** Reads what a batch will need, before its transaction. */
  async prepare(_accountIds: readonly string[]): Promise<void> {
    await this.scripts.refresh()
  }

  /** A script meets this chat: one is set for the account, and no person has the conversation. */
  startsFor(conversation: Conversation): boolean {
    return conversation.assigneeId === null && this.scripts.activeFor(conversation.accountId) !== null
  }

  /** Takes the step of a running dialog, or starts one where an inquiry was just opened. */
  async take(
    core: Core,
    tx: Transaction,
    draft: ConversationDraft,
    inbound: InboundMessage,
    opened: boolean,
  ): Promise<void> {
    const turn = await this.#turn(core, draft, inbound, opened)
    if (!turn) return
    draft.doc.dialog = turn.state
    for (const reply of turn.replies) {
      draft.addOutbound(reply, { kind: 'bot', name: core.company.name }, 'dialog')
    }
    for (const effect of turn.effects) {
      if (effect.type === 'completed') await this.#complete(core, tx, draft, turn)
      if (effect.type === 'handover') await askForPerson(core, tx, draft, scriptActor, effect.reason)
      if (effect.type === 'cancelled') await askForPerson(core, tx, draft, scriptActor, 'cancelled')
    }
  }

  async #turn(
    core: Core,
    draft: ConversationDraft,
    inbound: InboundMessage,
    opened: boolean,
  ): Promise<DialogTurn | null> {
    const { doc } = draft
    const context: DialogContext = {
      now: core.clock.now(),
      zone: core.company.zone,
      locale: doc.locale as Locale,
    }
    if (opened) {
      const script = this.startsFor(doc) ? this.scripts.activeFor(doc.accountId) : null
      return script ? start(script, context) : null
    }
    const { dialog } = doc
    if (!dialog || !isRunning(dialog)) return null
    const script = await this.scripts.get(dialog.scriptId, dialog.version)
    return step(script, dialog, inbound.content, context)
  }

  /** The confirmed answers become inquiry, client, company and deal, in this very transaction. */
  async #complete(core: Core, tx: Transaction, draft: ConversationDraft, turn: DialogTurn): Promise<void> {
    await draft.storeInquiries()
    const { doc } = draft
    const script = await this.scripts.get(turn.state.scriptId, turn.state.version)
    if (!script) return
    const locale = doc.locale as Locale
    const { zone } = core.company
    const said = turn.state.answers
    const made = await applyOutcome(core, tx, {
      conversation: doc,
      outcome: outcomeOf(script, said, locale, zone),
      answers: listAnswers(script, said, locale, zone),
      values: said,
    })
    doc.clientId = made.clientId
    doc.title = made.title
    draft.event('dialog.completed', {
      conversationId: doc._id,
      inquiryId: doc.inquiryId,
      clientId: made.clientId,
      dealId: made.dealId,
    })
  }
}
