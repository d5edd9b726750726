import type { Capabilities } from '../../../core/channel.js'
import type { ChannelGap } from '../../../core/channel-gaps/channel-gap.model.js'
import { gapsOf } from '../../../core/channel-gaps/queries.js'
import type { ClientCard } from '../../../core/clients/client.model.js'
import type { ContactPoint } from '../../../core/contacts/contact-point.model.js'
import type { Actor, Core } from '../../../core/context.js'
import { isRunning } from '../../../core/dialogs/stop-dialog.js'
import { type AnswerWindow, answerWindow } from '../../../core/inbox/answer-window.js'
import type { Conversation } from '../../../core/inbox/conversation.model.js'
import type { ConversationView as PersonalView } from '../../../core/inbox/conversation-view.model.js'
import { viewsOf } from '../../../core/inbox/personal-views.js'
import { getConversation } from '../../../core/inbox/queries.js'
import type { Inquiry } from '../../../core/inquiries/inquiry.model.js'
import { staffNames } from '../../../core/staff/queries.js'
import { dialogProgress } from './dialog-progress.js'
import type { ConversationView } from './schema.js'

export type Client = Pick<ClientCard, '_id' | 'name' | 'phones' | 'emails' | 'ownerId'>

/** A conversation with what stands beside it in the panel. */
export interface LoadedConversation {
  conversation: Conversation
  contact: ContactPoint | null
  client: Client | null
  inquiry: Pick<Inquiry, '_id' | 'number' | 'status' | 'source' | 'dealId'> | null
  names: ReadonlyMap<string, string>
  dialog: ConversationView['dialog']
  /** How the person who asks stands to it. */
  view: PersonalView | undefined
  gaps: ChannelGap[]
  capabilities: Capabilities | undefined
  window: AnswerWindow | null
}

/** Throws `not-found`. */
export async function loadConversation(
  core: Core,
  by: Actor,
  conversationId: string,
): Promise<LoadedConversation> {
  const conversation = await getConversation(core, conversationId)
  const { ContactPoint: contactPoints, Client: clients, Inquiry: inquiries } = core.models
  const { dialog } = conversation
  const [contact, client, inquiry, names, progress, views, gaps] = await Promise.all([
    contactPoints.findById(conversation.contactPointId).lean<ContactPoint | null>(),
    conversation.clientId === null
      ? null
      : clients
          .findById(conversation.clientId, { name: 1, phones: 1, emails: 1, ownerId: 1 })
          .lean<LoadedConversation['client']>(),
    inquiries
      .findById(conversation.inquiryId, { number: 1, status: 1, source: 1, dealId: 1 })
      .lean<LoadedConversation['inquiry']>(),
    staffNames(core, [conversation.assigneeId]),
    dialog && isRunning(dialog) ? dialogProgress(core, dialog) : null,
    viewsOf(core, by.id, [conversationId]),
    gapsOf(core, conversation),
  ])
  const capabilities = core.channels.capabilitiesOf(conversation.accountId)
  const view = views.get(conversationId)
  const window = answerWindow(core, conversation)
  return { conversation, contact, client, inquiry, names, dialog: progress, view, gaps, capabilities, window }
}
