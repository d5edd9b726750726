import { z } from 'zod'
import { roles } from '../../../../core/context.js'
import { id, page } from '../../fields.js'
import { listFields } from '../fields.js'

export const staffList = z.strictObject({ ...listFields(['name']), role: z.enum(roles).optional() })
export const publicStaff = z
  .object({ id, name: z.string(), role: z.enum(roles), active: z.boolean() })
  .meta({ id: 'Staff' })
export const publicStaffPage = page(publicStaff)
export type PublicStaff = z.infer<typeof publicStaff>
