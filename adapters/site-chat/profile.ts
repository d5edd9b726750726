import type { Locale } from '../../core/context.js'
import type { ChatProfile } from './protocol.js'
import type { SiteAccounts } from './site-accounts.js'
import type { StaffFaces } from './staff-faces.js'

/** What the composition root knows about the company's hours and words. */
export interface PublicProfile {
  company: string
  greeting: string
  /** E.g. "Usually answers within five minutes"; empty where it is not known. */
  replyTime: string
  open: boolean
  /** Start of the next working span while closed. */
  backAt: Date | null
}

export type ReadPublicProfile = (locale: Locale, accountId: string) => Promise<PublicProfile>

/** Puts the header of the widget together: the company, its hours, and the person who has the conversation. */
export class ProfileBoard {
  constructor(
    private readonly read: ReadPublicProfile,
    private readonly faces: StaffFaces,
    private readonly accounts: SiteAccounts,
  ) {}

  async of(locale: Locale, assigneeId: string | null, accountId: string): Promise<ChatProfile> {
    const [profile, manager, account] = await Promise.all([
      this.read(locale, accountId),
      this.faces.of(assigneeId, locale),
      this.accounts.working(accountId),
    ])
    const own = account?.settings
    return {
      company: own?.title || profile.company,
      greeting: own?.greeting || profile.greeting,
      replyTime: (profile.open && own?.replyTime) || profile.replyTime,
      open: profile.open,
      backAt: profile.backAt?.toISOString() ?? null,
      consent: own?.consent ?? '',
      manager,
    }
  }
}
