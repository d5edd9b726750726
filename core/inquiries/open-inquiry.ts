import { z } from 'zod'
import { audit, signature } from '../audit.js'
import { channelKinds } from '../channel.js'
import { rows, withoutUndefined } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { takeNumbers } from '../counters.js'
import { found } from '../errors.js'
import { event } from '../events.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, note, validate } from '../validate.js'
import type { Inquiry } from './inquiry.model.js'

export const inquiryChannels = [...channelKinds, 'api', 'form', 'phone'] as const

export const answersField = z.record(
  z.string().min(1).max(60),
  z.strictObject({ label: note(200), text: note(4000), value: z.unknown() }),
)

export const openInquiryInput = z.strictObject({
  channel: z.enum(inquiryChannels),
  accountId: note(100).optional(),
  conversationId: id.nullable().optional(),
  contactPointId: id.nullable().optional(),
  clientId: id.nullable().optional(),
  source: note(100).optional(),
  project: note(100).optional(),
  origin: z
    .strictObject({
      startPayload: note(200).optional(),
      pageUrl: note(2000).optional(),
      referrer: note(2000).optional(),
      utm: z.record(z.string().max(40), z.string().max(300)).optional(),
    })
    .optional(),
  comment: note(10_000).optional(),
  answers: answersField.optional(),
  byContact: z.enum(['none', 'received', 'verified']).optional(),
})

/**
 * Opens an inquiry that did not come through a chat (a form, a call, the API); chats open theirs when their message is
 * received. It waits for a person at once. A client who had inquiries before makes it a repeat one.
 */
export async function openInquiry(
  core: Core,
  by: Actor,
  input: z.input<typeof openInquiryInput>,
  tx?: Transaction,
): Promise<Inquiry> {
  authorise(by, 'inquiry.open')
  const given = validate(openInquiryInput, input)
  const number = await takeNumbers(core, 'inquiries')
  const run = async (tx: Transaction) => {
    const inquiries = rows(core.models.Inquiry)
    const client = given.clientId
      ? found(
          await rows(core.models.Client).findOne({ _id: given.clientId }, { session: tx.session }),
          'client',
        )
      : null
    const before =
      client &&
      (await inquiries.findOne({ clientId: client._id }, { session: tx.session, projection: { _id: 1 } }))
    const now = core.clock.now()
    const inquiry: Inquiry = withoutUndefined({
      _id: newId(),
      number,
      channel: given.channel,
      accountId: given.accountId ?? '',
      conversationId: given.conversationId ?? null,
      contactPointId: given.contactPointId ?? null,
      clientId: client?._id ?? null,
      dealId: null,
      assigneeId: client?.ownerId ?? null,
      departmentId: null,
      status: 'waiting',
      byNumber: before ? 'repeat' : 'primary',
      byMeaning: 'unknown',
      byContact:
        given.byContact ?? (client && client.phones.length + client.emails.length > 0 ? 'received' : 'none'),
      qualification: 'unknown',
      source: given.source ?? '',
      project: given.project ?? given.origin?.utm?.utm_campaign?.slice(0, 100) ?? '',
      origin: given.origin,
      answers: given.answers ?? {},
      comment: given.comment ?? '',
      deferredUntil: null,
      history: [{ event: 'open', from: null, to: 'waiting', by: signature(by), at: now }],
      version: 1,
      createdAt: now,
      answeredAt: null,
    } satisfies Inquiry)
    await inquiries.insertOne(inquiry, { session: tx.session })
    await audit(core, tx, by, 'inquiry.open', { kind: 'inquiry', id: inquiry._id })
    tx.publish(
      event('inquiry.opened', inquiry._id, 1, {
        inquiryId: inquiry._id,
        conversationId: inquiry.conversationId,
      }),
    )
    return inquiry
  }
  return tx ? run(tx) : inTransaction(core, run)
}
