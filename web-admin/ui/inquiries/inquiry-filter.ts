import { day, id, oneOf, words } from '../app/search'

export const inquiryStatuses = [
  'new',
  'qualifying',
  'waiting',
  'in-work',
  'converted',
  'deferred',
  'trash',
  'closed',
] as const
export const inquiryChannels = [
  'telegram',
  'whatsapp',
  'site',
  'email',
  'sms',
  'api',
  'form',
  'phone',
] as const

export interface InquiryFilter {
  status?: (typeof inquiryStatuses)[number]
  channel?: (typeof inquiryChannels)[number]
  assignee?: 'me' | 'none'
  source?: string
  /** Days of the company's calendar, both included. */
  from?: string
  to?: string
  /** The inquiry whose drawer is open. */
  inquiry?: string
}

export function inquirySearch(raw: Record<string, unknown>): InquiryFilter {
  return {
    status: oneOf(raw, 'status', inquiryStatuses),
    channel: oneOf(raw, 'channel', inquiryChannels),
    assignee: oneOf(raw, 'assignee', ['me', 'none']),
    source: words(raw, 'source', 100),
    from: day(raw, 'from'),
    to: day(raw, 'to'),
    inquiry: id(raw, 'inquiry'),
  }
}
