import type { Core } from '../../../core/context.js'
import { type CompanySchedule, hoursOf, isOpen, nextOpening } from '../../../core/schedule/working-hours.js'
import type { ScheduleView } from './schema.js'

export function presentSchedule(core: Core, schedule: CompanySchedule & { version: number }): ScheduleView {
  const hours = hoursOf(schedule, core.company.zone)
  const now = core.clock.now()
  const openNow = isOpen(hours, now)
  const opensAt = openNow ? null : nextOpening(hours, now)
  return { ...schedule, openNow, opensAt: opensAt?.toISOString() ?? null }
}
