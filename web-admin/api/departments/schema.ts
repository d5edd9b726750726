import { z } from 'zod'
import { id, named, version, words } from '../fields.js'

export const departmentView = z.object({
  id,
  name: z.string(),
  head: named.nullable(),
  members: z.array(named),
  active: z.boolean(),
  version: z.number(),
})
export const departmentList = z.object({ items: z.array(departmentView) })

const fields = {
  name: words(120).trim().min(1),
  headId: id.nullable(),
  /** The whole list; people leave the department they were in. */
  memberIds: z.array(id).max(500),
}
export const createBody = z.strictObject({
  name: fields.name,
  headId: fields.headId.optional(),
  memberIds: fields.memberIds.optional(),
})
export const updateBody = z.strictObject({
  ...z.object(fields).partial().shape,
  expectedVersion: version.optional(),
})

export type DepartmentView = z.infer<typeof departmentView>
export type DepartmentCreateBody = z.input<typeof createBody>
export type DepartmentUpdateBody = z.input<typeof updateBody>
