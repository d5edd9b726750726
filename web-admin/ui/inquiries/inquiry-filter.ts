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
  assignee?: string
  source?: string
  base?: 'undefined' | 'active'
  qualification?: 'unknown' | 'lead' | 'not-lead'
  byNumber?: 'primary' | 'repeat'
  byMeaning?: 'unknown' | 'target' | 'not-target'
  byContact?: 'none' | 'received' | 'verified'
  departmentId?: string
  project?: string
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
    assignee: oneOf(raw, 'assignee', ['me', 'none']) ?? id(raw, 'assignee'),
    base: oneOf(raw, 'base', ['undefined', 'active']),
    qualification: oneOf(raw, 'qualification', ['unknown', 'lead', 'not-lead']),
    byNumber: oneOf(raw, 'byNumber', ['primary', 'repeat']),
    byMeaning: oneOf(raw, 'byMeaning', ['unknown', 'target', 'not-target']),
    byContact: oneOf(raw, 'byContact', ['none', 'received', 'verified']),
    departmentId: oneOf(raw, 'departmentId', ['none']) ?? id(raw, 'departmentId'),
    project: words(raw, 'project', 100),
    source: words(raw, 'source', 100),
    from: day(raw, 'from'),
    to: day(raw, 'to'),
    inquiry: id(raw, 'inquiry'),
  }
}
