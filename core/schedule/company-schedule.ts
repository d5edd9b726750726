import type { Actor, Core } from '../context.js'
import {
  currentSetting,
  readSetting,
  updateSetting,
  type Versioned,
  type VersionedSetting,
} from '../settings/versioned-setting.js'
import { type CompanySchedule, companySchedule, defaultSchedule } from './working-hours.js'

const scheduleSetting: VersionedSetting<CompanySchedule> = {
  id: 'schedule',
  schema: companySchedule,
  byDefault: defaultSchedule,
  may: 'schedule.update',
  action: 'schedule.update',
}

/** The company's working hours; the default until somebody sets them. */
export function readSchedule(core: Core): Promise<CompanySchedule> {
  return currentSetting(core, scheduleSetting)
}

/** The company's working hours as they are now, with the version an edit must name. */
export function scheduleWithVersion(core: Core): Promise<Versioned<CompanySchedule>> {
  return readSetting(core, scheduleSetting)
}

/** Sets the company's working hours. Throws as `updateSetting` does. */
export function updateSchedule(
  core: Core,
  by: Actor,
  input: unknown,
  expectedVersion?: number,
): Promise<Versioned<CompanySchedule>> {
  return updateSetting(core, by, scheduleSetting, input, expectedVersion)
}
