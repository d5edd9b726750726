import { plainText } from '../../../../core/content.js'
import type { Message } from '../../../../core/inbox/message.model.js'
import type { ListedConversation } from '../../../../core/inbox/queries.js'
import type { PublicConversation, PublicMessage, PublicNote } from './schema.js'

export function presentConversation(conversation: Omit<ListedConversation, 'dialog'>): PublicConversation {
  return {
    id: conversation._id,
    channel: conversation.channel,
    accountId: conversation.accountId,
    status: conversation.status,
    assigneeId: conversation.assigneeId,
    clientId: conversation.clientId,
    inquiryId: conversation.inquiryId,
    title: conversation.title,
    labels: conversation.labels,
    blocked: conversation.blocked ?? null,
    lastMessageAt: conversation.lastMessageAt.toISOString(),
    unreadCount: conversation.unreadCount,
    snoozedUntil: conversation.snoozedUntil?.toISOString() ?? null,
    createdAt: conversation.createdAt.toISOString(),
    version: conversation.version,
  }
}

export function presentNote({ _id, conversationId, content, mentions, createdAt }: Message): PublicNote {
  return {
    id: _id,
    conversationId,
    text: plainText(content),
    mentionIds: mentions ?? [],
    createdAt: createdAt.toISOString(),
  }
}

/** A message said to or by the client; notes of the team never get here. */
export function presentMessage(message: Message): PublicMessage {
  const { delivery, removed, change } = message
  return {
    id: message._id,
    conversationId: message.conversationId,
    seq: message.seq,
    direction: message.direction === 'in' ? 'in' : 'out',
    author: message.author.kind,
    authorName: message.author.name,
    content: message.content,
    delivery: delivery
      ? { state: delivery.state, ...(delivery.reason ? { reason: delivery.reason } : {}) }
      : null,
    externalId: message.externalId ?? null,
    replyToId: message.replyToId ?? null,
    forwarded: message.forwarded ? { from: message.forwarded.from ?? null } : null,
    clientMessageId: message.clientMessageId ?? null,
    editedAt: message.edits?.at(-1)?.at.toISOString() ?? null,
    removed: removed ? { at: removed.at.toISOString(), by: removed.by } : null,
    change: change
      ? { kind: change.kind, state: change.state, ...(change.reason ? { reason: change.reason } : {}) }
      : null,
    sentAt: message.sentAt.toISOString(),
  }
}
