import { planActivity } from '../activities/plan-activity.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { translate } from '../i18n.js'
import type { Transaction } from '../transaction.js'
import type { Deal } from './deal.model.js'
import { personFor } from './deal-people.js'
import type { Pipeline } from './pipeline.model.js'
import { dueOf } from './stage-activities.js'

/** The call is due on the next working morning. */
const callDue = { days: 1, at: '10:00' }

/**
 * A reason may hand the client on ("buys from suppliers": the wholesale colleague calls and agrees on deliveries): plans
 * that call for the person the pipeline names, or somebody of the role it names.
 */
export async function tellOfLoss(
  core: Core,
  by: Actor,
  tx: Transaction,
  deal: Deal,
  pipeline: Pipeline,
): Promise<void> {
  const reason = pipeline.lossReasons.find((each) => each.key === deal.lostReason?.code)
  if (!reason?.tell) return
  const { staffId, role } = reason.tell
  const named = staffId
    ? await rows(core.models.Staff).findOne(
        { _id: staffId, active: true },
        { session: tx.session, projection: { _id: 1 } },
      )
    : null
  const whom =
    named?._id ??
    (await personFor(core, tx, { ...deal, ownerId: null }, role)) ??
    (role === 'head' ? await personFor(core, tx, { ...deal, ownerId: null }, 'admin') : null)
  if (!whom) return
  const { locale, zone } = core.company
  await planActivity(
    core,
    by,
    {
      kind: 'call',
      title: translate(locale, 'deals.lostTold', { reason: reason.name[locale], title: deal.title }),
      dueAt: dueOf(callDue, core.clock.now(), zone),
      staffId: whom,
      dealId: deal._id,
    },
    tx,
  )
}
