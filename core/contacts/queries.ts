import { z } from 'zod'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import { id, validate } from '../validate.js'
import type { ContactPoint } from './contact-point.model.js'

export const contactFilter = z.strictObject({ clientId: id })

/** Every way to reach a client: chats, phones, e-mails, oldest first. */
export function listContactPoints(
  core: Core,
  filter: z.input<typeof contactFilter>,
): Promise<ContactPoint[]> {
  const { clientId } = validate(contactFilter, filter)
  return rows(core.models.ContactPoint).find({ clientId }, { limit: 500 }).sort({ createdAt: 1 }).toArray()
}

/** Throws `not-found`. */
export async function getContactPoint(core: Core, contactPointId: string): Promise<ContactPoint> {
  return found(await rows(core.models.ContactPoint).findOne({ _id: contactPointId }), 'contact')
}
