import { z } from 'zod'
import { contactPointView } from '../../clients/schema.js'
import { id, instant, page, words } from '../../fields.js'
import { shortList } from '../../short-list.js'

export const contactList = shortList('createdAt').extend({ clientId: id })
/** In any way of writing; stored as E.164 or lower case. */
export const contactBody = z.strictObject({
  clientId: id,
  kind: z.enum(['phone', 'email']),
  value: words(320).min(1),
  verified: z.boolean().optional(),
})
export const contactPatch = z.strictObject({ verified: z.boolean() })
/** One way to reach a person: a chat, a phone, an e-mail. */
export const publicContact = contactPointView
  .extend({ clientId: id.nullable(), accountId: z.string(), createdAt: instant })
  .meta({ id: 'Contact' })
export const publicContactPage = page(publicContact)
export type PublicContact = z.infer<typeof publicContact>
