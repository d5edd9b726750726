import { z } from 'zod'
import { id, page } from '../../fields.js'
import { shortList } from '../../short-list.js'

export const departmentList = shortList('name')
export const publicDepartment = z
  .object({ id, name: z.string(), headId: id.nullable(), memberIds: z.array(id), active: z.boolean() })
  .meta({ id: 'Department' })
export const publicDepartmentPage = page(publicDepartment)
export type PublicDepartment = z.infer<typeof publicDepartment>
