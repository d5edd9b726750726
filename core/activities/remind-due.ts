import { trusted } from 'mongoose'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { queueDelivery } from '../deliveries/queue-delivery.js'
import { staffAccountId } from '../deliveries/staff-account.js'
import { reminderKeyboard } from '../deliveries/staff-keyboards.js'
import { event } from '../events.js'
import { formatMoment } from '../format.js'
import type { Staff } from '../staff/staff.model.js'
import { createTexts } from '../texts.js'
import { inTransaction } from '../transaction.js'
import type { Activity } from './activity.model.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'

const { text } = createTexts(ru, en)

/** A reminder this late says so: the person should know that we, not they, were asleep. */
const lateMs = 10 * 60_000

/**
 * Reminds of everything that fell due: each activity once per due date, claimed by a conditional update, so that any
 * number of processes and late runs remind once. Returns how many.
 */
export async function remindDue(core: Core): Promise<number> {
  const now = core.clock.now()
  const due = await core.models.Activity.find({
    status: 'planned',
    remindedAt: null,
    dueAt: trusted({ $lte: now }),
  })
    .sort({ dueAt: 1 })
    .limit(200)
    .lean<Activity[]>()
  let reminded = 0
  for (const activity of due) {
    try {
      if (await remind(core, activity, now)) reminded += 1
    } catch (err) {
      // One reminder that cannot be written must not hold up the others; it is still due on the next sweep.
      if (!isDuplicateKey(err)) core.log.error({ err, activityId: activity._id }, 'reminder: not queued')
    }
  }
  return reminded
}

async function remind(core: Core, activity: Activity, now: Date): Promise<boolean> {
  const staff = await core.models.Staff.findById(activity.staffId).lean<Staff | null>()
  return inTransaction(core, async (tx) => {
    const claimed = await rows(core.models.Activity).findOneAndUpdate(
      { _id: activity._id, status: 'planned', remindedAt: null, dueAt: activity.dueAt },
      { $set: { remindedAt: now }, $inc: { version: 1 } },
      { session: tx.session, returnDocument: 'after' },
    )
    if (!claimed) return false
    if (staff?.active && staff.telegramChatId) {
      await queueDelivery(core, tx, {
        accountId: staffAccountId,
        chatId: staff.telegramChatId,
        content: { type: 'text', text: reminderText(core, claimed, staff, now) },
        extras: {
          keyboard: reminderKeyboard(
            claimed._id,
            {
              done: text(staff.locale, 'reminder.done'),
              hour: text(staff.locale, 'reminder.hour'),
              tomorrow: text(staff.locale, 'reminder.tomorrow'),
              client: text(staff.locale, 'reminder.client'),
            },
            claimed.clientId,
          ),
        },
        subject: {
          kind: 'activity',
          id: claimed._id,
          ...(claimed.conversationId ? { conversationId: claimed.conversationId } : {}),
        },
        purpose: 'reminder',
        dedupeKey: `reminder:${claimed._id}:${claimed.dueAt.toISOString()}`,
      })
    }
    tx.publish(
      event('activity.due', claimed._id, claimed.version, {
        activityId: claimed._id,
        staffId: claimed.staffId,
      }),
    )
    return true
  })
}

function reminderText(core: Core, activity: Activity, staff: Staff, now: Date): string {
  const late = now.getTime() - activity.dueAt.getTime() > lateMs
  const params = {
    title: activity.title,
    at: formatMoment(activity.dueAt, now, core.company.zone, staff.locale),
  }
  return text(staff.locale, late ? 'reminder.late' : 'reminder.due', params)
}
