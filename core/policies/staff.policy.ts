import type { Role } from '../context.js'
import { everybody, heads, type PolicyActor, type Rule } from './policy.js'

interface Person {
  _id: string
  role: Role
  /** The role the person is to get. */
  nextRole?: Role
}

/** A head manages everybody but administrators, and makes none. */
const notAboveOneself = (by: PolicyActor, person: Person): boolean =>
  by.role === 'admin' || (person.role !== 'admin' && person.nextRole !== 'admin')

export const staffPolicy = {
  'staff.read': { roles: everybody },
  'staff.create': { roles: heads, when: notAboveOneself } satisfies Rule<Person>,
  'staff.update': { roles: heads, when: notAboveOneself } satisfies Rule<Person>,
  'staff.update-own': {
    roles: everybody,
    when: (by, person: Person) => by.kind === 'staff' && by.id === person._id,
  } satisfies Rule<Person>,
  'staff.remove': { roles: heads, when: notAboveOneself } satisfies Rule<Person>,
  'staff.invite': { roles: heads, when: notAboveOneself } satisfies Rule<Person>,
  'department.read': { roles: everybody, bot: true },
  'department.manage': { roles: heads },
  'api-key.read': { roles: ['admin'] },
  'api-key.manage': { roles: ['admin'] },
} as const
