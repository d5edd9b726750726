import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { fieldChanges } from '../field-changes.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import { asAlreadyExists } from './create-staff.js'
import { mustBeDepartment } from './departments/must-be-department.js'
import type { Staff } from './staff.model.js'
import { staffFields } from './staff-input.js'

export const updateStaffInput = z.strictObject({
  staffId: id,
  expectedVersion,
  name: staffFields.name.optional(),
  role: staffFields.role.optional(),
  email: staffFields.email.optional(),
  telegramId: staffFields.telegramId.optional(),
  locale: staffFields.locale.optional(),
  publicProfile: staffFields.publicProfile.optional(),
  hours: staffFields.hours.optional(),
  vacations: staffFields.vacations.optional(),
  breakUntil: staffFields.breakUntil.optional(),
  departmentId: staffFields.departmentId.optional(),
  loadLimit: staffFields.loadLimit.optional(),
})

/** What everybody may change about themselves. */
const own = new Set([
  'staffId',
  'expectedVersion',
  'locale',
  'publicProfile',
  'hours',
  'vacations',
  'breakUntil',
])

/**
 * Changes a person of the team; people change their own language, profile, hours, vacation and break, heads everything.
 * Another Telegram id unlinks the old chat; another role or e-mail signs the person out. The last administrator stays one
 * (`last-admin`).
 */
export async function updateStaff(
  core: Core,
  by: Actor,
  input: z.input<typeof updateStaffInput>,
  tx?: Transaction,
): Promise<Staff> {
  const { staffId, expectedVersion: expected, ...changes } = validate(updateStaffInput, input)
  const run = async (tx: Transaction) => {
    const staff = rows(core.models.Staff)
    const person = found(await staff.findOne({ _id: staffId }, { session: tx.session }), 'staff')
    if (by.kind === 'staff' && by.id === staffId && Object.keys(changes).every((field) => own.has(field))) {
      authorise(by, 'staff.update-own', { _id: staffId, role: person.role })
    } else {
      authorise(by, 'staff.update', { _id: staffId, role: person.role, nextRole: changes.role })
    }
    await checkVersion(core, tx, person, expected)
    if (changes.role !== undefined && changes.role !== 'admin') await keepAnAdmin(core, tx, person)

    await mustBeDepartment(core, tx, changes.departmentId)
    const set: Record<string, unknown> = {}
    const unset: Record<string, ''> = {}
    for (const [field, value] of Object.entries(changes)) {
      if (value === undefined) continue
      if (value === null && (field === 'email' || field === 'telegramId')) unset[field] = ''
      else set[field] = value
    }
    if (changes.telegramId !== undefined && changes.telegramId !== (person.telegramId ?? null))
      unset.telegramChatId = ''
    const signOut =
      (changes.role !== undefined && changes.role !== person.role) ||
      (changes.email !== undefined && changes.email !== (person.email ?? null))
    const updated = found(
      await staff.findOneAndUpdate(
        { _id: staffId },
        {
          ...(Object.keys(set).length > 0 ? { $set: set } : {}),
          ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
          $inc: { version: 1, sessionEpoch: signOut ? 1 : 0 },
        },
        { session: tx.session, returnDocument: 'after' },
      ),
      'staff',
    )
    await audit(
      core,
      tx,
      by,
      'staff.update',
      { kind: 'staff', id: staffId },
      { fields: Object.keys(changes) },
      fieldChanges(person, changes),
    )
    tx.publish(event('staff.changed', staffId, updated.version, { staffId, byId: by.id }))
    return updated
  }
  try {
    return await (tx ? run(tx) : inTransaction(core, run))
  } catch (err) {
    throw asAlreadyExists(err, {
      email: changes.email ?? undefined,
      telegramId: changes.telegramId ?? undefined,
    })
  }
}

/** Throws `last-admin` when `person` is the only active administrator left. */
export async function keepAnAdmin(core: Core, tx: Transaction, person: Staff): Promise<void> {
  if (person.role !== 'admin' || !person.active) return
  // Written, not only read: two administrators who demote each other at once meet on the same documents.
  const others = await rows(core.models.Staff)
    .find(
      { active: true, role: 'admin', _id: { $ne: person._id } },
      { session: tx.session, projection: { _id: 1 } },
    )
    .toArray()
  const [next] = others
  if (!next) throw new OtklikError('last-admin')
  await rows(core.models.Staff).updateOne(
    { _id: next._id },
    { $inc: { version: 1 } },
    { session: tx.session },
  )
}
