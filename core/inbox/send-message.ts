import { audit } from '../audit.js'
import { rows } from '../collection.js'
import { type Content, content as contentSchema } from '../content.js'
import type { Actor, Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import type { DeliveryPurpose } from '../deliveries/delivery.model.js'
import { queueDelivery } from '../deliveries/queue-delivery.js'
import { stoppedByHuman } from '../dialogs/stop-dialog.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { claimFiles } from '../files/claim-files.js'
import { newId } from '../ids.js'
import { moveInquiryWhereItMay } from '../inquiries/move-inquiry-where-it-may.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { changeConversation, readConversation } from './change-conversation.js'
import type { Conversation } from './conversation.model.js'
import { preview } from './conversation-draft.js'
import type { Message, MessageAuthor } from './message.model.js'
import { setSeen } from './personal-views.js'
import { offerOf } from './read-number-back.js'
import { requireSendable } from './require-sendable.js'

export interface SendMessage {
  conversationId: string
  content: Content
  /** The sender's own key: a retry with it returns the first message. With another content it throws `idempotency-conflict`. */
  clientMessageId?: string
  replyToId?: string
  purpose?: DeliveryPurpose
  /** Unique over all deliveries: a job or subscriber that runs twice sends once. */
  dedupeKey?: string
}

/**
 * Says something to the client: message and delivery row in one transaction, sent by the account's worker. A person's
 * message stops a running script, and takes a conversation nobody has. Throws `conversation-unreachable` when the client
 * has blocked us, `outside-answer-window` where the platform takes only templates now, `file-too-large`,
 * `idempotency-conflict`, `not-found`, `not-allowed`.
 */
export async function sendMessage(
  core: Core,
  by: Actor,
  input: SendMessage,
  tx?: Transaction,
): Promise<Message> {
  authorise(by, 'message.send')
  const content = contentSchema.parse(input.content)
  const run = (inner: Transaction) => send(core, by, { ...input, content }, inner)
  if (tx) return run(tx)
  try {
    return await inTransaction(core, run)
  } catch (err) {
    // Two sends with one key at once: the loser finds the winner's message.
    if (isDuplicateKey(err)) return inTransaction(core, run)
    throw err
  }
}

async function send(core: Core, by: Actor, input: SendMessage, tx: Transaction): Promise<Message> {
  const earlier = await findEarlier(core, tx, input)
  if (earlier) return earlier
  const before = await readConversation(core, tx, input.conversationId)
  requireSendable(core, before, input.content)

  const now = core.clock.now()
  const person = by.kind === 'staff' || by.kind === 'api'
  const takes = by.kind === 'staff' && before.assigneeId === null
  const conversation = await changeConversation(core, tx, input.conversationId, {
    lastMessageAt: now,
    lastMessage: { direction: 'out', type: input.content.type, preview: preview(input.content) },
    offer: offerOf(input.content, core.channels.capabilitiesOf(before.accountId)),
    ...(person
      ? {
          status: 'waiting' as const,
          snoozedUntil: null,
          unreadCount: 0,
          dialog: stoppedByHuman(before.dialog, now),
        }
      : {}),
    ...(takes ? { assigneeId: by.id } : {}),
  })
  const message = newMessage(core, by, input, conversation, now)
  await core.models.Message.collection.insertOne(message as never, {
    session: tx.session,
    ignoreUndefined: true,
  })
  await claimFiles(core, input.content, conversation._id, tx.session)
  await queueDelivery(core, tx, {
    accountId: conversation.accountId,
    chatId: conversation.chatId,
    content: input.content,
    purpose: input.purpose ?? 'reply',
    messageId: message._id,
    conversationId: conversation._id,
    dedupeKey: input.dedupeKey,
    replyToExternalId: await externalIdOf(core, tx, input.replyToId),
  })
  tx.publish(
    event('message.queued', conversation._id, conversation.version, {
      conversationId: conversation._id,
      messageId: message._id,
    }),
  )
  // Whoever answers has read what they answer.
  if (by.kind === 'staff') await setSeen(core, tx, by.id, conversation)
  if (person) {
    await answerInquiry(core, by, conversation, takes, tx)
    await audit(
      core,
      tx,
      by,
      'message.send',
      { kind: 'conversation', id: conversation._id },
      { messageId: message._id },
    )
  }
  if (takes) {
    tx.publish(
      event('conversation.assigned', conversation._id, conversation.version, {
        conversationId: conversation._id,
        assigneeId: by.id,
        byId: by.id,
      }),
    )
  }
  return message
}

async function findEarlier(core: Core, tx: Transaction, input: SendMessage): Promise<Message | null> {
  if (input.dedupeKey !== undefined) {
    const row = await rows(core.models.Delivery).findOne(
      { dedupeKey: input.dedupeKey },
      { session: tx.session, projection: { messageId: 1 } },
    )
    if (row?.messageId)
      return rows(core.models.Message).findOne({ _id: row.messageId }, { session: tx.session })
  }
  if (input.clientMessageId === undefined) return null
  const earlier = await rows(core.models.Message).findOne(
    { conversationId: input.conversationId, clientMessageId: input.clientMessageId },
    { session: tx.session },
  )
  if (earlier && JSON.stringify(earlier.content) !== JSON.stringify(input.content)) {
    throw new OtklikError('idempotency-conflict')
  }
  return earlier
}

function newMessage(
  core: Core,
  by: Actor,
  input: SendMessage,
  conversation: Conversation,
  now: Date,
): Message {
  return {
    _id: newId(),
    conversationId: conversation._id,
    channel: conversation.channel,
    accountId: conversation.accountId,
    seq: conversation.version,
    direction: 'out',
    author: authorOf(core, by),
    content: input.content,
    replyToId: input.replyToId,
    delivery: { state: 'queued', at: now },
    clientMessageId: input.clientMessageId,
    sentAt: now,
    createdAt: now,
  }
}

export function authorOf(core: Core, by: Actor): MessageAuthor {
  if (by.kind === 'staff') return { kind: 'staff', id: by.id, name: by.name }
  if (by.kind === 'api') return { kind: 'staff', name: by.name }
  if (by.kind === 'bot') return { kind: 'bot', name: core.company.name }
  return { kind: 'system', name: core.company.name }
}

async function externalIdOf(
  core: Core,
  tx: Transaction,
  messageId: string | undefined,
): Promise<string | undefined> {
  if (messageId === undefined) return undefined
  const row = await core.models.Message.collection.findOne(
    { _id: messageId as never },
    { session: tx.session, projection: { externalId: 1 } },
  )
  return row?.externalId as string | undefined
}

/** The first answer of a person is noted on the inquiry; whoever answers an inquiry nobody has, works on it. */
async function answerInquiry(
  core: Core,
  by: Actor,
  conversation: Conversation,
  takes: boolean,
  tx: Transaction,
): Promise<void> {
  const first = await core.models.Inquiry.collection.updateOne(
    { _id: conversation.inquiryId as never, answeredAt: null },
    { $set: { answeredAt: core.clock.now() } },
    { session: tx.session },
  )
  const isAssignee = by.kind === 'staff' && conversation.assigneeId === by.id
  if (!takes && first.modifiedCount > 0 && isAssignee) {
    // It was given to them, by routing or a colleague: with the first answer they work on it.
    const take = { inquiryId: conversation.inquiryId, event: 'take', assigneeId: by.id } as const
    await moveInquiryWhereItMay(core, by, take, tx, ['new', 'qualifying', 'waiting'])
  }
  if (!takes) return
  await moveInquiryWhereItMay(
    core,
    by,
    { inquiryId: conversation.inquiryId, event: 'take', assigneeId: by.id },
    tx,
  )
  await audit(
    core,
    tx,
    by,
    'conversation.assign',
    { kind: 'conversation', id: conversation._id },
    { assigneeId: by.id },
  )
}
