import { DateTime } from 'luxon'
import type { Activity } from '../activities/activity.model.js'
import { cancelActivity } from '../activities/cancel-activity.js'
import { planActivity } from '../activities/plan-activity.js'
import { rows } from '../collection.js'
import { type Actor, type Core, system } from '../context.js'
import { dayKind } from '../schedule/production-calendar.js'
import type { Transaction } from '../transaction.js'
import type { Deal } from './deal.model.js'
import { personFor } from './deal-people.js'
import type { Pipeline, Stage, StageActivity } from './pipeline.model.js'

/** Something due today whose hour has passed is due after this, ms. */
const soonMs = 3600_000

/** Names the rule an activity comes from: an open one of the same rule is not planned again. */
export function ruleOf(pipeline: Pick<Pipeline, 'key'>, stage: Pick<Stage, 'key'>, key: string): string {
  return `${pipeline.key}/${stage.key}/${key}`
}

/**
 * Plans what the stage asks for, in the caller's transaction. A deal without an owner gets it when somebody takes it.
 * Returns how many.
 */
export async function planStageActivities(
  core: Core,
  by: Actor,
  tx: Transaction,
  deal: Deal,
  pipeline: Pipeline,
  stage: Stage,
): Promise<number> {
  let planned = 0
  for (const rule of stage.activities ?? []) {
    const staffId =
      (rule.role ? await personFor(core, tx, deal, rule.role) : null) ?? deal.ownerId ?? deal.salesId
    if (!staffId) continue
    const name = ruleOf(pipeline, stage, rule.key)
    const open = await rows(core.models.Activity).findOne(
      { dealId: deal._id, rule: name, status: 'planned' },
      { session: tx.session, projection: { _id: 1 } },
    )
    if (open) continue
    await planActivity(
      core,
      by,
      {
        kind: rule.kind,
        title: rule.title[core.company.locale],
        dueAt: dueOf(rule, core.clock.now(), core.company.zone),
        staffId,
        dealId: deal._id,
        clientId: deal.clientId,
        conversationId: deal.conversationId,
        rule: name,
        milestone: rule.milestone ?? null,
      },
      tx,
    )
    planned += 1
  }
  return planned
}

/** What earlier stages planned and nobody did is over once the deal has gone on; own plans of people stay. */
export async function dropStageActivities(core: Core, tx: Transaction, deal: Deal): Promise<void> {
  const left = await rows(core.models.Activity)
    .find(
      { dealId: deal._id, status: 'planned', rule: { $type: 'string' } },
      { session: tx.session, projection: { rule: 1 } },
    )
    .toArray()
  for (const activity of left as Pick<Activity, '_id' | 'rule'>[]) {
    if (activity.rule?.startsWith(`${deal.pipeline}/${deal.stage}/`)) continue
    await cancelActivity(core, system, { activityId: activity._id }, tx)
  }
}

/** When a rule's activity is due: so many working days of the Russian calendar on, at its hour. */
export function dueOf(rule: Pick<StageActivity, 'days' | 'at'>, now: Date, zone: string): Date {
  let day = DateTime.fromJSDate(now, { zone })
  for (let left = rule.days; left > 0; ) {
    day = day.plus({ days: 1 })
    if (dayKind(day.toISODate() ?? '') !== 'day-off') left -= 1
  }
  const [hour = 0, minute = 0] = rule.at.split(':').map(Number)
  const due = day.set({ hour, minute, second: 0, millisecond: 0 }).toJSDate()
  return due > now ? due : new Date(now.getTime() + soonMs)
}
