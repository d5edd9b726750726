import { accountProfile } from '../channel-accounts/account-profile.js'
import { rows } from '../collection.js'
import type { Actor, Core, Locale } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { isRunning } from '../dialogs/stop-dialog.js'
import type { EventDoc, Subscriber } from '../events.js'
import { gather, oneEach } from '../gather.js'
import { newId } from '../ids.js'
import type { Conversation } from '../inbox/conversation.model.js'
import { lookUpConversation } from '../inbox/look-up.js'
import type { Message } from '../inbox/message.model.js'
import { sendMessage } from '../inbox/send-message.js'
import type { AutoreplyDecision } from '../models.js'
import { readSchedule } from '../schedule/company-schedule.js'
import { hoursOf, isOpen } from '../schedule/working-hours.js'
import { headOver } from '../staff/head-over.js'
import type { Staff } from '../staff/staff.model.js'
import { whereAre } from '../staff/where-is.js'
import { inTransaction } from '../transaction.js'
import { autoreplyText } from './autoreply-text.js'
import { readAutoresponder } from './autoresponder-settings.js'
import { type AutoreplyChoice, type AutoreplyFacts, decideAutoreply } from './decide-autoreply.js'

const autoresponder: Actor = { kind: 'bot', id: 'autoresponder', name: 'autoresponder' }

/**
 * Answers when nobody is there. It hears clients' messages only, so it cannot answer itself, a colleague or a script;
 * what it decided for each message and why is written down beside it.
 */
export const autoresponderSubscriber: Subscriber = {
  name: 'autoresponder',
  on: { 'message.received': answerIfClosed },
}

async function answerIfClosed(event: EventDoc<'message.received'>, core: Core): Promise<void> {
  const { conversationId, messageId } = event.payload
  const conversation = await lookUpConversation(core, conversationId)
  if (!conversation) return
  const assignee = conversation.assigneeId
    ? await core.models.Staff.findById(conversation.assigneeId).lean<Staff | null>()
    : null
  const settings = await readAutoresponder(core)
  const account = await accountProfile(core, conversation.accountId)
  const hours = hoursOf(await readSchedule(core), core.company.zone, assignee, account)
  let facts = factsOf(core, conversation, assignee, { enabled: settings.enabled, hours, staffWroteAt: null })
  let choice = decideAutoreply(facts)
  if (choice.decision === 'answered') {
    const { period } = choice
    // At night most messages come after the answer: they need no transaction to find that out.
    if (await answered(core)({ conversationId, period }))
      return record(core, decisionRow(core, conversation, messageId, alreadyAnswered(choice), facts))
    // Asked only now: in working hours, which is most messages, nobody needs to know.
    facts = { ...facts, staffWroteAt: await lastOfStaff(core, conversationId) }
    choice = decideAutoreply(facts)
  }
  const row = decisionRow(core, conversation, messageId, choice, facts)
  if (choice.decision === 'silent') return record(core, row)

  const locale = conversation.locale as Locale
  const text = autoreplyText(locale, choice, {
    now: facts.now,
    zone: core.company.zone,
    assigneeName: assignee?.publicProfile.name || assignee?.name || null,
    own: settings.texts[locale],
    substituteName: assignee ? await substituteFor(core, assignee) : null,
  })
  try {
    await inTransaction(core, async (tx) => {
      await core.models.AutoreplyDecision.collection.insertOne(row as never, { session: tx.session })
      await sendMessage(
        core,
        autoresponder,
        {
          conversationId,
          content: { type: 'text', text },
          purpose: 'autoreply',
          dedupeKey: `autoreply:${conversationId}:${choice.period}`,
        },
        tx,
      )
    })
  } catch (err) {
    // The unique key of (conversation, period) is the "once".
    if (!isDuplicateKey(err)) throw err
    await record(core, decisionRow(core, conversation, messageId, alreadyAnswered(choice), facts))
  }
}

/**
 * Who helps while the person who has the conversation is away and the company works: their head, if they are there. Null
 * where nobody is.
 */
async function substituteFor(core: Core, assignee: Staff): Promise<string | null> {
  if (!isOpen(hoursOf(await readSchedule(core), core.company.zone), core.clock.now())) return null
  const head = await headOver(core, assignee)
  if (!head || head.role === 'marketer') return null
  const presence = (await whereAre(core, [head])).get(head._id)
  return presence?.state === 'there' ? head.publicProfile?.name || head.name : null
}

function factsOf(
  core: Core,
  conversation: Conversation,
  assignee: Staff | null,
  known: Pick<AutoreplyFacts, 'enabled' | 'hours' | 'staffWroteAt'>,
): AutoreplyFacts {
  return {
    ...known,
    now: core.clock.now(),
    dialogRuns: isRunning(conversation.dialog),
    breakUntil: assignee?.breakUntil ?? null,
    reachable: conversation.reachable,
  }
}

async function lastOfStaff(core: Core, conversationId: string): Promise<Date | null> {
  const message = await core.models.Message.findOne({
    conversationId,
    direction: 'out',
    'author.kind': 'staff',
  })
    .sort({ seq: -1 })
    .select('sentAt')
    .lean<Pick<Message, 'sentAt'> | null>()
  return message?.sentAt ?? null
}

function decisionRow(
  core: Core,
  conversation: Conversation,
  messageId: string,
  choice: AutoreplyChoice,
  facts: AutoreplyFacts,
): AutoreplyDecision {
  return {
    _id: newId(),
    conversationId: conversation._id,
    messageId,
    decision: choice.decision,
    reason: choice.reason,
    details: {
      zone: facts.hours.zone,
      backAt: choice.backAt?.toISOString() ?? null,
      assigneeId: conversation.assigneeId,
    },
    period: choice.period,
    at: core.clock.now(),
  }
}

const alreadyAnswered = (choice: AutoreplyChoice): AutoreplyChoice => ({
  ...choice,
  decision: 'silent',
  reason: 'already-answered',
  period: null,
})

/** Whether the conversation had its answer in this period; many are asked for at once. */
const answered = oneEach((core: Core) =>
  gather(async (asked: { conversationId: string; period: string | null }[]): Promise<boolean[]> => {
    const found = await rows(core.models.AutoreplyDecision)
      .find(
        {
          decision: 'answered',
          conversationId: { $in: asked.map(({ conversationId }) => conversationId) },
          period: { $in: [...new Set(asked.map(({ period }) => period))] },
        },
        { projection: { _id: 0, conversationId: 1, period: 1 } },
      )
      .toArray()
    const keys = new Set(found.map(({ conversationId, period }) => `${conversationId} ${period}`))
    return asked.map(({ conversationId, period }) => keys.has(`${conversationId} ${period}`))
  }),
)

const record = (core: Core, row: AutoreplyDecision): Promise<void> => records(core)(row)

/** Decisions of many messages in one write; one that is there already stays as it was. */
const records = oneEach((core: Core) =>
  gather(async (decisions: AutoreplyDecision[]): Promise<undefined[]> => {
    try {
      await core.models.AutoreplyDecision.collection.insertMany(decisions as never[], { ordered: false })
    } catch (err) {
      // Unordered: every row that could be written was. Anything but a repeat shows in another code.
      if (!isDuplicateKey(err)) throw err
    }
    return decisions.map(() => undefined)
  }),
)
