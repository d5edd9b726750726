import { z } from 'zod'
import { audit, signature } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { milestones } from '../deals/pipeline.model.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { mustBeInTeam } from '../staff/must-be-in-team.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, line, moment, note, validate } from '../validate.js'
import type { Activity } from './activity.model.js'
import { activityKinds } from './activity-transitions.js'

export const planActivityInput = z.strictObject({
  kind: z.enum(activityKinds).default('task'),
  title: line(500),
  dueAt: moment,
  /** False: some time that day. */
  hasTime: z.boolean().default(true),
  /** Who does it; whoever plans when absent. */
  staffId: id.optional(),
  clientId: id.nullable().optional(),
  dealId: id.nullable().optional(),
  conversationId: id.nullable().optional(),
  /** Colleagues who take part. */
  participants: z.array(id).max(20).optional(),
  guests: note(500).optional(),
  goals: note(2000).optional(),
  /** Set by the rules of a stage. */
  rule: z.string().max(200).nullable().optional(),
  milestone: z.enum(milestones).nullable().optional(),
})

/**
 * Plans something for a person of the team. Client and conversation follow from the deal, the client from the conversation,
 * where they are left out. Throws `date-in-past`, `bad-input` when nobody is to do it, `not-found`.
 */
export async function planActivity(
  core: Core,
  by: Actor,
  input: z.input<typeof planActivityInput>,
  tx?: Transaction,
): Promise<Activity> {
  authorise(by, 'activity.plan')
  const given = validate(planActivityInput, input)
  const staffId = given.staffId ?? (by.kind === 'staff' ? by.id : undefined)
  if (!staffId) throw new OtklikError('bad-input', { fields: { staffId: 'required' } })
  const now = core.clock.now()
  if (given.dueAt <= now) throw new OtklikError('date-in-past', { fields: { dueAt: 'wrong-date' } })
  const run = async (tx: Transaction) => {
    await mustBeInTeam(core, tx, staffId, 'staffId')
    for (const person of given.participants ?? []) await mustBeInTeam(core, tx, person, 'participants')
    // A rule names all that belongs to its deal; the deal's chat may be stored later in the same transaction.
    const links = given.rule
      ? {
          clientId: given.clientId ?? null,
          dealId: given.dealId ?? null,
          conversationId: given.conversationId ?? null,
        }
      : await resolveLinks(core, tx, given)
    const activity: Activity = {
      _id: newId(),
      kind: given.kind,
      status: 'planned',
      title: given.title,
      dueAt: given.dueAt,
      hasTime: given.hasTime,
      staffId,
      ...links,
      participants: [...new Set(given.participants ?? [])],
      guests: given.guests ?? '',
      goals: given.goals ?? '',
      result: '',
      outcome: null,
      rule: given.rule ?? null,
      milestone: given.milestone ?? null,
      remindedAt: null,
      overdueToldAt: null,
      by: signature(by),
      history: [{ at: now, by: signature(by), what: 'plan', to: given.dueAt.toISOString() }],
      completedAt: null,
      version: 1,
      createdAt: now,
    }
    await rows(core.models.Activity).insertOne(activity, { session: tx.session })
    await audit(core, tx, by, 'activity.plan', { kind: 'activity', id: activity._id })
    tx.publish(event('activity.planned', activity._id, 1, { activityId: activity._id, byId: by.id }))
    return activity
  }
  return tx ? run(tx) : inTransaction(core, run)
}

type Links = Pick<Activity, 'clientId' | 'dealId' | 'conversationId'>

async function resolveLinks(
  core: Core,
  tx: Transaction,
  given: { clientId?: string | null; dealId?: string | null; conversationId?: string | null },
): Promise<Links> {
  const { session } = tx
  const { models } = core
  const links: Links = {
    clientId: given.clientId ?? null,
    dealId: given.dealId ?? null,
    conversationId: given.conversationId ?? null,
  }
  if (links.dealId !== null) {
    const deal = found(await rows(models.Deal).findOne({ _id: links.dealId }, { session }), 'deal')
    links.clientId ??= deal.clientId
    links.conversationId ??= deal.conversationId
  }
  if (links.conversationId !== null) {
    const conversation = found(
      await rows(models.Conversation).findOne(
        { _id: links.conversationId },
        { session, projection: { clientId: 1 } },
      ),
      'conversation',
    )
    links.clientId ??= conversation.clientId
  }
  if (links.clientId !== null) {
    found(
      await rows(models.Client).findOne({ _id: links.clientId }, { session, projection: { _id: 1 } }),
      'client',
    )
  }
  return links
}
