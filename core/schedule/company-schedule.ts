import { audit } from '../audit.js'
import { cachedSetting, forgetSetting } from '../cached-setting.js'
import type { Actor, Core } from '../context.js'
import { fieldChanges } from '../field-changes.js'
import { authorise } from '../policies/authorise.js'
import { readVersioned, writeVersioned } from '../settings/versioned-setting.js'
import { inTransaction } from '../transaction.js'
import { validate } from '../validate.js'
import { type CompanySchedule, companySchedule, defaultSchedule } from './working-hours.js'

const settingId = 'schedule'

/** The company's working hours; the default until somebody sets them. */
export function readSchedule(core: Core): Promise<CompanySchedule> {
  return cachedSetting(core, settingId, companySchedule, defaultSchedule)
}

/** The company's working hours as they are now, with the version an edit must name. */
export async function scheduleWithVersion(core: Core): Promise<CompanySchedule & { version: number }> {
  const { value, version } = await readVersioned(core, settingId)
  const parsed = companySchedule.safeParse(value)
  return { ...(parsed.success ? parsed.data : defaultSchedule), version }
}

/**
 * Sets the company's working hours. Throws `bad-input` with the fields that are wrong, `changed-by-other` when they are
 * no longer the `expectedVersion` the person saw.
 */
export async function updateSchedule(
  core: Core,
  by: Actor,
  input: unknown,
  expectedVersion?: number,
): Promise<CompanySchedule & { version: number }> {
  authorise(by, 'schedule.update')
  const schedule = validate(companySchedule, input)
  const version = await inTransaction(core, async (tx) => {
    const before = await readVersioned(core, settingId, tx)
    const written = await writeVersioned(core, tx, settingId, schedule, expectedVersion)
    await audit(
      core,
      tx,
      by,
      'schedule.update',
      { kind: 'setting', id: settingId },
      {},
      fieldChanges(before.value ?? defaultSchedule, schedule),
    )
    return written
  })
  forgetSetting(core, settingId)
  return { ...schedule, version }
}
