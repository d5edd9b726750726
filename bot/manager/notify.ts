import { trusted } from 'mongoose'
import { plainText } from '../../core/content.js'
import type { Core, Locale } from '../../core/context.js'
import type { Delivery } from '../../core/deliveries/delivery.model.js'
import { queueNotice } from '../../core/deliveries/queue-delivery.js'
import { staffAccountId } from '../../core/deliveries/staff-account.js'
import { isRunning } from '../../core/dialogs/stop-dialog.js'
import type { EventDoc, Subscriber } from '../../core/events.js'
import { explainReason, label } from '../../core/i18n.js'
import { lookUpConversation, lookUpMessage } from '../../core/inbox/look-up.js'
import type { Message } from '../../core/inbox/message.model.js'
import { mutedBy } from '../../core/inbox/personal-views.js'
import { getConversation, getMessage } from '../../core/inbox/queries.js'
import type { Inquiry } from '../../core/inquiries/inquiry.model.js'
import { routingInForce } from '../../core/routing/account-rule.js'
import { lastRoutingDecision } from '../../core/routing/queries.js'
import { routingActor } from '../../core/routing/route-inquiry.js'
import type { RoutingDecision } from '../../core/routing/routing-decision.model.js'
import { hasRules } from '../../core/routing/routing-settings.js'
import { staffNames } from '../../core/staff/queries.js'
import type { Answer } from './answer.js'
import { audienceOf, audienceOfInquiry, type Linked, linkedColleague, viewerOf } from './audience.js'
import type { ManagerChannel } from './channel.js'
import { forwardMessage } from './forward.js'
import { tellChangeFailed, tellMentioned, tellRemoved, tellScheduled } from './inbox-notices.js'
import { CardRefresher, cardKey, cardsOf } from './inquiry-cards.js'
import { inquiryKeyboard } from './inquiry-flow.js'
import { tellPairing } from './pairing.js'
import { pressData } from './press.js'
import { cut, talkCard } from './talk-card.js'
import { type TalkFacts, talkFacts } from './talk-facts.js'
import { say } from './texts.js'
import { ownMessageOf } from './to-client.js'
import { tellDelegated, tellPlanned, tellReturned } from './work-notices.js'

const quoteLength = 200

/**
 * Tells colleagues in Telegram what happens to their clients. Runs wherever the dispatcher does; what it sends goes
 * through the delivery queue under unique keys, so a repeated event tells nobody twice.
 */
export function managerNotices(core: Core, channel: Pick<ManagerChannel, 'edit' | 'react'>): Subscriber {
  const cards = new CardRefresher(core, channel)
  return {
    name: 'manager-bot',
    on: {
      'inquiry.opened': async ({ payload }) => {
        if (hasRules(await routingInForce(core))) {
          // Routing has heard of it before us: whoever it chose gets the card before the client's words follow.
          const decision = await lastRoutingDecision(core, payload.inquiryId)
          if (decision) await tellRouted(core, cards, decision._id)
          return
        }
        if (payload.conversationId) await sendCards(core, await talkFacts(core, payload.conversationId))
        else await sendBareInquiry(core, payload.inquiryId)
      },
      'inquiry.routed': async ({ payload }) => tellRouted(core, cards, payload.decisionId),
      'dialog.completed': async ({ payload }) =>
        tellScriptEnded(core, cards, payload.conversationId, 'completed'),
      'dialog.handed-over': async ({ payload }) =>
        tellScriptEnded(core, cards, payload.conversationId, payload.reason),
      'message.received': async ({ payload }) =>
        forwardToAssignee(core, payload.conversationId, payload.messageId),
      'message.edited': async ({ payload }) =>
        forwardToAssignee(core, payload.conversationId, payload.messageId, true),
      'conversation.assigned': async (event) => tellAssigned(core, cards, event),
      'conversation.closed': async ({ payload }) => cards.refresh(payload.conversationId),
      'conversation.reopened': async (event) => tellWoken(core, event),
      'deal.delegated': async (event) => tellDelegated(core, event),
      'activity.planned': async (event) => tellPlanned(core, event),
      'inquiry.moved': async (event) => tellReturned(core, event),
      'message.noted': async (event) => tellMentioned(core, event),
      'message.scheduled': async (event) => tellScheduled(core, event),
      'message.change-failed': async (event) => tellChangeFailed(core, event),
      'message.removed': async (event) => tellRemoved(core, event),
      'channel.state-changed': async (event) => tellPairing(core, event),
      'delivery.settled': async (event) => tellOutcome(core, channel, cards, event),
    },
  }
}

/** One card an inquiry and person, whatever happens. It comes without a sound while a script still asks. */
async function sendCards(core: Core, facts: TalkFacts): Promise<void> {
  const { conversation } = facts
  const { inquiryId, assigneeId } = conversation
  for (const person of await audienceOfInquiry(core, inquiryId, assigneeId)) {
    await notice(core, person, talkCard(core, facts, viewerOf(person)), {
      dedupeKey: cardKey(conversation.inquiryId, person._id),
      subject: { kind: 'inquiry', id: conversation.inquiryId, conversationId: conversation._id },
      silent: isRunning(conversation.dialog),
    })
  }
}

/** An inquiry without a chat (form, API): only told of, there is nobody to answer here. */
async function sendBareInquiry(core: Core, inquiryId: string): Promise<void> {
  const inquiry = await core.models.Inquiry.findById(inquiryId).lean<Inquiry | null>()
  if (!inquiry) return
  for (const person of await audienceOfInquiry(core, inquiryId, inquiry.assigneeId)) {
    const channel = label(person.locale, 'channels', inquiry.channel)
    const lines = Object.values(inquiry.answers).map((answer) => `${answer.label}: ${answer.text}`)
    if (inquiry.source)
      lines.push(
        say(person.locale, 'card.source', { source: label(person.locale, 'sources', inquiry.source) }),
      )
    if (inquiry.comment) lines.push(inquiry.comment)
    await notice(
      core,
      person,
      {
        header: `${say(person.locale, 'card.inquiry', { number: inquiry.number })} · ${channel}`,
        text: lines.join('\n') || '—',
        keyboard: inquiryKeyboard(inquiry, person.locale, (key, params) => say(person.locale, key, params)),
      },
      { dedupeKey: cardKey(inquiryId, person._id), subject: { kind: 'inquiry', id: inquiryId } },
    )
  }
}

/** The script is done with the client: the cards show all it learned, and a short line with a sound says so. */
async function tellScriptEnded(
  core: Core,
  refresher: CardRefresher,
  conversationId: string,
  how: string,
): Promise<void> {
  const facts = await talkFacts(core, conversationId)
  const { conversation } = facts
  const people = await audienceOfInquiry(core, conversation.inquiryId, conversation.assigneeId)
  const cards = await cardsOf(core, conversation.inquiryId, people)
  await sendCards(core, facts)
  refresher.refresh(facts.conversation._id)
  for (const person of people) {
    const card = cards.get(person._id)
    // Whoever gets the card only now has read it there.
    if (!card) continue
    const { keyboard } = talkCard(core, facts, viewerOf(person))
    await notice(
      core,
      person,
      {
        text: say(person.locale, how === 'completed' ? 'notice.completed' : 'notice.handedOver', {
          client: facts.clientName,
        }),
        keyboard,
      },
      {
        dedupeKey: `script-ended:${how}:${conversation.inquiryId}:${person._id}`,
        subject: { kind: 'inquiry', id: conversation.inquiryId, conversationId },
        replyTo: card.externalId,
      },
    )
  }
}

/** While a script asks, its questions are not the colleague's business; before that and after it every word is. */
async function forwardToAssignee(
  core: Core,
  conversationId: string,
  messageId: string,
  edited = false,
): Promise<void> {
  const conversation = await lookUpConversation(core, conversationId)
  if (!conversation || conversation.blocked || isRunning(conversation.dialog)) return
  const person = await linkedColleague(core, conversation.assigneeId)
  if (!person || (await mutedBy(core, conversationId, [person._id])).size > 0) return
  const message = await lookUpMessage(core, messageId)
  if (message?.direction !== 'in') return
  const isCorrection = edited && message.content.type !== 'album'
  await forwardMessage(
    core,
    person,
    conversation,
    message,
    isCorrection ? say(person.locale, 'notice.edited') : '',
  )
}

async function tellAssigned(
  core: Core,
  refresher: CardRefresher,
  { _id, payload }: EventDoc<'conversation.assigned'>,
): Promise<void> {
  const facts = await talkFacts(core, payload.conversationId)
  refresher.refresh(facts.conversation._id)
  // What the rules hand out is told of by `inquiry.routed`, with the reason.
  if (payload.byId === routingActor.id) return
  const person = await linkedColleague(core, payload.assigneeId)
  if (!person || payload.byId === person._id || facts.conversation.assigneeId !== person._id) return
  await sayAboutTalk(core, person, facts, say(person.locale, 'notice.assigned'), `assigned:${_id}`)
}

/** The rules found somebody: the card, or, where it was somebody else's before, the card with what happened. */
async function tellRouted(core: Core, refresher: CardRefresher, decisionId: string): Promise<void> {
  const decision = await core.models.RoutingDecision.findById(decisionId).lean<RoutingDecision | null>()
  if (!decision) return
  const { conversationId, inquiryId, tried } = decision
  if (!conversationId) return sendBareInquiry(core, inquiryId)
  const facts = await talkFacts(core, conversationId)
  // Somebody was quicker than this event: they and the others know by their cards.
  if (facts.conversation.inquiryId !== inquiryId || facts.conversation.assigneeId !== decision.assigneeId)
    return
  await sendCards(core, facts)
  if (tried.length === 0) return
  refresher.refresh(conversationId)
  const names = await staffNames(core, tried)
  const person = await linkedColleague(core, decision.assigneeId)
  if (!person) return
  const why = say(person.locale, 'notice.passedOn', {
    names: tried.map((id) => names.get(id) ?? '').join(', '),
  })
  await sayAboutTalk(core, person, facts, why, `passed:${decisionId}`)
}

/** "Later" has come: whoever put the conversation aside, or everybody when nobody has it. */
async function tellWoken(core: Core, { _id, payload }: EventDoc<'conversation.reopened'>): Promise<void> {
  if (payload.byId !== 'system') return
  const facts = await talkFacts(core, payload.conversationId)
  for (const person of await audienceOf(core, facts.conversation.assigneeId)) {
    await sayAboutTalk(core, person, facts, say(person.locale, 'notice.woken'), `woken:${_id}:${person._id}`)
  }
}

async function sayAboutTalk(
  core: Core,
  person: Linked,
  facts: TalkFacts,
  why: string,
  dedupeKey: string,
): Promise<void> {
  const { conversation } = facts
  const card = talkCard(core, facts, viewerOf(person))
  await notice(
    core,
    person,
    { ...card, text: `${why}\n\n${card.text}` },
    { dedupeKey, subject: { kind: 'conversation', id: conversation._id, conversationId: conversation._id } },
  )
}

/**
 * A reply that went out gets a mark; one that did not, or perhaps did not, is brought back to its author. What the
 * script, an autoreply or a program said has no author to hear of it: whoever leads the client does.
 */
async function tellOutcome(
  core: Core,
  channel: Pick<ManagerChannel, 'react'>,
  refresher: CardRefresher,
  { _id, payload }: EventDoc<'delivery.settled'>,
): Promise<void> {
  if (!payload.messageId && payload.state === 'sent') return freshenCard(core, refresher, payload.deliveryId)
  if (!payload.messageId || !['sent', 'failed', 'unknown'].includes(payload.state)) return
  const message = await getMessage(core, payload.messageId)
  const own = ownMessageOf(message.clientMessageId)
  if (payload.state === 'sent') {
    // Not waited for: a Telegram that hangs must not hold up the other events.
    if (own) void channel.react(own.chatId, own.messageId, '👌')
    return
  }
  if (message.author.kind !== 'staff' || !message.author.id)
    return tellUnheard(core, message, payload, `outcome:${_id}`)
  const person = await linkedColleague(core, message.author.id)
  if (!person) return
  const { title } = await getConversation(core, message.conversationId)
  await notice(core, person, troubleOf(message, payload, title, person.locale), {
    dedupeKey: `outcome:${_id}`,
    subject: { kind: 'conversation', id: message.conversationId, conversationId: message.conversationId },
    ...(own ? { replyTo: `${own.chatId}:${own.messageId}` } : {}),
  })
}

/**
 * The client waits for words that never came. One notice a conversation until something gets through again, however
 * much of the script fails; whoever then sends it again hears what comes of it. Mailings are counted in their own report.
 */
async function tellUnheard(core: Core, message: Message, outcome: Outcome, eventKey: string): Promise<void> {
  const [conversation, row] = await Promise.all([
    getConversation(core, message.conversationId),
    core.models.Delivery.findById(outcome.deliveryId).lean<Delivery | null>(),
  ])
  // A channel that somebody removes would tell of all its conversations at once.
  if (
    !row ||
    conversation.blocked ||
    row.purpose === 'campaign' ||
    outcome.reason?.code === 'account-removed'
  )
    return
  const resender = await linkedColleague(core, row.resentById)
  const people = resender
    ? [resender]
    : await audienceOfInquiry(core, conversation.inquiryId, conversation.assigneeId)
  const muted = await mutedBy(
    core,
    conversation._id,
    people.map(({ _id }) => _id),
  )
  const since = await lastHeard(core, row)
  for (const person of people) {
    if (muted.has(person._id)) continue
    await notice(core, person, troubleOf(message, outcome, conversation.title, person.locale), {
      dedupeKey: row.resentById
        ? `${eventKey}:${person._id}`
        : `unheard:${conversation._id}:${since}:${person._id}`,
      subject: { kind: 'conversation', id: conversation._id, conversationId: conversation._id },
    })
  }
}

/** The last delivery before this one that got through, or about which a person has decided; empty where none has. */
async function lastHeard(core: Core, { _id, conversationId }: Delivery): Promise<string> {
  const heard = await core.models.Delivery.findOne({
    conversationId,
    _id: trusted({ $lt: _id }),
    state: trusted({ $in: ['sent', 'delivered', 'read', 'discarded'] }),
  })
    .sort({ _id: -1 })
    .select('_id')
    .lean<Pick<Delivery, '_id'> | null>()
  return heard?._id ?? ''
}

type Outcome = EventDoc<'delivery.settled'>['payload']

/** What did not go out, or perhaps did, why, and what can be done about it. */
function troubleOf(
  { author, content, conversationId }: Message,
  { deliveryId, state, reason }: Outcome,
  client: string,
  locale: Locale,
): Answer {
  const words = plainText(content) || `[${label(locale, 'contentTypes', content.type)}]`
  const text = say(locale, state === 'failed' ? 'notice.failed' : 'notice.unknown', {
    client,
    reason: explainReason(locale, reason ?? { code: 'other' }),
  })
  const unheard = author.kind === 'staff' ? '' : say(locale, 'notice.unheard')
  return {
    text: `${[text, unheard].filter(Boolean).join(' ')}\n\n«${cut(words, quoteLength)}»`,
    keyboard: [
      [
        { text: say(locale, 'buttons.resend'), data: pressData(['resend', 'yes', deliveryId]) },
        { text: say(locale, 'buttons.discard'), data: pressData(['resend', 'no', deliveryId]) },
      ],
      ...(unheard
        ? [[{ text: say(locale, 'buttons.talk'), data: pressData(['talk', 'open', conversationId]) }]]
        : []),
      ...(reason?.code === 'outside-window'
        ? [[{ text: say(locale, 'buttons.template'), data: pressData(['tpl', 'list', conversationId]) }]]
        : []),
    ],
  }
}

/** A card that waited in the queue while somebody took its client is brought up to date once it is there. */
async function freshenCard(core: Core, refresher: CardRefresher, deliveryId: string): Promise<void> {
  const row = await core.models.Delivery.findById(deliveryId)
    .select('subject')
    .lean<Pick<Delivery, 'subject'> | null>()
  const conversationId = row?.subject?.kind === 'inquiry' ? row.subject.conversationId : undefined
  if (!conversationId) return
  const isTaken = await core.models.Conversation.exists({
    _id: conversationId,
    assigneeId: trusted({ $ne: null }),
  })
  if (isTaken) refresher.refresh(conversationId)
}

async function notice(
  core: Core,
  person: Linked,
  { header, text, keyboard }: Answer,
  options: {
    dedupeKey: string
    subject: Delivery['subject']
    silent?: boolean
    replyTo?: string | undefined
  },
): Promise<void> {
  await queueNotice(core, {
    accountId: staffAccountId,
    chatId: person.telegramChatId,
    content: { type: 'text', text: text || '—' },
    extras: {
      ...(header ? { header } : {}),
      ...(keyboard ? { keyboard } : {}),
      ...(options.silent ? { silent: true } : {}),
    },
    subject: options.subject,
    dedupeKey: options.dedupeKey,
    ...(options.replyTo ? { replyToExternalId: options.replyTo } : {}),
  })
}
