import { z } from 'zod'
import { parseEmail } from '../parse/parse-email.js'
import { parsePhone } from '../parse/parse-phone.js'

/** A phone in any way of writing; becomes E.164. Numbers without a country code are Russian. */
export const phoneField = z
  .string()
  .max(100)
  .transform((text, context) => {
    const parsed = parsePhone(text)
    if (parsed.ok) return parsed.value
    context.addIssue({ code: 'custom', message: 'bad-phone' })
    return z.NEVER
  })

/** An e-mail address; becomes lower case. */
export const emailField = z
  .string()
  .max(320)
  .transform((text, context) => {
    const parsed = parseEmail(text)
    if (parsed.ok) return parsed.value
    context.addIssue({ code: 'custom', message: 'bad-email' })
    return z.NEVER
  })
