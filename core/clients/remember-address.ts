import { rows } from '../collection.js'
import type { ContactPoint } from '../contacts/contact-point.model.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import type { Transaction } from '../transaction.js'
import { clientWords } from './client-words.js'

/** Writes a phone or e-mail onto the card that has it as a contact point; returns the card's new version. */
export async function rememberAddress(
  core: Core,
  tx: Transaction,
  clientId: string,
  point: ContactPoint,
): Promise<number> {
  const clients = rows(core.models.Client)
  const client = found(await clients.findOne({ _id: clientId }, { session: tx.session }), 'client')
  const phones = point.kind === 'phone' ? [...new Set([...client.phones, point.value])] : client.phones
  const emails = point.kind === 'email' ? [...new Set([...client.emails, point.value])] : client.emails
  await clients.updateOne(
    { _id: clientId },
    { $set: { phones, emails, words: clientWords({ ...client, phones, emails }) }, $inc: { version: 1 } },
    { session: tx.session },
  )
  return client.version + 1
}
