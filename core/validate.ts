import { z } from 'zod'
import { OtklikError } from './errors.js'

/**
 * Checks the input of a command. Throws `bad-input` with a code for each wrong field (`required`, `too-long:200`…);
 * `explainError` turns the codes into words.
 */
export function validate<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new OtklikError('bad-input', { fields: fieldsOf(result.error) })
}

/** What is wrong with each field of an input zod refused, as field codes of the locale files (`fields.*`). */
export function fieldsOf(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) fields[[...issue.path, key].join('.')] ??= 'unknown-field'
    } else {
      fields[issue.path.join('.') || 'input'] ??= fieldCode(issue)
    }
  }
  return fields
}

/** A check of ours names its field code as the message; the words of zod itself never look like one. */
const ownCode = /^[a-z]+(-[a-z]+)*(:.*)?$/

function fieldCode(issue: z.core.$ZodIssue): string {
  if (ownCode.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      // zod tells a missing value from a wrong one only in its words.
      return issue.message.endsWith('undefined') ? 'required' : 'wrong-type'
    case 'too_small':
      if (issue.origin === 'string') return issue.minimum === 1 ? 'required' : `too-short:${issue.minimum}`
      return issue.origin === 'array' ? 'too-few' : `too-small:${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'string') return `too-long:${issue.maximum}`
      return issue.origin === 'array' ? `too-many:${issue.maximum}` : `too-big:${issue.maximum}`
    case 'invalid_value':
      return `one-of:${issue.values.join(' | ')}`
    case 'invalid_format':
      return issue.format === 'email' ? 'bad-email' : issue.format === 'url' ? 'bad-url' : 'wrong-format'
    default:
      return 'wrong'
  }
}

/** A document id as it comes from outside: a plain string, so that no query operator ever gets through. */
export const id = z.string().min(1).max(64)
/** One line of text: trimmed, not empty. */
export const line = (max: number) => z.string().trim().min(1).max(max)
/** Text that may be empty. */
export const note = (max: number) => z.string().trim().max(max)
/** The version a person saw when they began to edit: another one now means somebody changed it since. */
export const expectedVersion = z.number().int().nonnegative().optional()
/** A moment: a Date, or ISO 8601 with a zone. */
export const moment = z.union(
  [z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))],
  {
    error: 'wrong-date',
  },
)
