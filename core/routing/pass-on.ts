import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { routeInquiry } from './route-inquiry.js'
import type { RoutingDecision } from './routing-decision.model.js'

/** Inquiries looked at in one run; the rest are seconds away. */
const mostAtOnce = 100

/**
 * Inquiries that nobody answered in their time go on: to the next by the same rule, then to the head. Each decision goes
 * on once, claimed by the unique cause of the next; a run that comes late does the same. Returns how many went on.
 */
export async function passOnUnanswered(core: Core): Promise<number> {
  const decisions = rows(core.models.RoutingDecision)
  const due = await decisions
    .find(
      { state: 'open', passOnAt: { $lte: core.clock.now() } },
      { sort: { passOnAt: 1 }, limit: mostAtOnce },
    )
    .toArray()
  let passed = 0
  for (const decision of due) {
    const next = (await isSettled(core, decision))
      ? null
      : await routeInquiry(core, {
          inquiryId: decision.inquiryId,
          cause: `pass:${decision._id}`,
          after: decision,
        })
    // After a crash in between the next decision is there already: this one then counts as settled, and nothing is lost.
    await decisions.updateOne(
      { _id: decision._id, state: 'open' },
      { $set: { state: next ? 'passed' : 'settled' } },
    )
    if (next) passed += 1
  }
  return passed
}

/** Somebody answered, took it, gave it to somebody else, put it aside or ended it. */
async function isSettled(core: Core, decision: RoutingDecision): Promise<boolean> {
  const { models } = core
  const inquiry = await rows(models.Inquiry).findOne(
    { _id: decision.inquiryId },
    { projection: { status: 1, assigneeId: 1 } },
  )
  if (!inquiry || (inquiry.status !== 'waiting' && inquiry.status !== 'converted')) return true
  if (!decision.conversationId) return inquiry.assigneeId !== decision.assigneeId
  const conversation = await rows(models.Conversation).findOne(
    { _id: decision.conversationId },
    { projection: { assigneeId: 1, inquiryId: 1, status: 1 } },
  )
  if (!conversation || conversation.inquiryId !== decision.inquiryId) return true
  if (conversation.assigneeId !== decision.assigneeId || conversation.status !== 'open') return true
  const answer = await rows(models.Message).findOne(
    {
      conversationId: conversation._id,
      direction: 'out',
      'author.kind': 'staff',
      sentAt: { $gte: decision.at },
    },
    { sort: { seq: -1 }, projection: { _id: 1 } },
  )
  return answer !== null
}
