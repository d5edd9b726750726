import type { Inquiry } from '../../../../core/inquiries/inquiry.model.js'
import { presentHistory } from '../../inquiries/presenter.js'
import type { GivenAnswers, PublicInquiry, PublicInquiryRow } from './schema.js'

export function presentInquiry(inquiry: Inquiry): PublicInquiry {
  return { ...presentInquiryRow(inquiry), history: presentHistory(inquiry) }
}

export function presentInquiryRow(inquiry: Omit<Inquiry, 'history' | 'origin'>): PublicInquiryRow {
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
    clientId: inquiry.clientId,
    conversationId: inquiry.conversationId,
    dealId: inquiry.dealId,
    assigneeId: inquiry.assigneeId,
    comment: inquiry.comment,
    answers: inquiry.answers,
    deferredUntil: inquiry.deferredUntil?.toISOString() ?? null,
    createdAt: inquiry.createdAt.toISOString(),
    answeredAt: inquiry.answeredAt?.toISOString() ?? null,
    version: inquiry.version,
  }
}

/** Answers as another program gives them -> as the inquiry keeps them; the key is the label of those without one. */
export function asAnswers(
  given: GivenAnswers,
): Record<string, { label: string; text: string; value: unknown }> {
  return Object.fromEntries(
    Object.entries(given).map(([key, answer]) => {
      if (typeof answer !== 'object') return [key, { label: key, text: String(answer), value: answer }]
      return [key, { label: answer.label ?? key, text: answer.text, value: answer.text }]
    }),
  )
}
