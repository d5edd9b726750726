import { plainText } from '../../../core/content.js'
import { isRunning } from '../../../core/dialogs/stop-dialog.js'
import type { ConversationView as PersonalView } from '../../../core/inbox/conversation-view.model.js'
import type { Message } from '../../../core/inbox/message.model.js'
import { unreadOf } from '../../../core/inbox/personal-views.js'
import type { ListedConversation } from '../../../core/inbox/queries.js'
import type { AutoreplyDecision } from '../../../core/models.js'
import type { Client, LoadedConversation } from './load-conversation.js'
import type { AutoreplyView, ConversationRow, ConversationView, MessageView } from './schema.js'

/** Earlier wordings shown of a message. */
const shownEditions = 20

type Listed = Pick<
  ListedConversation,
  | '_id'
  | 'channel'
  | 'accountId'
  | 'title'
  | 'status'
  | 'snoozedUntil'
  | 'assigneeId'
  | 'clientId'
  | 'inquiryId'
  | 'labels'
  | 'blocked'
  | 'inboundCount'
  | 'unreadCount'
  | 'lastMessageAt'
  | 'lastMessage'
  | 'lastInboundAt'
  | 'reachable'
  | 'version'
> & { dialog?: { status: string } | null }

/**
 * @param names of the team, id -> name
 * @param view how the person who asks stands to it
 */
export function presentRow(
  conversation: Listed,
  names: ReadonlyMap<string, string>,
  view: PersonalView | undefined,
): ConversationRow {
  const { assigneeId, status, lastInboundAt } = conversation
  return {
    id: conversation._id,
    channel: conversation.channel,
    accountId: conversation.accountId,
    title: conversation.title,
    status,
    snoozedUntil: conversation.snoozedUntil?.toISOString() ?? null,
    assignee: assigneeId === null ? null : { id: assigneeId, name: names.get(assigneeId) ?? '' },
    clientId: conversation.clientId,
    inquiryId: conversation.inquiryId,
    labels: conversation.labels,
    unreadCount: unreadOf(conversation, view),
    muted: view?.muted ?? false,
    blocked: conversation.blocked ?? null,
    lastMessageAt: conversation.lastMessageAt.toISOString(),
    lastMessage: conversation.lastMessage,
    waitingSince: status === 'open' ? (lastInboundAt?.toISOString() ?? null) : null,
    // The list's projection leaves the field out where there is none.
    dialogRuns: isRunning(conversation.dialog ?? null),
    reachable: conversation.reachable,
    version: conversation.version,
  }
}

export function presentConversation(loaded: LoadedConversation): ConversationView {
  const { conversation, contact, client, inquiry, names, view, capabilities, window } = loaded
  return {
    ...presentRow(conversation, names, view),
    createdAt: conversation.createdAt.toISOString(),
    locale: conversation.locale,
    contact: {
      name: contact?.name ?? conversation.title,
      username: contact?.username ?? null,
      state: contact?.state ?? 'received',
    },
    client: client && presentClient(client),
    inquiry: inquiry && {
      id: inquiry._id,
      number: inquiry.number,
      status: inquiry.status,
      source: inquiry.source,
      dealId: inquiry.dealId,
    },
    gaps: loaded.gaps.map(({ from, to, keptHours }) => ({
      from: from.toISOString(),
      to: to.toISOString(),
      ...(keptHours === undefined ? {} : { keptHours }),
    })),
    change: {
      edit: capabilities?.edit ?? false,
      editWithinHours: capabilities?.editWithinHours ?? null,
      remove: capabilities?.remove ?? false,
      removeWithinHours: capabilities?.removeWithinHours ?? null,
    },
    window: window && { ...window, closesAt: window.closesAt?.toISOString() ?? null },
    dialog: loaded.dialog,
  }
}

function presentClient({ _id, name, phones, emails, ownerId }: Client) {
  return { id: _id, name, phones, emails, ownerId }
}

export function presentMessage(message: Message): MessageView {
  const { delivery, edits, removed, change } = message
  return {
    id: message._id,
    conversationId: message.conversationId,
    seq: message.seq,
    direction: message.direction,
    author: { kind: message.author.kind, id: message.author.id ?? null, name: message.author.name },
    content: message.content,
    replyToId: message.replyToId ?? null,
    forwarded: message.forwarded ? { from: message.forwarded.from ?? null } : null,
    delivery: delivery
      ? { state: delivery.state, reason: delivery.reason ?? null, at: delivery.at.toISOString() }
      : null,
    clientMessageId: message.clientMessageId ?? null,
    editedAt: edits?.at(-1)?.at.toISOString() ?? null,
    previous: (edits ?? []).slice(-shownEditions).map(({ at, content }) => ({
      text: plainText(content),
      at: at.toISOString(),
    })),
    removed: removed ? { at: removed.at.toISOString(), by: removed.by } : null,
    change: change
      ? {
          kind: change.kind,
          state: change.state,
          text: change.content ? plainText(change.content) : null,
          reason: change.reason ?? null,
        }
      : null,
    mentions: message.mentions ?? [],
    reactions: (message.reactions ?? []).flatMap(({ emoji }) => emoji ?? []),
    sentAt: message.sentAt.toISOString(),
  }
}

export function presentAutoreply(row: AutoreplyDecision): AutoreplyView {
  return {
    id: row._id,
    messageId: row.messageId,
    decision: row.decision,
    reason: row.reason,
    details: row.details,
    at: row.at.toISOString(),
  }
}
