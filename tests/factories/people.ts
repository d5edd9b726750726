import type { Actor, Role } from '../../core/context.js'
import { type Core, system } from '../../core/context.js'
import { newId } from '../../core/ids.js'
import { createStaff } from '../../core/staff/create-staff.js'
import { actorOf } from '../../core/staff/queries.js'

/** A person of the team, as the one who does things. */
export async function buildStaff(
  core: Core,
  role: Role = 'sales',
  name = `Сотрудник ${newId().slice(-5)}`,
): Promise<Extract<Actor, { kind: 'staff' }>> {
  return actorOf(await createStaff(core, system, { name, role })) as Extract<Actor, { kind: 'staff' }>
}

/** A phone number of Novosibirsk mobiles that no other test has. */
export function newPhone(): string {
  phones += 1
  return `+7913${String(phones).padStart(7, '0')}`
}
let phones = Math.floor(Math.random() * 5_000_000) + 2_000_000
