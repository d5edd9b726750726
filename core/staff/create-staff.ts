import { z } from 'zod'
import { audit } from '../audit.js'
import { rows, withoutUndefined } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { OtklikError } from '../errors.js'
import { event } from '../events.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { validate } from '../validate.js'
import { mustBeDepartment } from './departments/must-be-department.js'
import { hashPassword } from './password.js'
import type { Staff } from './staff.model.js'
import { passwordField, staffFields } from './staff-input.js'

export const createStaffInput = z.strictObject({
  name: staffFields.name,
  role: staffFields.role,
  email: staffFields.email.optional(),
  password: passwordField.optional(),
  /** Telegram's numeric id of the person: the manager bot knows them at once, without an invitation. */
  telegramId: staffFields.telegramId.optional(),
  locale: staffFields.locale.optional(),
  departmentId: staffFields.departmentId.optional(),
  publicProfile: staffFields.publicProfile.optional(),
})

/** Adds a person to the team. Throws `already-exists` when the e-mail or the Telegram id belongs to somebody. */
export async function createStaff(
  core: Core,
  by: Actor,
  input: z.input<typeof createStaffInput>,
  tx?: Transaction,
): Promise<Staff> {
  const given = validate(createStaffInput, input)
  authorise(by, 'staff.create', { _id: '', role: given.role })
  const passwordHash = given.password === undefined ? undefined : await hashPassword(given.password)
  const person: Staff = withoutUndefined({
    _id: newId(),
    name: given.name,
    role: given.role,
    email: given.email ?? undefined,
    passwordHash,
    telegramId: given.telegramId ?? undefined,
    active: true,
    locale: given.locale ?? core.company.locale,
    publicProfile: given.publicProfile ?? { name: given.name, photoUrl: '', title: '' },
    departmentId: given.departmentId ?? null,
    hours: null,
    vacations: [],
    breakUntil: null,
    loadLimit: null,
    sessionEpoch: 0,
    version: 1,
    createdAt: core.clock.now(),
  })
  const run = async (tx: Transaction) => {
    await mustBeDepartment(core, tx, person.departmentId)
    await rows(core.models.Staff).insertOne(person, { session: tx.session })
    await audit(core, tx, by, 'staff.create', { kind: 'staff', id: person._id }, { role: person.role })
    tx.publish(event('staff.changed', person._id, person.version, { staffId: person._id, byId: by.id }))
    return person
  }
  try {
    return await (tx ? run(tx) : inTransaction(core, run))
  } catch (err) {
    throw asAlreadyExists(err, person)
  }
}

/** A broken unique key of the team in words: which value somebody else has. */
export function asAlreadyExists(err: unknown, person: Pick<Staff, 'email' | 'telegramId'>): unknown {
  if (!isDuplicateKey(err)) return err
  const field =
    'keyPattern' in (err as object) && 'email' in (err as { keyPattern: object }).keyPattern
      ? 'email'
      : 'telegramId'
  return new OtklikError('already-exists', {
    params: { name: person[field] ?? '' },
    fields: { [field]: 'taken' },
    cause: err,
  })
}
