import type { LeftContact } from '../channel.js'
import { findOrCreateClient } from '../clients/find-or-create-client.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import type { Transaction } from '../transaction.js'
import type { ConversationDraft } from './conversation-draft.js'

const contactForm: Actor = { kind: 'bot', id: 'contact-form', name: 'contact-form' }

/**
 * What somebody left of themselves with a message, in the transaction that stores it: whoever has that phone or e-mail is
 * the client, else a card is made that is no client yet; chat and inquiry are theirs.
 */
export async function takeLeftContact(
  core: Core,
  tx: Transaction,
  draft: ConversationDraft,
  { name, phone, email, consent }: LeftContact,
): Promise<void> {
  await draft.storeInquiries()
  const { doc } = draft
  const inquiries = rows(core.models.Inquiry)
  const inquiry = found(await inquiries.findOne({ _id: doc.inquiryId }, { session: tx.session }), 'inquiry')
  const { client } = await findOrCreateClient(
    core,
    contactForm,
    {
      contactPointId: doc.contactPointId,
      phone,
      email,
      name: name || doc.title,
      source: inquiry.source,
      consent: consent ? { text: consent, at: core.clock.now() } : undefined,
      state: 'not-client',
    },
    tx,
  )
  doc.clientId = client._id
  doc.title = client.name
  await inquiries.updateOne(
    { _id: inquiry._id },
    {
      $set: { clientId: client._id, ...(phone || email ? { byContact: 'received' } : {}) },
      $inc: { version: 1 },
    },
    { session: tx.session },
  )
}
