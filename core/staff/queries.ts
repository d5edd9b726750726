import { rows } from '../collection.js'
import type { Actor, Core, Role } from '../context.js'
import { found } from '../errors.js'
import type { Staff } from './staff.model.js'

/** A person as colleagues see them: no hashes. */
export type StaffRow = Omit<Staff, 'passwordHash' | 'inviteHash'>

const projection = { passwordHash: 0, inviteHash: 0 } as const

/** The team by name; a team fits on one page. */
export function listStaff(core: Core, filter: { active?: boolean; role?: Role } = {}): Promise<StaffRow[]> {
  return rows(core.models.Staff)
    .find(
      {
        ...(filter.active === undefined ? {} : { active: filter.active }),
        ...(filter.role === undefined ? {} : { role: filter.role }),
      },
      { projection, sort: { name: 1 }, limit: 1000 },
    )
    .toArray()
}

/** Throws `not-found`. People who left are found too: histories name them. */
export async function getStaff(core: Core, staffId: string): Promise<StaffRow> {
  return found(await rows(core.models.Staff).findOne({ _id: staffId }, { projection }), 'staff')
}

/** Names for lists: id -> name, people who left included. */
export async function staffNames(core: Core, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const people = await rows(core.models.Staff)
    .find({ _id: { $in: wanted } }, { projection: { name: 1 } })
    .toArray()
  return new Map(people.map((person) => [person._id, person.name]))
}

/** The active person behind a Telegram account, or null: everybody else is a stranger to the manager bot. */
export function findStaffByTelegramId(core: Core, telegramId: string): Promise<StaffRow | null> {
  return rows(core.models.Staff).findOne({ telegramId, active: true }, { projection })
}

/** The active person behind a session, or null when they left or their sessions were ended since. */
export function findSignedIn(core: Core, staffId: string, sessionEpoch: number): Promise<StaffRow | null> {
  return rows(core.models.Staff).findOne({ _id: staffId, active: true, sessionEpoch }, { projection })
}

/** The person as the one who does something. */
export function actorOf(person: Pick<Staff, '_id' | 'name' | 'role'>): Actor {
  return { kind: 'staff', id: person._id, name: person.name, role: person.role }
}
