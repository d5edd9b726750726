import { accountProfile } from '../channel-accounts/account-profile.js'
import type { Core, Locale } from '../context.js'
import { createTexts } from '../texts.js'
import { readSchedule } from './company-schedule.js'
import { en } from './locales/en.js'
import { ru } from './locales/ru.js'
import { hoursOf, isOpen, nextOpening } from './working-hours.js'

const { text } = createTexts(ru, en)

/** What clients see of the company: its name, words, whether it is open and when it is again. */
export interface CompanyProfile {
  company: string
  greeting: string
  replyTime: string
  open: boolean
  /** Null while open, and where nothing opens within two months. */
  backAt: Date | null
}

/** Reads the profile anew at each call: hours and the clock move. An account of its own hours shows those. */
export function companyProfile(core: Core): (locale: Locale, accountId?: string) => Promise<CompanyProfile> {
  return async (locale, accountId) => {
    const account = accountId === undefined ? null : await accountProfile(core, accountId)
    const hours = hoursOf(await readSchedule(core), core.company.zone, null, account)
    const now = core.clock.now()
    const open = isOpen(hours, now)
    return {
      company: core.company.name,
      greeting: text(locale, 'greeting'),
      replyTime: open ? text(locale, 'replyTime') : '',
      open,
      backAt: open ? null : nextOpening(hours, now),
    }
  }
}
