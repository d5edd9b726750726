import { z } from 'zod'
import { words } from '../fields.js'

/** The name of a form is whatever the site's author gave it: it becomes the account of the inquiry. */
export const formParams = z.strictObject({ form: z.string().regex(/^[\w-]{1,60}$/) })

/** A field that people do not see: who fills it in is no person. */
export const trapField = '_gotcha'
/** Where the browser goes afterwards; only back to the site it came from. */
export const redirectField = '_redirect'

/** Repeated fields (checkboxes) are one answer. */
const value = z
  .union([words(4_000), z.array(words(1_000)).max(50)])
  .transform((given) => [given].flat().join(', ').trim())
const plain = z.union([value, z.number().transform(String), z.boolean().transform(String)])

/** Any fields a form may have, by names that can be an answer's key. */
export const formBody = z
  .record(z.string().regex(/^[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,59}$/u), plain)
  .refine((fields) => Object.keys(fields).length <= 60, { message: 'too-many:60' })
export type FormFields = z.output<typeof formBody>
