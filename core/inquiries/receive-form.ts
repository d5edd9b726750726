import { z } from 'zod'
import { findOrCreateClient } from '../clients/find-or-create-client.js'
import { emailField, phoneField } from '../contacts/address-fields.js'
import type { Actor, Core } from '../context.js'
import { retryDuplicate } from '../retry.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { line, validate } from '../validate.js'
import type { Inquiry } from './inquiry.model.js'
import { openInquiry, openInquiryInput } from './open-inquiry.js'

export const receiveFormInput = z.strictObject({
  ...openInquiryInput.omit({ contactPointId: true, byContact: true }).shape,
  name: line(200).optional(),
  phone: phoneField.optional(),
  email: emailField.optional(),
})

/**
 * Opens an inquiry for somebody who left a name, a phone or an e-mail (site form, another program): whoever has that
 * phone or e-mail is the client, else a card is made that is no client yet. All in one transaction. Throws `bad-input`,
 * `not-found` for an unknown client.
 */
export async function receiveForm(
  core: Core,
  by: Actor,
  input: z.input<typeof receiveFormInput>,
  tx?: Transaction,
): Promise<Inquiry> {
  const { name, phone, email, ...inquiry } = validate(receiveFormInput, input)
  const run = async (tx: Transaction) => {
    const known = inquiry.clientId != null
    const left = !known && (phone !== undefined || email !== undefined)
    const person = left
      ? await findOrCreateClient(
          core,
          by,
          { name, phone, email, source: inquiry.source, state: 'not-client' },
          tx,
        )
      : null
    // Without a way to reach them a name makes no card: it stands in the comment's first line.
    const comment =
      !known && !left && name ? [name, inquiry.comment].filter(Boolean).join('\n') : inquiry.comment
    return openInquiry(
      core,
      by,
      {
        ...inquiry,
        comment,
        clientId: person?.client._id ?? inquiry.clientId,
        byContact: left ? 'received' : undefined,
      },
      tx,
    )
  }
  return tx ? run(tx) : retryDuplicate(() => inTransaction(core, run))
}
