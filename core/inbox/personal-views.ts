import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { changeConversation } from './change-conversation.js'
import type { Conversation } from './conversation.model.js'
import { type ConversationView, viewId } from './conversation-view.model.js'

type Counted = Pick<Conversation, '_id' | 'unreadCount' | 'inboundCount'>

/** What a person has not seen of a conversation. Somebody who never opened it has missed what nobody has seen. */
export function unreadOf(conversation: Omit<Counted, '_id'>, view: ConversationView | undefined): number {
  if (view?.seenAt) return Math.max(0, (conversation.inboundCount ?? 0) - view.seenInbound)
  return conversation.unreadCount
}

/** How this person stands to each of these conversations: conversation id -> view. */
export async function viewsOf(
  core: Core,
  staffId: string,
  conversationIds: readonly string[],
): Promise<Map<string, ConversationView>> {
  if (conversationIds.length === 0) return new Map()
  const ids = conversationIds.map((conversationId) => viewId(conversationId, staffId))
  const found = await rows(core.models.ConversationView)
    .find({ _id: { $in: ids } })
    .toArray()
  return new Map(found.map((view) => [view.conversationId, view]))
}

/** Ids of the colleagues who do not want to hear of a conversation. */
export async function mutedBy(
  core: Core,
  conversationId: string,
  staffIds: readonly string[],
): Promise<Set<string>> {
  if (staffIds.length === 0) return new Set()
  const found = await rows(core.models.ConversationView)
    .find({ _id: { $in: staffIds.map((id) => viewId(conversationId, id)) }, muted: true })
    .toArray()
  return new Set(found.map(({ staffId }) => staffId))
}

/** Conversations this person has muted: left out of their counts. */
export async function mutedConversations(core: Core, staffId: string): Promise<string[]> {
  const found = await rows(core.models.ConversationView)
    .find({ staffId, muted: true }, { projection: { conversationId: 1 }, limit: 1_000 })
    .toArray()
  return found.map(({ conversationId }) => conversationId)
}

/** Open work in which this person has not seen everything, the newest first; muted ones are left out. */
export async function unreadConversations(core: Core, staffId: string, limit = 500): Promise<string[]> {
  const inbound = { $ifNull: ['$inboundCount', 0] }
  const view = { $first: '$view' }
  const found = await rows(core.models.Conversation)
    .aggregate<{ _id: string }>([
      { $match: { status: { $in: ['open', 'waiting', 'snoozed'] } } },
      { $sort: { lastMessageAt: -1, _id: -1 } },
      { $project: { unreadCount: 1, inboundCount: 1 } },
      {
        $lookup: {
          from: core.models.ConversationView.collection.name,
          let: { viewId: { $concat: ['$_id', ':', staffId] } },
          pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$viewId'] } } }],
          as: 'view',
        },
      },
      { $set: { view } },
      {
        $match: {
          'view.muted': { $ne: true },
          $expr: {
            $cond: [
              { $gt: ['$view.seenAt', null] },
              { $gt: [inbound, '$view.seenInbound'] },
              { $gt: ['$unreadCount', 0] },
            ],
          },
        },
      },
      { $limit: limit },
      { $project: { _id: 1 } },
    ])
    .toArray()
  return found.map(({ _id }) => _id)
}

/** Writes down that a person has seen all but the last `unseen` messages of the client. */
export async function setSeen(
  core: Core,
  tx: Transaction,
  staffId: string,
  conversation: Pick<Conversation, '_id' | 'inboundCount'>,
  unseen = 0,
): Promise<void> {
  await rows(core.models.ConversationView).updateOne(
    { _id: viewId(conversation._id, staffId) },
    {
      $set: {
        conversationId: conversation._id,
        staffId,
        seenInbound: (conversation.inboundCount ?? 0) - unseen,
        seenAt: core.clock.now(),
      },
      $setOnInsert: { muted: false },
    },
    { session: tx.session, upsert: true },
  )
}

/** Marks the last `count` messages of the client as not seen, for this person alone. */
export async function markUnread(
  core: Core,
  by: Actor,
  { conversationId, count = 1 }: { conversationId: string; count?: number },
): Promise<void> {
  authorise(by, 'conversation.mark-read')
  await inTransaction(core, async (tx) => {
    const conversation = await changeConversation(core, tx, conversationId, {})
    await setSeen(core, tx, by.id, conversation, count)
    tell(tx, conversation, by)
  })
}

/** Hears of a conversation no more, or again: cards and messages in the managers' bot, counts in the panel. */
export async function muteConversation(
  core: Core,
  by: Actor,
  { conversationId, muted }: { conversationId: string; muted: boolean },
): Promise<void> {
  authorise(by, 'conversation.mark-read')
  await inTransaction(core, async (tx) => {
    const conversation = await changeConversation(core, tx, conversationId, {})
    await rows(core.models.ConversationView).updateOne(
      { _id: viewId(conversationId, by.id) },
      {
        $set: { conversationId, staffId: by.id, muted },
        $setOnInsert: { seenInbound: 0, seenAt: null },
      },
      { session: tx.session, upsert: true },
    )
    tell(tx, conversation, by)
  })
}

function tell(tx: Transaction, conversation: Conversation, by: Actor): void {
  tx.publish(
    event('conversation.changed', conversation._id, conversation.version, {
      conversationId: conversation._id,
      byId: by.id,
    }),
  )
}
