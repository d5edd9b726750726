import { z } from 'zod'
import { audit } from '../audit.js'
import { rows, withoutUndefined } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, note, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import type { Inquiry } from './inquiry.model.js'

export const meanings = ['unknown', 'target', 'not-target'] as const
export const contactStates = ['none', 'received', 'verified'] as const
export const qualifications = ['unknown', 'lead', 'not-lead'] as const

export const classifyInquiryInput = z.strictObject({
  inquiryId: id,
  byMeaning: z.enum(meanings).optional(),
  byContact: z.enum(contactStates).optional(),
  qualification: z.enum(qualifications).optional(),
  byNumber: z.enum(['primary', 'repeat']).optional(),
  source: note(100).optional(),
  project: note(100).optional(),
  departmentId: id.nullable().optional(),
  comment: note(10_000).optional(),
  expectedVersion,
})

/**
 * Says what kind of inquiry it is (004 6.1.1): by meaning, contact, qualification, number; its source, project and
 * department. Its status stays. Throws `changed-by-other`, `not-found`.
 */
export async function classifyInquiry(
  core: Core,
  by: Actor,
  input: z.input<typeof classifyInquiryInput>,
  tx?: Transaction,
): Promise<Inquiry> {
  authorise(by, 'inquiry.comment')
  const { inquiryId, expectedVersion: expected, ...given } = validate(classifyInquiryInput, input)
  const changes = withoutUndefined(given)
  if (Object.keys(changes).some((field) => field !== 'comment')) authorise(by, 'inquiry.classify')
  const run = async (tx: Transaction) => {
    const inquiries = rows(core.models.Inquiry)
    const inquiry = found(await inquiries.findOne({ _id: inquiryId }, { session: tx.session }), 'inquiry')
    await checkVersion(core, tx, inquiry, expected)
    if (Object.keys(changes).length === 0) return inquiry
    if (changes.departmentId) {
      found(
        await rows(core.models.Department).findOne(
          { _id: changes.departmentId },
          { session: tx.session, projection: { _id: 1 } },
        ),
        'department',
      )
    }
    const version = inquiry.version + 1
    await inquiries.updateOne(
      { _id: inquiryId },
      { $set: { ...changes, version } as Partial<Inquiry> },
      { session: tx.session },
    )
    await audit(
      core,
      tx,
      by,
      'inquiry.classify',
      { kind: 'inquiry', id: inquiryId },
      { fields: Object.keys(changes) },
    )
    tx.publish(event('inquiry.changed', inquiryId, version, { inquiryId, byId: by.id }))
    return { ...inquiry, ...(changes as Partial<Inquiry>), version }
  }
  return tx ? run(tx) : inTransaction(core, run)
}
