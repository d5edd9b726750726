import { DateTime } from 'luxon'
import type { Activity } from '../../core/activities/activity.model.js'
import { cancelActivity } from '../../core/activities/cancel-activity.js'
import { getActivity } from '../../core/activities/queries.js'
import { rescheduleActivity } from '../../core/activities/reschedule-activity.js'
import type { Core } from '../../core/context.js'
import { askMeeting, showActivity } from './activity-card.js'
import { askResult, finish } from './activity-form.js'
import { redraw, toast } from './answer.js'
import type { ManagerContext } from './desk.js'
import { laterAt, sayMoment } from './later.js'
import { type Press, pressData } from './press.js'

/** Buttons of what is planned and of its reminder: done, in an hour, tomorrow, cancelled. The card then says what came of it. */
export async function pressActivity(
  ctx: ManagerContext,
  [, what, activityId]: Extract<Press, ['act', ...unknown[]]>,
): Promise<void> {
  const { core, by, locale, say } = ctx.desk
  if (what === 'open') return showActivity(ctx, await getActivity(core, activityId))
  if (what === 'goals' || what === 'people') return askMeeting(ctx, activityId, what)
  if (what === 'done') return finish(ctx, activityId)
  if (what === 'words') return askResult(ctx, activityId)
  if (what === 'undo') {
    const activity = await cancelActivity(core, by, { activityId })
    await toast(ctx, say('activity.cancelled'))
    return redraw(ctx, { text: say('activity.cancelledCard', { title: activity.title }) })
  }
  const before = await getActivity(core, activityId)
  const dueAt = what === 'hour' ? laterAt(core, 'hour') : tomorrowAsPlanned(core, before)
  const activity = await rescheduleActivity(core, by, { activityId, dueAt })
  const text = say('remind.done', { at: sayMoment(core, dueAt, locale), title: activity.title })
  await toast(ctx, text)
  const keyboard = [[{ text: say('buttons.done'), data: pressData(['act', 'done', activityId]) }]]
  await redraw(ctx, { text, keyboard })
}

/** Tomorrow at the hour it was planned for; a day without an hour means the morning. */
function tomorrowAsPlanned(core: Core, activity: Activity): Date {
  if (!activity.hasTime) return laterAt(core, 'tomorrow')
  const { zone } = core.company
  const planned = DateTime.fromJSDate(activity.dueAt, { zone })
  return DateTime.fromJSDate(core.clock.now(), { zone })
    .plus({ days: 1 })
    .set({ hour: planned.hour, minute: planned.minute, second: 0, millisecond: 0 })
    .toJSDate()
}
