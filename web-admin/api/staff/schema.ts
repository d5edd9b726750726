import { z } from 'zod'
import { roles } from '../../../core/context.js'
import { id } from '../fields.js'

export const staffRow = z.object({
  id,
  name: z.string(),
  role: z.enum(roles),
  active: z.boolean(),
  /** Linked to the manager bot. */
  linked: z.boolean(),
})
export const staffList = z.object({ items: z.array(staffRow) })

export type StaffRow = z.infer<typeof staffRow>
