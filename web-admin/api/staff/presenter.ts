import type { Core } from '../../../core/context.js'
import { departmentNames } from '../../../core/staff/departments/queries.js'
import { facePath } from '../../../core/staff/face-path.js'
import type { StaffRow as Listed } from '../../../core/staff/queries.js'
import { type Presence, whereAre } from '../../../core/staff/where-is.js'
import { named } from '../names.js'
import type { StaffRow, StaffView } from './schema.js'

/** What rows of people need beside the people. */
interface Around {
  departments: ReadonlyMap<string, string>
  presences: ReadonlyMap<string, Presence>
}

export async function presentTeam(core: Core, people: readonly Listed[]): Promise<StaffRow[]> {
  const around = await lookAround(core, people)
  return people.map((person) => presentRow(person, around))
}

export async function presentPerson(
  core: Core,
  person: Listed & { hasPassword: boolean },
): Promise<StaffView> {
  const profile = person.publicProfile
  const invited = person.inviteExpiresAt
  return {
    ...presentRow(person, await lookAround(core, [person])),
    email: person.email ?? null,
    telegramId: person.telegramId ?? null,
    locale: person.locale,
    publicName: profile.name,
    address: profile.address ?? '',
    photoFileId: profile.photoFileId ?? null,
    hours: person.hours,
    vacations: person.vacations,
    breakUntil: person.breakUntil?.toISOString() ?? null,
    loadLimit: person.loadLimit ?? null,
    hasPassword: person.hasPassword,
    invitedUntil: invited && invited > core.clock.now() ? invited.toISOString() : null,
    version: person.version,
  }
}

async function lookAround(core: Core, people: readonly Listed[]): Promise<Around> {
  const [departments, presences] = await Promise.all([
    departmentNames(
      core,
      people.map(({ departmentId }) => departmentId ?? null),
    ),
    whereAre(core, people),
  ])
  return { departments, presences }
}

function presentRow(person: Listed, { departments, presences }: Around): StaffRow {
  const { _id, name, role, active, telegramChatId, publicProfile } = person
  const presence = active ? presences.get(_id) : undefined
  return {
    id: _id,
    name,
    role,
    active,
    linked: telegramChatId !== undefined,
    title: publicProfile.title,
    photoUrl: facePath(person),
    department: named(departments, person.departmentId ?? null),
    presence: presence ? { state: presence.state, backAt: presence.backAt?.toISOString() ?? null } : null,
  }
}
