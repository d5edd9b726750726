import type { z } from 'zod'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import type { Transaction } from '../transaction.js'
import { type InquiryStatus, inquiryTransitions } from './inquiry.model.js'
import { moveInquiry, type moveInquiryInput } from './move-inquiry.js'

/**
 * Moves the inquiry along with what happened to its conversation, where its status answers to the event; elsewhere it
 * stays as it is, for the conversation's change must not fail on it. `only` narrows the statuses further.
 */
export async function moveInquiryWhereItMay(
  core: Core,
  by: Actor,
  input: z.input<typeof moveInquiryInput>,
  tx: Transaction,
  only?: readonly InquiryStatus[],
): Promise<void> {
  const inquiry = await rows(core.models.Inquiry).findOne(
    { _id: input.inquiryId },
    { session: tx.session, projection: { status: 1 } },
  )
  if (!inquiry || inquiryTransitions[inquiry.status][input.event] === undefined) return
  if (only && !only.includes(inquiry.status)) return
  await moveInquiry(core, by, input, tx)
}
