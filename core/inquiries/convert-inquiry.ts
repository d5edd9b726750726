import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { createDeal, createDealInput } from '../deals/create-deal.js'
import type { Deal } from '../deals/deal.model.js'
import { found } from '../errors.js'
import { changeConversation } from '../inbox/change-conversation.js'
import { authorise } from '../policies/authorise.js'
import { retryDuplicate } from '../retry.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import type { Inquiry } from './inquiry.model.js'
import { saveInquiryStep, stepInquiry } from './move-inquiry.js'

export const convertInquiryInput = z.strictObject({
  inquiryId: id,
  /** An existing client it belongs to; the inquiry's own when absent. */
  clientId: id.optional(),
  /** Fields of the deal; title, client and company follow from the inquiry where they are left out. */
  deal: createDealInput.omit({ clientId: true, inquiryId: true, conversationId: true }).partial().optional(),
  expectedVersion,
})

/**
 * Makes a deal of an inquiry. Pressing twice gives the same deal: an inquiry becomes one deal, ever. Throws
 * `illegal-transition` for one that lies in the trash or is closed, `not-found`, `changed-by-other`.
 */
export async function convertInquiry(
  core: Core,
  by: Actor,
  input: z.input<typeof convertInquiryInput>,
  tx?: Transaction,
): Promise<{ inquiry: Inquiry; deal: Deal }> {
  authorise(by, 'inquiry.convert')
  const {
    inquiryId,
    clientId,
    deal: fields,
    expectedVersion: expected,
  } = validate(convertInquiryInput, input)
  const run = async (tx: Transaction) => {
    const { models } = core
    const { session } = tx
    const inquiry = found(await rows(models.Inquiry).findOne({ _id: inquiryId }, { session }), 'inquiry')
    const made = await rows(models.Deal).findOne({ inquiryId }, { session })
    if (made) return { inquiry, deal: made }
    await checkVersion(core, tx, inquiry, expected)
    // Refused before a deal is made of it.
    stepInquiry(inquiry, by, { event: 'convert' }, core.clock.now())
    const ownerOfIt = clientId ?? inquiry.clientId
    const client = ownerOfIt
      ? found(await rows(models.Client).findOne({ _id: ownerOfIt }, { session }), 'client')
      : null
    const deal = await createDeal(
      core,
      by,
      {
        ...fields,
        clientId: client?._id ?? null,
        companyId: fields?.companyId ?? client?.companyId ?? null,
        inquiryId,
        conversationId: inquiry.conversationId,
        ownerId: fields?.ownerId === undefined ? (inquiry.assigneeId ?? undefined) : fields.ownerId,
      },
      tx,
    )
    const answered = Object.keys(inquiry.answers).length > 0
    if (answered)
      await rows(models.Deal).updateOne(
        { _id: deal._id },
        { $set: { answers: inquiry.answers } },
        { session },
      )
    const step = stepInquiry(inquiry, by, { event: 'convert', dealId: deal._id }, core.clock.now())
    const whole = { ...step, clientId: client?._id ?? inquiry.clientId }
    await saveInquiryStep(core, by, inquiry, whole, tx)
    if (client && inquiry.conversationId) await linkConversation(core, tx, inquiry, client)
    await audit(core, tx, by, 'inquiry.convert', { kind: 'inquiry', id: inquiryId }, { dealId: deal._id })
    return {
      inquiry: { ...inquiry, ...whole },
      deal: answered ? { ...deal, answers: inquiry.answers } : deal,
    }
  }
  return tx ? run(tx) : retryDuplicate(() => inTransaction(core, run))
}

/** The chat of an inquiry that went to an existing client is that client's from here on. */
export async function linkConversation(
  core: Core,
  tx: Transaction,
  inquiry: Inquiry,
  client: { _id: string; name: string },
): Promise<void> {
  const conversationId = inquiry.conversationId as string
  const conversation = await rows(core.models.Conversation).findOne(
    { _id: conversationId },
    { session: tx.session, projection: { clientId: 1, contactPointId: 1 } },
  )
  if (!conversation || conversation.clientId !== null) return
  await changeConversation(core, tx, conversationId, { clientId: client._id, title: client.name })
  await rows(core.models.ContactPoint).updateOne(
    { _id: conversation.contactPointId, clientId: null },
    { $set: { clientId: client._id } },
    { session: tx.session },
  )
}
