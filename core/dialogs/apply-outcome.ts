import { findOrCreateClient } from '../clients/find-or-create-client.js'
import { rows } from '../collection.js'
import { findOrCreateCompany } from '../companies/find-or-create-company.js'
import type { Actor, Core } from '../context.js'
import { createDeal } from '../deals/create-deal.js'
import type { Deal } from '../deals/deal.model.js'
import { found } from '../errors.js'
import type { Conversation } from '../inbox/conversation.model.js'
import { type Inquiry, inquiryTransitions } from '../inquiries/inquiry.model.js'
import { saveInquiryStep, stepInquiry } from '../inquiries/move-inquiry.js'
import type { Transaction } from '../transaction.js'
import type { Answers } from './dialog-state.js'
import type { DialogOutcome } from './outcome.js'

export interface ApplyOutcome {
  conversation: Pick<
    Conversation,
    '_id' | 'contactPointId' | 'clientId' | 'inquiryId' | 'assigneeId' | 'title'
  >
  outcome: DialogOutcome
  /** What was answered, as people read it (`listAnswers`), and what it means (the dialog's state). */
  answers?: readonly { key: string; label: string; value: string }[]
  values?: Answers
  /** Key of the pipeline; the default one when absent. */
  pipeline?: string
}

export interface AppliedOutcome {
  clientId: string
  companyId: string | null
  dealId: string
  /** What the conversation is called from now on. */
  title: string
}

/** Scripts write as themselves: histories show that no person did it. */
const script: Actor = { kind: 'bot', id: 'script', name: 'script' }

/**
 * What a confirmed dialog becomes, in the transaction that stored its last answer: the company and the client found or
 * made, the chat, phone and e-mail linked to the client, a deal, and the inquiry converted with its answers. The
 * conversation itself is the caller's to write. An inquiry that has a deal already keeps it; the new deal stands alone.
 */
export async function applyOutcome(
  core: Core,
  tx: Transaction,
  { conversation, outcome, answers = [], values = {}, pipeline }: ApplyOutcome,
): Promise<AppliedOutcome> {
  const inquiries = rows(core.models.Inquiry)
  const inquiry = found(
    await inquiries.findOne({ _id: conversation.inquiryId }, { session: tx.session }),
    'inquiry',
  )
  const company = outcome.companyName
    ? (await findOrCreateCompany(core, script, { name: cut(outcome.companyName, 200) }, tx)).company
    : null
  const { client } = await findOrCreateClient(
    core,
    script,
    {
      contactPointId: conversation.contactPointId,
      phone: outcome.phone,
      phoneVerified: outcome.phoneVerified,
      email: outcome.email,
      name: cut(outcome.clientName ?? conversation.title, 200),
      companyId: company?._id,
      source: inquiry.source,
      consent: outcome.consent
        ? { text: cut(outcome.consent.text, 10_000), at: outcome.consent.at }
        : undefined,
      state: 'not-client',
    },
    tx,
  )
  const stored = answersOf(answers, values)
  const converts = inquiryTransitions[inquiry.status].convert !== undefined && inquiry.dealId === null
  const deal = await createDeal(
    core,
    script,
    {
      title: cut(outcome.dealTitle, 300),
      pipeline,
      clientId: client._id,
      companyId: company?._id ?? client.companyId,
      inquiryId: converts ? inquiry._id : null,
      conversationId: conversation._id,
      ownerId: conversation.assigneeId ?? undefined,
      amountMinor: outcome.amount?.minor,
      currency: outcome.amount?.currency,
      items: itemsOf(outcome),
      dueAt: outcome.dueAt,
    },
    tx,
  )
  if (Object.keys(stored).length > 0) {
    await rows(core.models.Deal).updateOne(
      { _id: deal._id },
      { $set: { answers: stored } },
      { session: tx.session },
    )
  }
  await convert(
    core,
    tx,
    inquiry,
    deal,
    { ...contactOf(outcome), clientId: client._id, answers: stored },
    converts,
  )
  return {
    clientId: client._id,
    companyId: company?._id ?? client.companyId,
    dealId: deal._id,
    title: client.name,
  }
}

async function convert(
  core: Core,
  tx: Transaction,
  inquiry: Inquiry,
  deal: Deal,
  filled: Partial<Inquiry>,
  converts: boolean,
): Promise<void> {
  if (converts) {
    const step = stepInquiry(inquiry, script, { event: 'convert', dealId: deal._id }, core.clock.now())
    await saveInquiryStep(core, script, inquiry, { ...step, ...filled }, tx)
    return
  }
  await rows(core.models.Inquiry).updateOne(
    { _id: inquiry._id },
    { $set: filled, $inc: { version: 1 } },
    { session: tx.session },
  )
}

function contactOf(outcome: DialogOutcome): Partial<Inquiry> {
  if (outcome.phone && outcome.phoneVerified) return { byContact: 'verified' }
  return outcome.phone || outcome.email ? { byContact: 'received' } : {}
}

function answersOf(answers: NonNullable<ApplyOutcome['answers']>, values: Answers): Inquiry['answers'] {
  return Object.fromEntries(
    answers.map(({ key, label, value }) => [key, { label, text: value, value: values[key]?.value ?? null }]),
  )
}

function itemsOf(outcome: DialogOutcome): Deal['items'] {
  return outcome.items.slice(0, 200).flatMap(({ title, quantity }) => {
    const name = cut(title, 300)
    return name === '' ? [] : [{ name, quantity: quantity !== undefined && quantity > 0 ? quantity : 1 }]
  })
}

/** Answers are as long as people write them; a field of a card is not. */
function cut(text: string, length: number): string {
  return text.trim().slice(0, length).trim()
}
