import type { ConversationListQuery } from '../../api/contract'
import { oneOf, words } from '../app/search'

export const inboxStatuses = ['active', 'open', 'waiting', 'snoozed', 'closed'] as const
export type InboxStatus = (typeof inboxStatuses)[number]
export const inboxChannels = ['telegram', 'whatsapp', 'site', 'email', 'sms'] as const

export interface InboxFilter {
  status?: Exclude<InboxStatus, 'active'>
  assignee?: 'me' | 'none'
  channel?: (typeof inboxChannels)[number]
  q?: string
}

/** The filter as the address keeps it: what is not there is the default. */
export function inboxSearch(raw: Record<string, unknown>): InboxFilter {
  return {
    status: oneOf(raw, 'status', ['open', 'waiting', 'snoozed', 'closed']),
    assignee: oneOf(raw, 'assignee', ['me', 'none']),
    channel: oneOf(raw, 'channel', inboxChannels),
    q: words(raw, 'q'),
  }
}

/** The filter as the API wants it. A search looks through closed ones too. */
export function listQuery(filter: InboxFilter): ConversationListQuery {
  const status = filter.status ?? (filter.q ? undefined : 'active')
  return { status, assignee: filter.assignee, channel: filter.channel, q: filter.q }
}

export const isNarrowed = (filter: InboxFilter): boolean =>
  Boolean(filter.status || filter.assignee || filter.channel || filter.q)
