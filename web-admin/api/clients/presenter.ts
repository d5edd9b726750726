import type { ClientCard } from '../../../core/clients/client.model.js'
import type { ClientRow as ListedClient } from '../../../core/clients/queries.js'
import type { TimelineEntry } from '../../../core/clients/timeline.js'
import type { ContactPoint } from '../../../core/contacts/contact-point.model.js'
import type { ListedConversation } from '../../../core/inbox/queries.js'
import { type Names, named } from '../names.js'
import type { ClientRow, ClientView, ContactPointView, TimelineItem } from './schema.js'

export function presentClientRow(client: ListedClient, names: Names): ClientRow {
  return {
    id: client._id,
    name: client.name,
    company: named(names.companies, client.companyId),
    position: client.position,
    phones: client.phones,
    emails: client.emails,
    relation: client.relation,
    state: client.state,
    owner: named(names.staff, client.ownerId),
    createdAt: client.createdAt.toISOString(),
    lastContactAt: client.lastContactAt?.toISOString() ?? null,
    version: client.version,
  }
}

export function presentClient(
  client: ClientCard,
  names: Names,
  contactPoints: readonly ContactPoint[],
  conversations: readonly ListedConversation[],
): ClientView {
  const { consent } = client
  return {
    ...presentClientRow(client, names),
    birthday: client.birthday,
    notes: client.notes,
    address: client.address,
    territory: client.territory,
    kind: client.kind,
    agent: named(names.clients, client.agentId),
    bonusPercent: client.bonusPercent,
    source: client.source,
    consent: consent && { text: consent.text, at: new Date(consent.at).toISOString() },
    custom: client.custom,
    photoFileId: client.photoFileId,
    contactPoints: contactPoints.map(presentContactPoint),
    conversations: conversations.map((conversation) => ({
      id: conversation._id,
      channel: conversation.channel,
      title: conversation.title,
      status: conversation.status,
      lastMessageAt: conversation.lastMessageAt.toISOString(),
    })),
  }
}

export function presentContactPoint(point: ContactPoint): ContactPointView {
  const { _id, kind, value, name, username, state, reachable } = point
  return { id: _id, kind, value, name, username: username ?? null, state, reachable }
}

export function presentTimelineEntry(entry: TimelineEntry, names: Names): TimelineItem {
  const { key } = entry
  const at = entry.at.toISOString()
  switch (entry.kind) {
    case 'message': {
      const { _id, conversationId, channel, direction, author, content } = entry.message
      return {
        type: 'message',
        key,
        at,
        id: _id,
        conversationId,
        channel,
        direction,
        author: author.name,
        content,
      }
    }
    case 'inquiry': {
      const { event, from, to, by, why } = entry.move
      const { inquiryId, number } = entry
      return { type: 'inquiry', key, at, inquiryId, number, event, from, to, by: by.name, why: why ?? null }
    }
    case 'deal': {
      const { from, to, by, reason } = entry.move
      const { dealId, number, title, pipeline } = entry
      return {
        type: 'deal',
        key,
        at,
        dealId,
        number,
        title,
        pipeline,
        from,
        to,
        by: by.name,
        reason: reason ?? null,
      }
    }
    case 'activity': {
      const { _id, kind, title, dueAt, staffId, result } = entry.activity
      return {
        type: 'activity',
        key,
        at,
        activityId: _id,
        what: entry.what,
        kind,
        title,
        dueAt: dueAt.toISOString(),
        staff: { id: staffId, name: names.staff.get(staffId) ?? '' },
        result,
      }
    }
  }
}
