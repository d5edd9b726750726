import { trusted } from 'mongoose'
import type { ChannelKind } from '../channel.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import { type Page, planPage, readPage, type Sorts } from '../paging.js'
import { searchFilter } from '../search-words.js'
import type { Conversation, ConversationStatus } from './conversation.model.js'
import type { Message } from './message.model.js'

export interface ConversationFilter {
  /** `active`: everything that is not closed. */
  status?: ConversationStatus | 'active'
  /** A staff id, or `none` for those nobody has. */
  assigneeId?: string
  channel?: ChannelKind
  /** The bot, number or site that they wrote to. */
  accountId?: string
  clientId?: string
  /** Beginnings of words of the title, or one of these clients. */
  search?: { title: string; clientIds: string[] }
  label?: string
  /** Only those of blocked contacts; else they are among the closed ones. */
  blocked?: boolean
  /** Messages that nobody has seen. */
  unread?: boolean
  /** Only these. */
  ids?: readonly string[]
}

/** What the inbox shows of a conversation: the rest of the document stays in the database. */
const listed = {
  channel: 1,
  accountId: 1,
  title: 1,
  clientId: 1,
  inquiryId: 1,
  status: 1,
  snoozedUntil: 1,
  assigneeId: 1,
  labels: 1,
  blocked: 1,
  inboundCount: 1,
  unreadCount: 1,
  lastMessageAt: 1,
  lastMessage: 1,
  lastInboundAt: 1,
  reachable: 1,
  version: 1,
  createdAt: 1,
  'dialog.status': 1,
  'dialog.scriptId': 1,
} as const

export type ListedConversation = Omit<Conversation, 'dialog' | 'contactPointId' | 'chatId' | 'locale'> & {
  dialog: { status: string; scriptId: string } | null
}

export interface ListRequest {
  limit: number
  cursor?: string | undefined
  sort?: string | undefined
}

export const conversationSorts: Sorts = { lastMessageAt: { path: 'lastMessageAt', type: 'date' } }

/** The inbox, newest message first, projected to what lists show. Throws `bad-cursor`, `bad-input` for an unknown sort. */
export function listConversations(
  core: Core,
  filter: ConversationFilter,
  page: ListRequest,
): Promise<Page<ListedConversation>> {
  const where: Record<string, unknown> = {}
  if (filter.status) where.status = filter.status === 'active' ? { $ne: 'closed' } : filter.status
  if (filter.assigneeId) where.assigneeId = filter.assigneeId === 'none' ? null : filter.assigneeId
  if (filter.channel) where.channel = filter.channel
  if (filter.accountId) where.accountId = filter.accountId
  if (filter.clientId) where.clientId = filter.clientId
  if (filter.label) where.labels = filter.label
  if (filter.blocked) where.blocked = { $in: ['spam', 'blocked'] }
  if (filter.ids) where._id = { $in: filter.ids }
  if (filter.unread) where.unreadCount = { $gt: 0 }
  if (filter.search) {
    const title = searchFilter(filter.search.title)
    where.$or = [...(title ? [title] : []), { clientId: { $in: filter.search.clientIds } }]
  }
  const plan = planPage(page, conversationSorts, '-lastMessageAt')
  return readPage<Conversation, ListedConversation>(
    core.models.Conversation.collection as never,
    where,
    plan,
    listed,
  )
}

/** Throws `not-found`. */
export async function getConversation(core: Core, conversationId: string): Promise<Conversation> {
  return found(
    await core.models.Conversation.findById(conversationId).lean<Conversation | null>(),
    'conversation',
  )
}

/** Messages of a conversation in ascending order: the last `limit` of them, or those before or after a `seq`. */
export async function listMessages(
  core: Core,
  input: { conversationId: string; afterSeq?: number; beforeSeq?: number; limit: number },
): Promise<Message[]> {
  const seq = {
    ...(input.afterSeq === undefined ? {} : { $gt: input.afterSeq }),
    ...(input.beforeSeq === undefined ? {} : { $lt: input.beforeSeq }),
  }
  const forward = input.afterSeq !== undefined
  const rows = await core.models.Message.find({
    conversationId: input.conversationId,
    ...(Object.keys(seq).length > 0 ? { seq: trusted(seq) } : {}),
  })
    .sort({ seq: forward ? 1 : -1 })
    .limit(input.limit)
    .lean<Message[]>()
  return forward ? rows : rows.reverse()
}

export async function getMessage(core: Core, messageId: string): Promise<Message> {
  return found(await core.models.Message.findById(messageId).lean<Message | null>(), 'message')
}

/** What the inbox calls these conversations: id -> title. */
export async function conversationTitles(
  core: Core,
  ids: readonly (string | null)[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const titles = await core.models.Conversation.find({ _id: trusted({ $in: wanted }) }, { title: 1 }).lean<
    { _id: string; title: string }[]
  >()
  return new Map(titles.map(({ _id, title }) => [_id, title]))
}
