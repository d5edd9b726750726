import { LRUCache } from 'lru-cache'
import { type Core, type Locale, locales } from '../../core/context.js'
import { publicCard } from '../../core/staff/public-card.js'
import type { Staff } from '../../core/staff/staff.model.js'
import type { ChatProfile } from './protocol.js'

export type Face = NonNullable<ChatProfile['manager']>

/** How long a face is kept, ms: a changed photo shows within a minute. */
const keptMs = 60_000

/** What visitors see of a member of staff: the public profile, never the account. */
export class StaffFaces {
  readonly #kept = new LRUCache<string, Face | 'nobody'>({ max: 500, ttl: keptMs })

  constructor(private readonly core: Core) {}

  async of(
    staffId: string | null | undefined,
    locale: Locale = this.core.company.locale,
  ): Promise<Face | null> {
    if (!staffId) return null
    const key = `${staffId} ${locale}`
    const kept = this.#kept.get(key)
    if (kept) return kept === 'nobody' ? null : kept
    const staff = await this.core.models.Staff.findById(staffId).lean<Staff | null>()
    const face = staff ? await publicCard(this.core, staff, locale) : 'nobody'
    this.#kept.set(key, face)
    return face === 'nobody' ? null : face
  }

  forget(staffId: string): void {
    for (const locale of locales) this.#kept.delete(`${staffId} ${locale}`)
  }
}
