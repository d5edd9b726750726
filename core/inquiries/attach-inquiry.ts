import { z } from 'zod'
import { audit, signature } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { label } from '../i18n.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, note, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import { linkConversation } from './convert-inquiry.js'
import { type Inquiry, undefinedBase } from './inquiry.model.js'

export const attachInquiryInput = z.strictObject({
  inquiryId: id,
  clientId: id,
  why: note(1000).optional(),
  expectedVersion,
})

/**
 * Gives an inquiry to a client that exists, without a deal: its chat is theirs from here on, and whoever came before comes
 * again. Throws `illegal-transition` for one in the trash or put off, `already-exists` when it has another client's deal,
 * `not-found`, `changed-by-other`.
 */
export async function attachInquiry(
  core: Core,
  by: Actor,
  input: z.input<typeof attachInquiryInput>,
  tx?: Transaction,
): Promise<Inquiry> {
  authorise(by, 'inquiry.move')
  const { inquiryId, clientId, why, expectedVersion: expected } = validate(attachInquiryInput, input)
  const run = async (tx: Transaction) => {
    const { session } = tx
    const inquiries = rows(core.models.Inquiry)
    const inquiry = found(await inquiries.findOne({ _id: inquiryId }, { session }), 'inquiry')
    await checkVersion(core, tx, inquiry, expected)
    if (inquiry.clientId === clientId) return inquiry
    if ((undefinedBase as readonly string[]).includes(inquiry.status)) {
      throw new OtklikError('illegal-transition', {
        params: { entity: 'inquiry', from: inquiry.status, event: 'attach', allowed: 'return' },
      })
    }
    if (inquiry.dealId) {
      throw new OtklikError('already-exists', { params: { name: label('ru', 'things', 'deal') } })
    }
    const client = found(await rows(core.models.Client).findOne({ _id: clientId }, { session }), 'client')
    const before = await inquiries.findOne(
      { clientId, _id: { $ne: inquiryId } },
      { session, projection: { _id: 1 } },
    )
    const known = client.phones.length + client.emails.length > 0
    const version = inquiry.version + 1
    const changes: Partial<Inquiry> = {
      clientId,
      byNumber: before ? 'repeat' : inquiry.byNumber,
      byContact: inquiry.byContact === 'none' && known ? 'received' : inquiry.byContact,
      version,
      history: [
        ...inquiry.history,
        {
          event: 'attach',
          from: inquiry.status,
          to: inquiry.status,
          by: signature(by),
          at: core.clock.now(),
          ...(why ? { why } : {}),
        },
      ],
    }
    await inquiries.updateOne({ _id: inquiryId }, { $set: changes }, { session })
    if (inquiry.conversationId) await linkConversation(core, tx, inquiry, client)
    await audit(core, tx, by, 'inquiry.attach', { kind: 'inquiry', id: inquiryId }, { clientId })
    tx.publish(event('inquiry.changed', inquiryId, version, { inquiryId, byId: by.id }))
    return { ...inquiry, ...changes }
  }
  return tx ? run(tx) : inTransaction(core, run)
}
