import { DateTime } from 'luxon'

/**
 * Times of the demo data, relative to the moment of seeding: `-3d 14:20` is three days ago at 14:20 in the zone,
 * `+1d 11:00` tomorrow at eleven, `-35m` and `-2h` count from now. Throws for anything else.
 */
export function demoTime(text: string, now: Date, zone: string): Date {
  const base = DateTime.fromJSDate(now, { zone })
  const near = /^([+-]\d+)([mh])$/.exec(text)
  if (near) return base.plus({ [near[2] === 'm' ? 'minutes' : 'hours']: Number(near[1]) }).toJSDate()
  const far = /^([+-]\d+)d (\d{1,2}):(\d{2})$/.exec(text)
  if (!far) throw new Error(`demo data: no time: ${text}`)
  return base
    .plus({ days: Number(far[1]) })
    .startOf('day')
    .set({ hour: Number(far[2]), minute: Number(far[3]) })
    .toJSDate()
}
