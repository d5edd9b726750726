import type { Core } from '../context.js'
import type { Staff } from './staff.model.js'

type Person = Pick<Staff, '_id' | 'publicProfile'>

/**
 * Where the photo of a person is: of a stored one our own path, which changes with the photo; else the address somebody
 * wrote; empty where there is none.
 */
export function facePath({ _id, publicProfile }: Person): string {
  const { photoFileId, photoUrl = '' } = publicProfile ?? {}
  return photoFileId ? `/faces/${_id}?v=${photoFileId.slice(-8)}` : photoUrl
}

/** The same as a whole address, for pages of other sites; anything but http(s) is left out. */
export function faceUrl(core: Pick<Core, 'company'>, person: Person): string {
  const path = facePath(person)
  if (path === '') return ''
  try {
    const whole = new URL(path, core.company.publicUrl)
    return whole.protocol === 'https:' || whole.protocol === 'http:' ? whole.href : ''
  } catch {
    return ''
  }
}
