import { accountToTell } from '../../core/channel-accounts/account-profile.js'
import type { ChannelGap } from '../../core/channel-gaps/channel-gap.model.js'
import { gapsOf } from '../../core/channel-gaps/queries.js'
import type { ClientCard } from '../../core/clients/client.model.js'
import type { CompanyCard } from '../../core/companies/company.model.js'
import type { Core } from '../../core/context.js'
import type { Deal } from '../../core/deals/deal.model.js'
import type { Pipeline, Stage } from '../../core/deals/pipeline.model.js'
import type { Script } from '../../core/dialogs/script.js'
import { ScriptLibrary } from '../../core/dialogs/script-library.js'
import type { Conversation } from '../../core/inbox/conversation.model.js'
import type { Message } from '../../core/inbox/message.model.js'
import { getConversation, listMessages } from '../../core/inbox/queries.js'
import type { Inquiry } from '../../core/inquiries/inquiry.model.js'
import { staffNames } from '../../core/staff/queries.js'

/** How many of the last messages a card shows. */
const shownMessages = 4

/** Everything a card of a conversation shows, read at one go. */
export interface TalkFacts {
  conversation: Conversation
  inquiry: Inquiry | null
  /** Which of our bots or numbers they write to; empty where there is only one. */
  accountName: string
  clientName: string
  companyName: string | null
  assigneeName: string | null
  deal: { deal: Deal; stage: Stage | null } | null
  messages: Message[]
  /** The latest outage in which messages of the client may have been lost, while it is news. */
  gap: ChannelGap | null
  /** The script whose answers are not confirmed: it still asks, or a person took over in the middle. */
  script: Script | null
}

/** Throws `not-found`. */
export async function talkFacts(
  core: Core,
  conversationId: string,
  shown = shownMessages,
): Promise<TalkFacts> {
  const conversation = await getConversation(core, conversationId)
  const { models } = core
  const [inquiry, client, names, messages, gaps, accountName] = await Promise.all([
    models.Inquiry.findById(conversation.inquiryId).lean<Inquiry | null>(),
    conversation.clientId ? models.Client.findById(conversation.clientId).lean<ClientCard | null>() : null,
    staffNames(core, [conversation.assigneeId]),
    listMessages(core, { conversationId, limit: shown }),
    gapsOf(core, conversation),
    accountToTell(core, conversation),
  ])
  const [company, deal] = await Promise.all([
    client?.companyId ? models.Company.findById(client.companyId).lean<CompanyCard | null>() : null,
    inquiry?.dealId ? models.Deal.findById(inquiry.dealId).lean<Deal | null>() : null,
  ])
  const stage = deal ? await stageOf(core, deal) : null
  const { dialog } = conversation
  const isUnconfirmed = dialog !== null && Object.keys(inquiry?.answers ?? {}).length === 0
  const script = isUnconfirmed ? await scriptsOf(core).get(dialog.scriptId, dialog.version) : null
  return {
    conversation,
    inquiry,
    accountName,
    clientName: client?.name ?? conversation.title,
    companyName: company?.name ?? null,
    assigneeName: (conversation.assigneeId && names.get(conversation.assigneeId)) ?? null,
    deal: deal ? { deal, stage } : null,
    messages,
    gap: gaps.findLast((each) => each.to >= (messages[0]?.sentAt ?? each.to)) ?? null,
    script,
  }
}

/** The stage a deal stands in; null when its pipeline has none of that key any more. */
export async function stageOf(core: Core, deal: Pick<Deal, 'pipeline' | 'stage'>): Promise<Stage | null> {
  const pipeline = await core.models.Pipeline.findOne({ key: deal.pipeline }).lean<Pipeline | null>()
  return pipeline?.stages.find((stage) => stage.key === deal.stage) ?? null
}

/** One library a core, as versions of scripts never change and are worth keeping. */
const libraries = new WeakMap<Core, ScriptLibrary>()

function scriptsOf(core: Core): ScriptLibrary {
  const library = libraries.get(core) ?? new ScriptLibrary(core)
  libraries.set(core, library)
  return library
}
