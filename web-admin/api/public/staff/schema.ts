import { z } from 'zod'
import { roles } from '../../../../core/context.js'
import { id, page } from '../../fields.js'
import { shortList } from '../../short-list.js'
import { createBody, presence } from '../../staff/schema.js'

export const staffList = shortList('name').extend({ role: z.enum(roles).optional() })
/** Passwords and invitations are given in the panel and by command: they must not lie in the record of a request. */
export const staffBody = createBody.omit({ password: true }).extend({
  telegramId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
})
export const publicStaff = z
  .object({
    id,
    name: z.string(),
    role: z.enum(roles),
    active: z.boolean(),
    departmentId: id.nullable(),
    /** What clients see of the person. */
    publicProfile: z.object({
      name: z.string(),
      title: z.string(),
      address: z.string(),
      /** A whole address; empty: no photo. */
      photoUrl: z.string(),
    }),
    /** Whether they are at work; null for people who left. */
    presence: presence.nullable(),
  })
  .meta({ id: 'Staff' })
export const publicStaffPage = page(publicStaff)
export type PublicStaff = z.infer<typeof publicStaff>
