import type { ConversationListQuery } from '../../api/contract'
import { oneOf, words } from '../app/search'

export const inboxStatuses = ['active', 'open', 'waiting', 'snoozed', 'closed'] as const
export type InboxStatus = (typeof inboxStatuses)[number]
export const inboxChannels = ['telegram', 'whatsapp', 'site', 'email', 'sms'] as const

/** Lists beside those by status: what I have not seen, where I am called, whom we do not hear. */
export const inboxOnly = ['unread', 'mentions', 'blocked'] as const

export interface InboxFilter {
  status?: Exclude<InboxStatus, 'active'>
  assignee?: 'me' | 'none'
  channel?: (typeof inboxChannels)[number]
  /** One of the channel's accounts. */
  account?: string
  label?: string
  only?: (typeof inboxOnly)[number]
  q?: string
  /** The message to go to, by its order in the conversation. */
  at?: number
}

/** The filter as the address keeps it: what is not there is the default. */
export function inboxSearch(raw: Record<string, unknown>): InboxFilter {
  return {
    status: oneOf(raw, 'status', ['open', 'waiting', 'snoozed', 'closed']),
    assignee: oneOf(raw, 'assignee', ['me', 'none']),
    channel: oneOf(raw, 'channel', inboxChannels),
    account: words(raw, 'account', 60),
    label: words(raw, 'label', 40),
    only: oneOf(raw, 'only', inboxOnly),
    q: words(raw, 'q'),
    at: typeof raw.at === 'number' && Number.isInteger(raw.at) && raw.at >= 0 ? raw.at : undefined,
  }
}

/** The filter as the API wants it. A search looks through closed ones too. */
export function listQuery(filter: InboxFilter): ConversationListQuery {
  const { assignee, channel, account: accountId, label, only, q } = filter
  const status = filter.status ?? (q || only ? undefined : 'active')
  return { status, assignee, channel, accountId, label, only, q }
}

export const isNarrowed = (filter: InboxFilter): boolean =>
  Boolean(
    filter.status ||
      filter.assignee ||
      filter.channel ||
      filter.account ||
      filter.label ||
      filter.only ||
      filter.q,
  )

/** The same list without a place in a conversation. */
export const listOnly = (filter: InboxFilter): InboxFilter => ({ ...filter, at: undefined })
