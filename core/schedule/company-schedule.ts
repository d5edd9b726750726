import { audit } from '../audit.js'
import { cachedSetting, forgetSetting } from '../cached-setting.js'
import type { Actor, Core } from '../context.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { validate } from '../validate.js'
import { type CompanySchedule, companySchedule, defaultSchedule } from './working-hours.js'

const settingId = 'schedule'

/** The company's working hours; the default until somebody sets them. */
export async function readSchedule(core: Core): Promise<CompanySchedule> {
  const parsed = companySchedule.safeParse(await cachedSetting(core, settingId))
  return parsed.success ? parsed.data : defaultSchedule
}

/** Sets the company's working hours. Throws `bad-input` with the fields that are wrong. */
export async function updateSchedule(core: Core, by: Actor, input: unknown): Promise<CompanySchedule> {
  authorise(by, 'schedule.update')
  const schedule = validate(companySchedule, input)
  await inTransaction(core, async (tx) => {
    await core.models.Setting.updateOne(
      { _id: settingId },
      { $set: { value: schedule }, $inc: { version: 1 } },
      { upsert: true, session: tx.session },
    )
    await audit(core, tx, by, 'schedule.update', { kind: 'setting', id: settingId })
  })
  forgetSetting(core, settingId)
  return schedule
}
