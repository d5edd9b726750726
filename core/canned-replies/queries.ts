import type { ClientCard } from '../clients/client.model.js'
import { rows } from '../collection.js'
import type { Actor, Core, Locale } from '../context.js'
import type { Deal } from '../deals/deal.model.js'
import { found } from '../errors.js'
import { formatDay, formatMoney } from '../format.js'
import { getConversation } from '../inbox/queries.js'
import type { Inquiry } from '../inquiries/inquiry.model.js'
import type { CannedReply } from './canned-reply.model.js'
import { type FilledIn, fillIn, type Values } from './variables.js'

/** The team's ready replies and this person's own, by shortcut; there are never many. */
export function listCannedReplies(core: Core, by: Actor): Promise<CannedReply[]> {
  return rows(core.models.CannedReply)
    .find({ ownerId: { $in: [null, by.id] } }, { sort: { shortcut: 1 }, limit: 1_000 })
    .toArray()
}

/** One that this person may use. Throws `not-found`. */
export async function getCannedReply(core: Core, by: Actor, cannedReplyId: string): Promise<CannedReply> {
  return found(
    await rows(core.models.CannedReply).findOne({ _id: cannedReplyId, ownerId: { $in: [null, by.id] } }),
    'canned-reply',
  )
}

export type FilledReply = CannedReply & { filled: FilledIn }

/** Ready replies as they would be said in this conversation by this person. Throws `not-found`. */
export async function cannedRepliesFor(
  core: Core,
  by: Actor,
  conversationId: string,
): Promise<FilledReply[]> {
  const [replies, values] = await Promise.all([
    listCannedReplies(core, by),
    valuesFor(core, by, conversationId),
  ])
  return replies.map((reply) => ({ ...reply, filled: fillIn(reply.text, values) }))
}

/** What the variables mean in this conversation, in its client's language. Throws `not-found`. */
export async function valuesFor(core: Core, by: Actor, conversationId: string): Promise<Values> {
  const conversation = await getConversation(core, conversationId)
  const { models, company } = core
  const locale: Locale = conversation.locale === 'en' ? 'en' : 'ru'
  const [client, inquiry, staff] = await Promise.all([
    conversation.clientId === null
      ? null
      : models.Client.findById(conversation.clientId, { name: 1 }).lean<Pick<ClientCard, 'name'> | null>(),
    models.Inquiry.findById(conversation.inquiryId, { number: 1, dealId: 1 }).lean<Pick<
      Inquiry,
      'number' | 'dealId'
    > | null>(),
    by.kind === 'staff' ? rows(models.Staff).findOne({ _id: by.id }) : null,
  ])
  const deal = inquiry?.dealId ? await models.Deal.findById(inquiry.dealId).lean<Deal | null>() : null
  const name = client?.name ?? conversation.title
  return {
    'client.name': name,
    'client.first-name': name.split(/\s+/)[0] ?? '',
    'company.name': company.name,
    'staff.name': staff?.publicProfile.name || (by.kind === 'staff' ? by.name : ''),
    'staff.title': staff?.publicProfile.title ?? '',
    'inquiry.number': inquiry ? String(inquiry.number) : '',
    'deal.number': deal ? String(deal.number) : '',
    'deal.title': deal?.title ?? '',
    'deal.amount': deal && deal.amountMinor > 0 ? formatMoney(deal.amountMinor, deal.currency, locale) : '',
    'deal.due': deal?.dueAt ? formatDay(deal.dueAt, core.clock.now(), company.zone, locale) : '',
  }
}
