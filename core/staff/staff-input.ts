import { z } from 'zod'
import { locales, roles } from '../context.js'
import { parseEmail } from '../parse/parse-email.js'
import { id, line, note } from '../validate.js'

/** A lower-case e-mail address. */
export const emailField = z.string().transform((text, context) => {
  const parsed = parseEmail(text)
  if (parsed.ok) return parsed.value
  context.addIssue({ code: 'custom', message: 'bad-email' })
  return z.NEVER
})

/** Long enough to be no word; an upper end because hashing megabytes is an attack. */
export const passwordField = z.string().min(8).max(200)

const span = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/)
const day = z.iso.date()

export const staffFields = {
  name: line(120),
  role: z.enum(roles),
  email: emailField.nullable(),
  telegramId: z
    .string()
    .regex(/^\d{1,20}$/)
    .nullable(),
  locale: z.enum(locales),
  departmentId: id.nullable(),
  publicProfile: z.object({
    name: note(120),
    photoUrl: note(500),
    title: note(120),
    address: note(300).optional(),
    photoFileId: id.nullable().optional(),
  }),
  hours: z.array(z.array(span).max(6)).length(7).nullable(),
  vacations: z.array(z.object({ from: day, to: day })).max(50),
  breakUntil: z.date().nullable(),
  loadLimit: z.number().int().min(1).max(1000).nullable(),
}
