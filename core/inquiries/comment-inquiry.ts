import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { event } from '../events.js'
import { fieldChanges } from '../field-changes.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, note, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import type { Inquiry } from './inquiry.model.js'

export const commentInquiryInput = z.strictObject({ inquiryId: id, comment: note(10_000), expectedVersion })

/** Writes the comment of an inquiry, without making a client or a deal of it (004 5.1.4.4). */
export async function commentInquiry(
  core: Core,
  by: Actor,
  input: z.input<typeof commentInquiryInput>,
  tx?: Transaction,
): Promise<Inquiry> {
  authorise(by, 'inquiry.comment')
  const { inquiryId, comment, expectedVersion: expected } = validate(commentInquiryInput, input)
  const run = async (tx: Transaction) => {
    const inquiries = rows(core.models.Inquiry)
    const inquiry = found(await inquiries.findOne({ _id: inquiryId }, { session: tx.session }), 'inquiry')
    await checkVersion(core, tx, inquiry, expected)
    const version = inquiry.version + 1
    await inquiries.updateOne({ _id: inquiryId }, { $set: { comment, version } }, { session: tx.session })
    await audit(
      core,
      tx,
      by,
      'inquiry.comment',
      { kind: 'inquiry', id: inquiryId },
      {},
      fieldChanges(inquiry, { comment }),
    )
    tx.publish(event('inquiry.changed', inquiryId, version, { inquiryId, byId: by.id }))
    return { ...inquiry, comment, version }
  }
  return tx ? run(tx) : inTransaction(core, run)
}
