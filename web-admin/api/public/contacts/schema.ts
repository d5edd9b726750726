import { z } from 'zod'
import { contactPointView } from '../../clients/schema.js'
import { id, instant, page } from '../../fields.js'
import { listFields } from '../fields.js'

export const contactList = z.strictObject({ ...listFields(['createdAt']), clientId: id })
/** One way to reach a person: a chat, a phone, an e-mail. */
export const publicContact = contactPointView
  .extend({ clientId: id.nullable(), accountId: z.string(), createdAt: instant })
  .meta({ id: 'Contact' })
export const publicContactPage = page(publicContact)
export type PublicContact = z.infer<typeof publicContact>
