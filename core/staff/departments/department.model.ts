import { houseSchema } from '../../schema.js'

/** A part of the company with a head of its own; who belongs to it stands in `Staff.departmentId`. */
export interface Department {
  _id: string
  name: string
  /** The name in lower case: two departments of one name cannot be told apart in a list. */
  nameKey: string
  /** Who answers for it, and gets what nobody else of it can take; null: the company's heads. */
  headId: string | null
  /** False after it was dissolved: histories and old inquiries still name it. */
  active: boolean
  version: number
  createdAt: Date
}

export const departmentSchema = houseSchema<Department>('departments', {
  name: { type: String, required: true },
  nameKey: { type: String, required: true },
  headId: { type: String, default: null },
  active: { type: Boolean, default: true },
  version: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
})
departmentSchema.index({ nameKey: 1 }, { unique: true, partialFilterExpression: { active: true } })
