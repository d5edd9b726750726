import type { Deal } from '../../core/deals/deal.model.js'
import { OtklikError } from '../../core/errors.js'
import type { Inquiry } from '../../core/inquiries/inquiry.model.js'
import { answer } from './answer.js'
import type { ManagerContext } from './desk.js'
import { currentOf, recall } from './memory.js'

/**
 * The conversation a command is about: that of the message it replies to, else the one opened or answered last. Null
 * after telling the person that there is none.
 */
export async function talkInQuestion(ctx: ManagerContext): Promise<string | null> {
  const { core, chatId, say } = ctx.desk
  const replied = ctx.message?.reply_to_message
  const about = replied ? await recall(core, chatId, replied.message_id) : null
  const conversationId = about?.conversationId ?? (await currentOf(core, chatId)).conversationId
  if (conversationId && (await core.models.Conversation.exists({ _id: conversationId })))
    return conversationId
  await answer(ctx, { text: say('where.noTalk') })
  return null
}

/**
 * The deal a command is about: `#123`, that of the message it replies to, else the one opened last, else the one of the
 * conversation. Null after telling the person that there is none. Throws `not-found` for a number nobody has.
 */
export async function dealInQuestion(ctx: ManagerContext, number: number | null): Promise<Deal | null> {
  const { core, chatId, say } = ctx.desk
  const { Deal: deals } = core.models
  if (number !== null) {
    const deal = await deals.findOne({ number }).lean<Deal | null>()
    if (!deal) throw new OtklikError('not-found', { params: { what: 'deal' } })
    return deal
  }
  const replied = ctx.message?.reply_to_message
  const about =
    (replied && (await recall(core, chatId, replied.message_id))) ?? (await currentOf(core, chatId))
  const dealId = about.dealId ?? (await dealIdOf(ctx, about.conversationId))
  const deal = dealId ? await deals.findById(dealId).lean<Deal | null>() : null
  if (!deal) await answer(ctx, { text: say('where.noDeal') })
  return deal
}

async function dealIdOf(ctx: ManagerContext, conversationId: string | null): Promise<string | null> {
  if (!conversationId) return null
  const { Conversation: conversations, Inquiry: inquiries } = ctx.desk.core.models
  const conversation = await conversations
    .findById(conversationId)
    .select('inquiryId')
    .lean<{ inquiryId: string } | null>()
  if (!conversation) return null
  const inquiry = await inquiries
    .findById(conversation.inquiryId)
    .select('dealId')
    .lean<Pick<Inquiry, 'dealId'> | null>()
  return inquiry?.dealId ?? null
}

/** Takes `#123` or `№ 123` off the beginning of what was written after a command. */
export function takeNumber(text: string): { number: number | null; rest: string } {
  const match = /^[#№]\s*(\d{1,9})(?:\s+|$)/.exec(text.trim())
  return match
    ? { number: Number(match[1]), rest: text.trim().slice(match[0].length).trim() }
    : { number: null, rest: text.trim() }
}
