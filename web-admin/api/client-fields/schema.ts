import { z } from 'zod'
import { customFieldTypes } from '../../../core/clients/custom-fields.js'
import { version, words } from '../fields.js'

const field = {
  /** How the API and segments call it. */
  key: words(40).min(1),
  label: words(80).trim().min(1),
  type: z.enum(customFieldTypes),
  options: z.array(words(100).trim().min(1)).max(100),
  required: z.boolean(),
}
export const fieldsBody = z.strictObject({
  fields: z
    .array(
      z.strictObject({ ...field, options: field.options.optional(), required: field.required.optional() }),
    )
    .max(50),
  expectedVersion: version.optional(),
})
export const fieldsView = z.object({ fields: z.array(z.object(field)), version })

export type ClientFieldsBody = z.input<typeof fieldsBody>
export type ClientFieldsView = z.infer<typeof fieldsView>
export type ClientFieldView = ClientFieldsView['fields'][number]
