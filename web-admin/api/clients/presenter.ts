import type { ClientCard } from '../../../core/clients/client.model.js'
import { type CustomField, presentCustom } from '../../../core/clients/custom-fields.js'
import type { ClientRow as ListedClient } from '../../../core/clients/queries.js'
import type { TimelineEntry } from '../../../core/clients/timeline.js'
import type { ContactPoint } from '../../../core/contacts/contact-point.model.js'
import type { ClientMerge } from '../../../core/duplicates/client-merge.model.js'
import type { FoundPair } from '../../../core/duplicates/queries.js'
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
    base: client.base ?? 'cold',
    kind: client.kind,
    territory: client.territory,
    photoFileId: client.photoFileId,
    owner: named(names.staff, client.ownerId),
    createdAt: client.createdAt.toISOString(),
    lastContactAt: client.lastContactAt?.toISOString() ?? null,
    version: client.version,
  }
}

/** What stands around a card. */
export interface ClientSurroundings {
  names: Names
  contactPoints: readonly ContactPoint[]
  conversations: readonly ListedConversation[]
  fields: readonly CustomField[]
  moves: ClientView['moves']
  brought: readonly ListedClient[]
  merges: readonly ClientMerge[]
  duplicates: readonly FoundPair[]
  linkChannels: ClientView['linkChannels']
}

export function presentClient(client: ClientCard, around: ClientSurroundings): ClientView {
  const { consent, facts } = client
  const iso = (at: Date | null) => at?.toISOString() ?? null
  return {
    ...presentClientRow(client, around.names),
    birthday: client.birthday,
    notes: client.notes,
    address: client.address,
    agent: named(around.names.clients, client.agentId),
    bonusPercent: client.bonusPercent,
    source: client.source,
    consent: consent && { text: consent.text, at: new Date(consent.at).toISOString() },
    custom: presentCustom(around.fields, client.custom),
    facts: {
      openDeals: facts.openDeals,
      deals: facts.deals,
      wonDeals: facts.wonDeals,
      wonSum: { value: facts.wonMinor / 100, currency: 'RUB' },
      inquiries: facts.inquiries,
      lastDealAt: iso(facts.lastDealAt),
      lastWonAt: iso(facts.lastWonAt),
      nextActivityAt: iso(facts.nextActivityAt),
      contact: facts.contact,
    },
    history: [...client.history].reverse().map(({ event, from, to, by, at, why }) => ({
      event,
      from,
      to,
      by: by.name,
      at: at.toISOString(),
      why: why ?? null,
    })),
    moves: around.moves,
    brought: around.brought.map(({ _id, name, state, facts }) => ({
      id: _id,
      name,
      state,
      wonDeals: facts?.wonDeals ?? 0,
    })),
    merges: around.merges.map(({ _id, before, by, at }) => ({
      id: _id,
      name: before.other.name,
      by: by.name,
      at: at.toISOString(),
    })),
    duplicates: around.duplicates.flatMap(({ _id, clients, reasons }) => {
      const other = clients.find((each) => each._id !== client._id)
      return other ? [{ pairId: _id, client: { id: other._id, name: other.name }, reasons }] : []
    }),
    linkChannels: around.linkChannels,
    contactPoints: around.contactPoints.map(presentContactPoint),
    conversations: around.conversations.map((conversation) => ({
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
      const { from, to, fromPipeline, toPipeline, by, reason } = entry.move
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
        fromPipeline,
        toPipeline,
        by: by.name,
        reason: reason ?? null,
      }
    }
    case 'state': {
      const { event, from, to, by, why } = entry.move
      return { type: 'state', key, at, event, from, to, by: by.name, why: why ?? null }
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
