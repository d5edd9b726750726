import type { z } from 'zod'
import { OtklikError } from '../../core/errors.js'
import { fieldsOf } from '../../core/validate.js'

/** Checks one part of a request. Throws `bad-input` with what is wrong with each field. */
export function validate<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input, { reportInput: true })
  if (result.success) return result.data
  throw new OtklikError('bad-input', { fields: fieldsOf(result.error) })
}
