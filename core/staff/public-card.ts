import type { Core, Locale } from '../context.js'
import { readSchedule } from '../schedule/company-schedule.js'
import { sayHours } from '../schedule/say-hours.js'
import { faceUrl } from './face-path.js'
import type { Staff } from './staff.model.js'

/** What a client may know of the person who answers: never the account. */
export interface PublicCard {
  name: string
  title: string
  /** A whole address; empty: no photo. */
  photoUrl: string
  address: string
  /** «Пн–Пт 9:00–18:00»: their own hours, else the company's. */
  hours: string
}

export async function publicCard(core: Core, person: Staff, locale: Locale): Promise<PublicCard> {
  const { publicProfile } = person
  return {
    name: publicProfile?.name || person.name,
    title: publicProfile?.title ?? '',
    photoUrl: faceUrl(core, person),
    address: publicProfile?.address ?? '',
    hours: sayHours(person.hours ?? (await readSchedule(core)).hours, locale),
  }
}
