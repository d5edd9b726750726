import type { Inquiry } from '../../../core/inquiries/inquiry.model.js'
import { inquiryTransitions } from '../../../core/inquiries/inquiry.model.js'
import type { InquiryRow as ListedInquiry } from '../../../core/inquiries/queries.js'
import { allowedEvents } from '../../../core/transitions.js'
import { type Names, named } from '../names.js'
import type { InquiryRow, InquiryView } from './schema.js'

export function presentInquiryRow(inquiry: ListedInquiry, names: Names): InquiryRow {
  return {
    id: inquiry._id,
    number: inquiry.number,
    channel: inquiry.channel,
    status: inquiry.status,
    qualification: inquiry.qualification,
    byNumber: inquiry.byNumber,
    byMeaning: inquiry.byMeaning,
    byContact: inquiry.byContact,
    source: inquiry.source,
    project: inquiry.project ?? '',
    departmentId: inquiry.departmentId,
    client: named(names.clients, inquiry.clientId),
    contactName: (inquiry.conversationId && names.conversations.get(inquiry.conversationId)) || null,
    assignee: named(names.staff, inquiry.assigneeId),
    conversationId: inquiry.conversationId,
    dealId: inquiry.dealId,
    comment: inquiry.comment,
    deferredUntil: inquiry.deferredUntil?.toISOString() ?? null,
    createdAt: inquiry.createdAt.toISOString(),
    answeredAt: inquiry.answeredAt?.toISOString() ?? null,
    version: inquiry.version,
  }
}

export function presentInquiry(inquiry: Inquiry, names: Names): InquiryView {
  return {
    ...presentInquiryRow(inquiry, names),
    origin: inquiry.origin ?? null,
    answers: inquiry.answers,
    history: presentHistory(inquiry),
    allowed: allowedEvents(inquiryTransitions, inquiry.status),
  }
}

export function presentHistory({ history }: Pick<Inquiry, 'history'>): InquiryView['history'] {
  return history.map(({ event, from, to, by, at, why }) => ({
    event,
    from,
    to,
    by,
    at: at.toISOString(),
    why: why ?? null,
  }))
}
