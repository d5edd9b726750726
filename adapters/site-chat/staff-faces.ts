import { LRUCache } from 'lru-cache'
import type { Core } from '../../core/context.js'
import type { ChatProfile } from './protocol.js'

export type Face = NonNullable<ChatProfile['manager']>

/** How long a face is kept, ms: a changed photo shows within a minute. */
const keptMs = 60_000

/** What visitors see of a member of staff: the public profile, never the account. */
export class StaffFaces {
  readonly #kept = new LRUCache<string, Face | 'nobody'>({ max: 500, ttl: keptMs })

  constructor(private readonly core: Pick<Core, 'models' | 'company'>) {}

  async of(staffId: string | null | undefined): Promise<Face | null> {
    if (!staffId) return null
    const kept = this.#kept.get(staffId)
    if (kept) return kept === 'nobody' ? null : kept
    const staff = await this.core.models.Staff.findById(staffId).lean()
    const face = staff
      ? {
          name: staff.publicProfile?.name || staff.name,
          title: staff.publicProfile?.title ?? '',
          photoUrl: absolute(staff.publicProfile?.photoUrl ?? '', this.core.company.publicUrl),
        }
      : 'nobody'
    this.#kept.set(staffId, face)
    return face === 'nobody' ? null : face
  }

  forget(staffId: string): void {
    this.#kept.delete(staffId)
  }
}

/** The widget lives on another site: our own paths become whole addresses; anything but http(s) is left out. */
function absolute(url: string, base: string): string {
  if (!url) return ''
  try {
    const whole = new URL(url, base)
    return whole.protocol === 'https:' || whole.protocol === 'http:' ? whole.href : ''
  } catch {
    return ''
  }
}
