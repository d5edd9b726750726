import { rows } from '../collection.js'
import type { Core } from '../context.js'
import type { Transaction } from '../transaction.js'
import type { RoutingPerson } from './availability.js'

/** The team as routing sees it: people who joined first come first. */
export interface RoutingTeam {
  people: RoutingPerson[]
  departments: { id: string; headId: string | null }[]
}

/** Conversations that are somebody's work now; snoozed ones come back by themselves. */
const atWork = ['open', 'waiting']

/** Everybody in the team, with how many open conversations each has, as the transaction sees it. */
export async function loadTeam(
  core: Core,
  options: { tx?: Transaction | undefined; loads?: boolean } = {},
): Promise<RoutingTeam> {
  const session = options.tx ? { session: options.tx.session } : {}
  const staff = await rows(core.models.Staff)
    .find(
      { active: true },
      {
        ...session,
        projection: { role: 1, departmentId: 1, hours: 1, vacations: 1, breakUntil: 1, loadLimit: 1 },
        sort: { createdAt: 1, _id: 1 },
        limit: 1000,
      },
    )
    .toArray()
  const departments = await rows(core.models.Department)
    .find({ active: true }, { ...session, projection: { headId: 1 } })
    .toArray()
  const loads =
    options.loads === false
      ? new Map<string, number>()
      : await loadsOf(
          core,
          staff.map(({ _id }) => _id),
          session,
        )
  return {
    people: staff.map((person) => ({
      id: person._id,
      role: person.role,
      departmentId: person.departmentId ?? null,
      hours: person.hours,
      vacations: person.vacations,
      breakUntil: person.breakUntil,
      loadLimit: person.loadLimit ?? null,
      load: loads.get(person._id) ?? 0,
    })),
    departments: departments.map(({ _id, headId }) => ({ id: _id, headId })),
  }
}

async function loadsOf(
  core: Core,
  staffIds: readonly string[],
  session: object,
): Promise<Map<string, number>> {
  const counts = await rows(core.models.Conversation)
    .aggregate<{ _id: string; count: number }>(
      [
        { $match: { assigneeId: { $in: staffIds }, status: { $in: atWork } } },
        { $group: { _id: '$assigneeId', count: { $sum: 1 } } },
      ],
      session,
    )
    .toArray()
  return new Map(counts.map(({ _id, count }) => [_id, count]))
}
