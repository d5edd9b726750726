import type { Locale } from '../../core/context.js'
import type { ChatProfile } from './protocol.js'
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

export type ReadPublicProfile = (locale: Locale) => Promise<PublicProfile>

/** Puts the header of the widget together: the company, its hours, and the person who has the conversation. */
export class ProfileBoard {
  constructor(
    private readonly read: ReadPublicProfile,
    private readonly faces: StaffFaces,
  ) {}

  async of(locale: Locale, assigneeId: string | null): Promise<ChatProfile> {
    const [profile, manager] = await Promise.all([this.read(locale), this.faces.of(assigneeId)])
    return {
      company: profile.company,
      greeting: profile.greeting,
      replyTime: profile.replyTime,
      open: profile.open,
      backAt: profile.backAt?.toISOString() ?? null,
      manager,
    }
  }
}
