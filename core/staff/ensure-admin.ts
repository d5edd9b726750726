import { randomInt } from 'node:crypto'
import { rows } from '../collection.js'
import { type Core, system } from '../context.js'
import { OtklikError } from '../errors.js'
import { translate } from '../i18n.js'
import { parseEmail } from '../parse/parse-email.js'
import { createStaff } from './create-staff.js'
import { setPassword } from './set-password.js'

/** Signs in for the first time; the password is nowhere else, so whoever gets this shows it once. */
export interface FirstSignIn {
  email: string
  password: string
}

const defaultEmail = 'admin@otklik.local'

/**
 * Makes sure that somebody can sign in. With an administrator in the team nothing happens; without one there is one
 * after, with the e-mail and password given (`ADMIN_EMAIL`, `ADMIN_PASSWORD`) or made up. Returns the sign-in when it
 * was made just now, else null. Throws `bad-input` for an e-mail or password that will not do.
 */
export async function ensureAdmin(
  core: Core,
  given: { email?: string; password?: string } = {},
): Promise<FirstSignIn | null> {
  const staff = rows(core.models.Staff)
  const admin = await staff.findOne({ active: true, role: 'admin', passwordHash: { $type: 'string' } })
  if (admin) return null
  const wanted = parseEmail(given.email ?? defaultEmail)
  if (!wanted.ok) throw new OtklikError('bad-input', { fields: { email: 'bad-email' } })
  const email = wanted.value
  const password = given.password ?? readablePassword()
  const person = await staff.findOne({ email })
  if (person) {
    // Somebody with this address was removed, demoted, or never had a password: the settings ask for them as admin.
    await staff.updateOne(
      { _id: person._id },
      { $set: { active: true, role: 'admin' }, $inc: { version: 1 } },
    )
    await setPassword(core, system, { staffId: person._id, password })
    return { email, password }
  }
  try {
    await createStaff(core, system, {
      name: translate(core.company.locale, 'roles.admin'),
      role: 'admin',
      email,
      password,
    })
  } catch (err) {
    // Another process starting at the same time was first, and shows its own.
    if (err instanceof OtklikError && err.code === 'already-exists') return null
    throw err
  }
  return { email, password }
}

/** Four groups of four without look-alikes: 76 bits, typed from a screen. */
function readablePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}
