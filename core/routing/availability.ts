import type { Role } from '../context.js'
import { team } from '../policies/policy.js'
import { type CompanySchedule, hoursOf, isOpen } from '../schedule/working-hours.js'
import type { WeeklyHours } from '../staff/staff.model.js'

/** A person as far as routing looks at them. */
export interface RoutingPerson {
  id: string
  role: Role
  departmentId: string | null
  hours: WeeklyHours | null
  vacations: { from: string; to: string }[]
  breakUntil: Date | null
  /** Own limit; null: as the settings say. */
  loadLimit: number | null
  /** Open conversations they have now. */
  load: number
}

/** Why a person is passed over. */
export type Absence = 'role' | 'vacation' | 'break' | 'off-hours' | 'load' | 'tried'

/** What their being there depends on, beside themselves. */
export interface Circumstances {
  now: Date
  schedule: CompanySchedule
  zone: string
  loadLimit: number | null
}

/** Why this person can get nothing now, or null when they can. */
export function absenceOf(person: RoutingPerson, at: Circumstances): Absence | null {
  return dutyAbsence(person, at) ?? (isFull(person, at.loadLimit) ? 'load' : null)
}

/** As `absenceOf`, without the load: whether they are at work at all. */
export function dutyAbsence(person: RoutingPerson, at: Circumstances): Absence | null {
  if (!team.includes(person.role)) return 'role'
  if (onVacation(person, at)) return 'vacation'
  if (person.breakUntil && person.breakUntil > at.now) return 'break'
  return isOpen(hoursOf(at.schedule, at.zone, person), at.now) ? null : 'off-hours'
}

/** Away for a reason of their own: on vacation or on a break, whatever the clock says. */
export function personalAbsence(person: RoutingPerson, at: Circumstances): Absence | null {
  if (!team.includes(person.role)) return 'role'
  if (onVacation(person, at)) return 'vacation'
  return person.breakUntil && person.breakUntil > at.now ? 'break' : null
}

export function onVacation(
  person: Pick<RoutingPerson, 'vacations'>,
  { now, zone }: Pick<Circumstances, 'now' | 'zone'>,
): boolean {
  const today = now.toLocaleDateString('sv-SE', { timeZone: zone })
  return person.vacations.some(({ from, to }) => from <= today && today <= to)
}

function isFull(person: RoutingPerson, limit: number | null): boolean {
  const most = person.loadLimit ?? limit
  return most !== null && person.load >= most
}
