import { DateTime } from 'luxon'
import type { Core } from '../context.js'
import { readSchedule } from '../schedule/company-schedule.js'
import { hoursOf, isOpen, nextOpening } from '../schedule/working-hours.js'
import type { Staff } from './staff.model.js'

/** Whether a person is at work, and when they are back. */
export interface Presence {
  state: 'there' | 'break' | 'vacation' | 'off-hours'
  /** When they are at work again; null while there, and where nobody can tell. */
  backAt: Date | null
}

/** Where people of the team are now, by their own hours, vacations and breaks. */
export async function whereAre(
  core: Core,
  people: readonly Pick<Staff, '_id' | 'hours' | 'vacations' | 'breakUntil'>[],
): Promise<Map<string, Presence>> {
  const schedule = await readSchedule(core)
  const now = core.clock.now()
  const { zone } = core.company
  const today = DateTime.fromJSDate(now, { zone }).toISODate() as string
  return new Map(
    people.map((person) => {
      const hours = hoursOf(schedule, zone, person)
      const backAfter = (instant: Date) => (isOpen(hours, instant) ? instant : nextOpening(hours, instant))
      const presence = (): Presence => {
        if (person.vacations.some(({ from, to }) => from <= today && today <= to))
          return { state: 'vacation', backAt: nextOpening(hours, now) }
        if (person.breakUntil && person.breakUntil > now)
          return { state: 'break', backAt: backAfter(person.breakUntil) }
        if (isOpen(hours, now)) return { state: 'there', backAt: null }
        return { state: 'off-hours', backAt: nextOpening(hours, now) }
      }
      return [person._id, presence()]
    }),
  )
}
