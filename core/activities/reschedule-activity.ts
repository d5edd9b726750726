import { z } from 'zod'
import { withoutUndefined } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { mustBeInTeam } from '../staff/must-be-in-team.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, line, moment, note, validate } from '../validate.js'
import type { Activity } from './activity.model.js'
import { stepActivity } from './step-activity.js'

export const rescheduleActivityInput = z.strictObject({
  activityId: id,
  dueAt: moment,
  hasTime: z.boolean().optional(),
  /** Also hands it to somebody else. */
  staffId: id.optional(),
  title: line(500).optional(),
  participants: z.array(id).max(20).optional(),
  guests: note(500).optional(),
  goals: note(2000).optional(),
  expectedVersion,
})

/** Moves an activity to another time; its reminder will come again. Throws `date-in-past`, `illegal-transition` for a completed one. */
export async function rescheduleActivity(
  core: Core,
  by: Actor,
  input: z.input<typeof rescheduleActivityInput>,
  tx?: Transaction,
): Promise<Activity> {
  const { activityId, dueAt, hasTime, staffId, title, expectedVersion, ...meeting } = validate(
    rescheduleActivityInput,
    input,
  )
  if (dueAt <= core.clock.now()) throw new OtklikError('date-in-past', { fields: { dueAt: 'wrong-date' } })
  const run = async (tx: Transaction) => {
    await mustBeInTeam(core, tx, staffId, 'staffId')
    for (const person of meeting.participants ?? []) await mustBeInTeam(core, tx, person, 'participants')
    return stepActivity(core, by, tx, { activityId, event: 'reschedule', expectedVersion }, (activity) => ({
      dueAt,
      remindedAt: null,
      overdueToldAt: null,
      hasTime: hasTime ?? activity.hasTime,
      staffId: staffId ?? activity.staffId,
      title: title ?? activity.title,
      ...withoutUndefined(meeting),
      from: activity.dueAt.toISOString(),
      to: dueAt.toISOString(),
    }))
  }
  return tx ? run(tx) : inTransaction(core, run)
}
