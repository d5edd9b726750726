import { z } from 'zod'
import { labelColours } from '../../../core/labels/label.model.js'
import { id, page, words } from '../fields.js'
import { shortList } from '../short-list.js'

const fields = {
  name: words(40).trim().min(1),
  colour: z.enum(labelColours),
  description: words(200),
}
export const labelBody = z.strictObject({
  name: fields.name,
  colour: fields.colour.optional(),
  description: fields.description.optional(),
})
export const labelPatch = z.strictObject(fields).partial()
export const labelView = z
  .object({ id, name: z.string(), colour: fields.colour, description: z.string() })
  .meta({ id: 'Label' })
/** By name; there are dozens at most. */
export const labelQuery = shortList('name')
export const labelList = page(labelView)

export type LabelView = z.infer<typeof labelView>
export type LabelBody = z.input<typeof labelBody>
export type LabelPatch = z.input<typeof labelPatch>
