import { plainText } from '../../core/content.js'
import type { Core } from '../../core/context.js'
import type { Delivery } from '../../core/deliveries/delivery.model.js'
import { queueNotice } from '../../core/deliveries/queue-delivery.js'
import { staffAccountId } from '../../core/deliveries/staff-account.js'
import { isRunning } from '../../core/dialogs/stop-dialog.js'
import type { EventDoc, Subscriber } from '../../core/events.js'
import { label } from '../../core/i18n.js'
import { getConversation, getMessage } from '../../core/inbox/queries.js'
import type { Inquiry } from '../../core/inquiries/inquiry.model.js'
import { listStaff, type StaffRow } from '../../core/staff/queries.js'
import type { Answer } from './answer.js'
import type { ManagerChannel } from './channel.js'
import { forwardMessage } from './forward.js'
import { pressData } from './press.js'
import { cut, talkCard } from './talk-card.js'
import { type TalkFacts, talkFacts } from './talk-facts.js'
import { say } from './texts.js'
import { ownMessageOf } from './to-client.js'

/** Who hears of inquiries that nobody has. */
const greeters = new Set(['sales', 'head', 'admin'])
const quoteLength = 200

/**
 * Tells colleagues in Telegram what happens to their clients. Runs wherever the dispatcher does; what it sends goes
 * through the delivery queue under unique keys, so a repeated event tells nobody twice.
 */
export function managerNotices(core: Core, channel: Pick<ManagerChannel, 'edit' | 'react'>): Subscriber {
  return {
    name: 'manager-bot',
    on: {
      'inquiry.opened': async ({ payload }) => {
        if (payload.conversationId) await sendCards(core, await talkFacts(core, payload.conversationId))
        else await sendBareInquiry(core, payload.inquiryId)
      },
      'dialog.completed': async ({ payload }) =>
        tellScriptEnded(core, channel, payload.conversationId, 'completed'),
      'dialog.handed-over': async ({ payload }) =>
        tellScriptEnded(core, channel, payload.conversationId, payload.reason),
      'message.received': async ({ payload }) =>
        forwardToAssignee(core, payload.conversationId, payload.messageId),
      'message.edited': async ({ payload }) =>
        forwardToAssignee(core, payload.conversationId, payload.messageId, true),
      'conversation.assigned': async (event) => tellAssigned(core, channel, event),
      'conversation.closed': async ({ payload }) =>
        refreshCards(core, channel, await talkFacts(core, payload.conversationId)),
      'conversation.reopened': async (event) => tellWoken(core, event),
      'delivery.settled': async (event) => tellOutcome(core, channel, event),
    },
  }
}

type Linked = StaffRow & { telegramChatId: string }

function isLinked(person: StaffRow): person is Linked {
  return person.active && Boolean(person.telegramChatId)
}

/** The assignee; while nobody reachable has the conversation, everybody who may greet its client. */
async function audienceOf(core: Core, assigneeId: string | null): Promise<Linked[]> {
  const team = (await listStaff(core, { active: true })).filter(isLinked)
  if (assigneeId === null) return team.filter((person) => greeters.has(person.role))
  return team.filter((person) => person._id === assigneeId)
}

async function linked(core: Core, staffId: string | null | undefined): Promise<Linked | null> {
  if (!staffId) return null
  return (
    (await listStaff(core, { active: true })).filter(isLinked).find((person) => person._id === staffId) ??
    null
  )
}

function cardKey(inquiryId: string, staffId: string): string {
  return `inquiry:${inquiryId}:${staffId}`
}

/** One card an inquiry and person, whatever happens. It comes without a sound while a script still asks. */
async function sendCards(core: Core, facts: TalkFacts): Promise<void> {
  const { conversation } = facts
  for (const person of await audienceOf(core, conversation.assigneeId)) {
    await notice(core, person, talkCard(core, facts, viewer(person)), {
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
  for (const person of await audienceOf(core, inquiry.assigneeId)) {
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
      },
      { dedupeKey: cardKey(inquiryId, person._id), subject: { kind: 'inquiry', id: inquiryId } },
    )
  }
}

/** The script is done with the client: the cards show all it learned, and a short line with a sound says so. */
async function tellScriptEnded(
  core: Core,
  channel: Pick<ManagerChannel, 'edit'>,
  conversationId: string,
  how: string,
): Promise<void> {
  const facts = await talkFacts(core, conversationId)
  const { conversation } = facts
  const people = await audienceOf(core, conversation.assigneeId)
  const cards = await cardsOf(core, conversation.inquiryId, people)
  await sendCards(core, facts)
  await refreshCards(core, channel, facts)
  for (const person of people) {
    const card = cards.get(person._id)
    // Whoever gets the card only now has read it there.
    if (!card) continue
    const { keyboard } = talkCard(core, facts, viewer(person))
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
  const conversation = await getConversation(core, conversationId)
  if (isRunning(conversation.dialog)) return
  const person = await linked(core, conversation.assigneeId)
  if (!person) return
  const message = await getMessage(core, messageId)
  if (message.direction !== 'in') return
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
  channel: Pick<ManagerChannel, 'edit'>,
  { _id, payload }: EventDoc<'conversation.assigned'>,
): Promise<void> {
  const facts = await talkFacts(core, payload.conversationId)
  await refreshCards(core, channel, facts)
  const person = await linked(core, payload.assigneeId)
  if (!person || payload.byId === person._id || facts.conversation.assigneeId !== person._id) return
  await sayAboutTalk(core, person, facts, say(person.locale, 'notice.assigned'), `assigned:${_id}`)
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
  const card = talkCard(core, facts, viewer(person))
  await notice(
    core,
    person,
    { ...card, text: `${why}\n\n${card.text}` },
    { dedupeKey, subject: { kind: 'conversation', id: conversation._id, conversationId: conversation._id } },
  )
}

/** A reply that went out gets a mark; one that did not, or perhaps did not, is brought back to its author. */
async function tellOutcome(
  core: Core,
  channel: Pick<ManagerChannel, 'react'>,
  { _id, payload }: EventDoc<'delivery.settled'>,
): Promise<void> {
  if (!payload.messageId || !['sent', 'failed', 'unknown'].includes(payload.state)) return
  const message = await getMessage(core, payload.messageId)
  if (message.author.kind !== 'staff') return
  const own = ownMessageOf(message.clientMessageId)
  if (payload.state === 'sent') {
    if (own) await channel.react(own.chatId, own.messageId, '👌')
    return
  }
  const person = await linked(core, message.author.id)
  if (!person) return
  const { locale } = person
  const { title } = await getConversation(core, message.conversationId)
  const reason = label(locale, 'deliveryReasons', payload.reason?.code ?? 'other')
  const words = plainText(message.content) || `[${label(locale, 'contentTypes', message.content.type)}]`
  const text = say(locale, payload.state === 'failed' ? 'notice.failed' : 'notice.unknown', {
    client: title,
    reason,
  })
  await notice(
    core,
    person,
    {
      text: `${text}\n\n«${cut(words, quoteLength)}»`,
      keyboard: [
        [
          { text: say(locale, 'buttons.resend'), data: pressData(['resend', 'yes', payload.deliveryId]) },
          { text: say(locale, 'buttons.discard'), data: pressData(['resend', 'no', payload.deliveryId]) },
        ],
      ],
    },
    {
      dedupeKey: `outcome:${_id}`,
      subject: { kind: 'conversation', id: message.conversationId, conversationId: message.conversationId },
      ...(own ? { replyTo: `${own.chatId}:${own.messageId}` } : {}),
    },
  )
}

/** Shows on every card of the inquiry how things stand now: who took it, what the script learned. Best effort. */
async function refreshCards(
  core: Core,
  channel: Pick<ManagerChannel, 'edit'>,
  facts: TalkFacts,
): Promise<void> {
  const team = (await listStaff(core, { active: true })).filter(isLinked)
  const cards = await cardsOf(core, facts.conversation.inquiryId, team)
  for (const person of team) {
    const card = cards.get(person._id)
    if (!card?.externalId) continue
    const { header, text = '', keyboard } = talkCard(core, facts, viewer(person))
    const result = await channel.edit(
      card.chatId,
      card.externalId,
      { type: 'text', text },
      { header, keyboard },
    )
    const isSame = result.outcome === 'failed' && result.reason.text?.includes('not modified')
    if (result.outcome !== 'sent' && !isSame) {
      core.log.info(
        { deliveryId: card._id, reason: result.reason.code },
        'manager bot: a card could not be refreshed',
      )
    }
  }
}

async function cardsOf(
  core: Core,
  inquiryId: string,
  people: readonly Linked[],
): Promise<Map<string, Delivery>> {
  const keys = people.map((person) => cardKey(inquiryId, person._id))
  const rows = (await core.models.Delivery.collection
    .find({ dedupeKey: { $in: keys } })
    .toArray()) as unknown as Delivery[]
  const byKey = new Map(rows.map((row) => [row.dedupeKey, row]))
  return new Map(
    people.flatMap((person) => {
      const row = byKey.get(cardKey(inquiryId, person._id))
      return row ? [[person._id, row]] : []
    }),
  )
}

function viewer(person: Linked) {
  return { staffId: person._id, locale: person.locale }
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
