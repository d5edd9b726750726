import { trusted } from 'mongoose'
import type { ClientCard } from '../clients/client.model.js'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { queueDelivery } from '../deliveries/queue-delivery.js'
import { staffAccountId } from '../deliveries/staff-account.js'
import { event } from '../events.js'
import { formatMoment } from '../format.js'
import type { Staff } from '../staff/staff.model.js'
import { createTexts } from '../texts.js'
import { inTransaction } from '../transaction.js'
import type { Activity } from './activity.model.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

const { text } = createTexts(ru, en)

/** After this a planned activity is somebody else's concern too, ms. */
const dayMs = 24 * 3600_000

/**
 * Tells head and marketer of everything that is a day late (002): each activity once per due date, claimed by a conditional
 * update. Whoever it is late with does not get it, they have had the reminder. Returns how many.
 */
export async function tellOverdue(core: Core): Promise<number> {
  const now = core.clock.now()
  const late = await core.models.Activity.find({
    status: 'planned',
    overdueToldAt: null,
    dueAt: trusted({ $lte: new Date(now.getTime() - dayMs) }),
  })
    .sort({ dueAt: 1 })
    .limit(200)
    .lean<Activity[]>()
  if (late.length === 0) return 0
  const watchers = await core.models.Staff.find({
    active: true,
    role: trusted({ $in: ['head', 'marketer'] }),
  }).lean<Staff[]>()
  let told = 0
  for (const activity of late) {
    try {
      if (await tell(core, activity, watchers, now)) told += 1
    } catch (err) {
      core.log.error({ err, activityId: activity._id }, 'overdue: not told')
    }
  }
  return told
}

async function tell(core: Core, activity: Activity, watchers: Staff[], now: Date): Promise<boolean> {
  const [person, client] = await Promise.all([
    core.models.Staff.findById(activity.staffId).lean<Staff | null>(),
    activity.clientId ? core.models.Client.findById(activity.clientId).lean<ClientCard | null>() : null,
  ])
  return inTransaction(core, async (tx) => {
    const claimed = await rows(core.models.Activity).findOneAndUpdate(
      { _id: activity._id, status: 'planned', overdueToldAt: null, dueAt: activity.dueAt },
      { $set: { overdueToldAt: now }, $inc: { version: 1 } },
      { session: tx.session, returnDocument: 'after' },
    )
    if (!claimed) return false
    for (const watcher of watchers) {
      if (watcher._id === claimed.staffId || !watcher.telegramChatId) continue
      await queueDelivery(core, tx, {
        accountId: staffAccountId,
        chatId: watcher.telegramChatId,
        content: {
          type: 'text',
          text: text(watcher.locale, client ? 'overdue.told' : 'overdue.toldBare', {
            title: claimed.title,
            name: person?.name ?? '',
            client: client?.name ?? '',
            at: formatMoment(claimed.dueAt, now, core.company.zone, watcher.locale),
          }),
        },
        ...(claimed.clientId
          ? {
              extras: {
                keyboard: [
                  [{ text: text(watcher.locale, 'overdue.client'), data: `client:open:${claimed.clientId}` }],
                ],
              },
            }
          : {}),
        subject: { kind: 'activity', id: claimed._id },
        purpose: 'reminder',
        dedupeKey: `overdue:${claimed._id}:${claimed.dueAt.toISOString()}:${watcher._id}`,
      })
    }
    tx.publish(
      event('activity.overdue', claimed._id, claimed.version, {
        activityId: claimed._id,
        staffId: claimed.staffId,
      }),
    )
    return true
  })
}
