import { DateTime } from 'luxon'

/**
 * The moment a bound of a date question stands for: `today` is the start of today in the zone, `+3d` the start of the
 * day three days on, `2027-03-01` the start of that day, `now` this moment.
 */
export function dateBound(bound: string, now: Date, zone: string): DateTime {
  const moment = DateTime.fromJSDate(now, { zone })
  if (bound === 'now') return moment
  const today = moment.startOf('day')
  if (bound === 'today') return today
  const relative = /^([+-]\d+)([dwmy])$/.exec(bound)
  if (!relative) return DateTime.fromISO(bound, { zone }).startOf('day')
  const unit = { d: 'days', w: 'weeks', m: 'months', y: 'years' }[relative[2] ?? 'd'] ?? 'days'
  return today.plus({ [unit]: Number(relative[1]) })
}
