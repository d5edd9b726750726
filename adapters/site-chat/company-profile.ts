import type { Core } from '../../core/context.js'
import { readSchedule } from '../../core/schedule/company-schedule.js'
import { hoursOf, isOpen, nextOpening } from '../../core/schedule/working-hours.js'
import type { ReadPublicProfile } from './profile.js'
import { words } from './words.js'

/** The header of the widget from the company's own settings: its name and its working hours. */
export function readCompanyProfile(core: Core): ReadPublicProfile {
  return async (locale) => {
    const hours = hoursOf(await readSchedule(core), core.company.zone)
    const now = core.clock.now()
    const open = isOpen(hours, now)
    return {
      company: core.company.name,
      greeting: words.text(locale, 'greeting'),
      replyTime: words.text(locale, 'replyTime'),
      open,
      backAt: open ? null : nextOpening(hours, now),
    }
  }
}
