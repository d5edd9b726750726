import { z } from 'zod'
import { cachedSetting } from '../cached-setting.js'
import type { Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { line } from '../validate.js'
import type { CustomValue } from './client-input.js'

export const customFieldTypes = ['text', 'number', 'money', 'date', 'choice', 'flag'] as const
export type CustomFieldType = (typeof customFieldTypes)[number]

/** A field the company adds to its client cards. */
export const customField = z.strictObject({
  /** How the API and segments call it; never changes, as cards keep their values under it. */
  key: z.string().regex(/^[\p{L}][\p{L}\p{N}_-]{0,39}$/u),
  label: line(80),
  type: z.enum(customFieldTypes),
  /** For `choice`: what may be chosen. */
  options: z.array(line(100)).max(100).default([]),
  /** A new card made by hand in the panel cannot do without it. */
  required: z.boolean().default(false),
})
export type CustomField = z.output<typeof customField>

export const customFieldList = z
  .array(customField)
  .max(50)
  .superRefine((fields, context) => {
    for (const [index, field] of fields.entries()) {
      const twin = fields.findIndex((each) => each.key === field.key)
      if (twin !== index) context.addIssue({ code: 'custom', message: 'taken', path: [index, 'key'] })
      if (field.type === 'choice' && field.options.length === 0) {
        context.addIssue({ code: 'custom', message: 'required', path: [index, 'options'] })
      }
    }
  })

export const customFieldsSetting = 'client-fields'

/** The fields the company has declared, in the order of the card. */
export function customFields(core: Pick<Core, 'models'>): Promise<CustomField[]> {
  return cachedSetting(core, customFieldsSetting, customFieldList, [])
}

/** What a value of each type looks like from outside, and as the card keeps it. */
const values: Record<CustomFieldType, (field: CustomField) => z.ZodType> = {
  text: () => z.string().trim().max(2000),
  number: () => z.number(),
  // Roubles to the kopeck come in, kopecks are kept: sums are compared and added as whole numbers.
  money: () =>
    z
      .number()
      .min(0)
      .max(1e12)
      .transform((sum, context) => {
        const minor = Math.round(sum * 100)
        if (Math.abs(sum * 100 - minor) < 1e-3) return minor
        context.addIssue({ code: 'custom', message: 'wrong-format' })
        return z.NEVER
      }),
  date: () => z.iso.date(),
  choice: ({ options }) => z.enum(options as [string, ...string[]]),
  flag: () => z.boolean(),
}

/** Checks one value; an empty text is none. Throws `bad-input` under `custom.<key>`. */
export function readCustomValue(field: CustomField, value: unknown): unknown {
  if (value === null || value === '') return null
  const result = values[field.type](field).safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const code = issue?.code === 'invalid_value' ? `one-of:${field.options.join(' | ')}` : 'wrong-type'
  throw new OtklikError('bad-input', { fields: { [`custom.${field.key}`]: code } })
}

/** The values of a card as they are kept; null takes one off. Throws `bad-input` naming each undeclared or wrong field. */
export function readCustom(
  declared: readonly CustomField[],
  given: Record<string, CustomValue>,
): Record<string, unknown> {
  const wrong: Record<string, string> = {}
  const read: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(given)) {
    const field = declared.find((each) => each.key === key)
    if (!field && value !== null) {
      wrong[`custom.${key}`] = 'unknown-field'
      continue
    }
    try {
      read[key] = field ? readCustomValue(field, value) : null
    } catch (err) {
      if (!(err instanceof OtklikError)) throw err
      Object.assign(wrong, err.fields)
    }
  }
  if (Object.keys(wrong).length > 0) throw new OtklikError('bad-input', { fields: wrong })
  return read
}

/** The values as people and programs give them: sums in whole units. Values of fields that are gone stay out. */
export function presentCustom(
  declared: readonly CustomField[],
  custom: Record<string, unknown>,
): Record<string, string | number | boolean> {
  return Object.fromEntries(
    declared.flatMap(({ key, type }) => {
      const value = custom[key]
      if (value === undefined || value === null) return []
      return [[key, type === 'money' ? (value as number) / 100 : (value as string | number | boolean)]]
    }),
  )
}
