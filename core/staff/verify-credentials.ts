import { z } from 'zod'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { OtklikError } from '../errors.js'
import { parseEmail } from '../parse/parse-email.js'
import { validate } from '../validate.js'
import { checkPassword } from './password.js'
import type { Staff } from './staff.model.js'

export const credentials = z.strictObject({ email: z.string().max(320), password: z.string().max(200) })

/**
 * The person who signs in with this e-mail and password. Throws `bad-credentials` in every other case — unknown e-mail,
 * wrong password, no password yet, no longer in the team — after the same amount of work. Limiting guesses is the route's.
 */
export async function verifyCredentials(core: Core, input: z.input<typeof credentials>): Promise<Staff> {
  const { email, password } = validate(credentials, input)
  const parsed = parseEmail(email)
  const person = parsed.ok
    ? await rows(core.models.Staff).findOne({ email: parsed.value, active: true })
    : null
  const fits = await checkPassword(person?.passwordHash, password)
  if (!person || !fits) throw new OtklikError('bad-credentials')
  return person
}
