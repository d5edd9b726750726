import type { ChannelKind, Origin } from '../channel.js'
import { houseSchema, json } from '../schema.js'
import type { TransitionMap } from '../transitions.js'

/**
 * An inquiry (обращение): one time somebody came to us, apart from who they are (client), how they reach us (contact
 * point) and what we sell them (deal).
 */
export interface Inquiry {
  _id: string
  number: number
  channel: ChannelKind | 'api' | 'form' | 'phone'
  accountId: string
  conversationId: string | null
  contactPointId: string | null
  clientId: string | null
  dealId: string | null
  assigneeId: string | null
  departmentId: string | null
  /** How it came to whoever has it: the last decision of the routing rules. */
  routingDecisionId?: string | null
  status: InquiryStatus
  /** First time this person comes, or again. */
  byNumber: 'primary' | 'repeat'
  byMeaning: 'unknown' | 'target' | 'not-target'
  byContact: 'none' | 'received' | 'verified'
  qualification: 'unknown' | 'lead' | 'not-lead'
  source: string
  /** Which of the company's projects (sites, brands, campaigns) it belongs to; empty when nobody said. */
  project: string
  origin?: Origin
  /** Confirmed answers of the script: key -> what was said and what it means. */
  answers: Record<string, { label: string; text: string; value: unknown }>
  comment: string
  deferredUntil: Date | null
  history: InquiryMove[]
  version: number
  createdAt: Date
  /** When a person or the script first answered; null while nobody did. */
  answeredAt: Date | null
}

export interface InquiryMove {
  event: InquiryEvent | 'open' | 'attach'
  from: InquiryStatus | null
  to: InquiryStatus
  by: { kind: string; id: string; name: string }
  at: Date
  why?: string
}

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
/** The undefined base: demand put off to a date, and what is no demand at all (004 5.1.5). */
export const undefinedBase = ['deferred', 'trash'] as const satisfies readonly InquiryStatus[]
export type InquiryStatus = (typeof inquiryStatuses)[number]
export type InquiryEvent =
  | 'qualify'
  | 'ask-human'
  | 'take'
  | 'release'
  | 'convert'
  | 'defer'
  | 'discard'
  | 'close'
  | 'return'

/** Every status an inquiry can have and every way between them; anything else is refused. */
export const inquiryTransitions: TransitionMap<InquiryStatus, InquiryEvent> = {
  new: {
    qualify: 'qualifying',
    'ask-human': 'waiting',
    take: 'in-work',
    convert: 'converted',
    defer: 'deferred',
    discard: 'trash',
    close: 'closed',
  },
  qualifying: {
    'ask-human': 'waiting',
    take: 'in-work',
    convert: 'converted',
    defer: 'deferred',
    discard: 'trash',
    close: 'closed',
  },
  waiting: {
    qualify: 'qualifying',
    take: 'in-work',
    convert: 'converted',
    defer: 'deferred',
    discard: 'trash',
    close: 'closed',
  },
  'in-work': {
    take: 'in-work',
    release: 'waiting',
    convert: 'converted',
    defer: 'deferred',
    discard: 'trash',
    close: 'closed',
  },
  converted: { take: 'converted', close: 'closed' },
  deferred: { return: 'waiting', take: 'in-work', convert: 'converted', discard: 'trash', close: 'closed' },
  trash: { return: 'waiting' },
  closed: { return: 'waiting' },
}

export const inquirySchema = houseSchema<Inquiry>('inquiries', {
  number: { type: Number, required: true },
  channel: { type: String, required: true },
  accountId: { type: String, default: '' },
  conversationId: { type: String, default: null },
  contactPointId: { type: String, default: null },
  clientId: { type: String, default: null },
  dealId: { type: String, default: null },
  assigneeId: { type: String, default: null },
  departmentId: { type: String, default: null },
  routingDecisionId: { type: String, default: null },
  status: { type: String, enum: inquiryStatuses, required: true },
  byNumber: { type: String, default: 'primary' },
  byMeaning: { type: String, default: 'unknown' },
  byContact: { type: String, default: 'none' },
  qualification: { type: String, default: 'unknown' },
  source: { type: String, default: '' },
  project: { type: String, default: '' },
  origin: json,
  answers: { type: json, default: {} },
  comment: { type: String, default: '' },
  deferredUntil: { type: Date, default: null },
  history: { type: json, default: [] },
  version: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
  answeredAt: { type: Date, default: null },
})
inquirySchema.index({ number: 1 }, { unique: true })
inquirySchema.index({ createdAt: -1, _id: -1 })
inquirySchema.index({ status: 1, createdAt: -1, _id: -1 })
inquirySchema.index({ assigneeId: 1, createdAt: -1, _id: -1 })
inquirySchema.index({ channel: 1, createdAt: -1, _id: -1 })
inquirySchema.index({ source: 1, createdAt: -1, _id: -1 })
inquirySchema.index({ departmentId: 1, createdAt: -1, _id: -1 })
inquirySchema.index({ project: 1, createdAt: -1, _id: -1 })
inquirySchema.index({ qualification: 1, createdAt: -1, _id: -1 })
inquirySchema.index({ conversationId: 1, createdAt: -1, _id: -1 })
inquirySchema.index({ clientId: 1, createdAt: -1, _id: -1 })
inquirySchema.index({ deferredUntil: 1 }, { partialFilterExpression: { status: 'deferred' } })
