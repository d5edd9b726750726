import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import { emailField, phoneField } from '../contacts/address-fields.js'
import { type Address, claimContactPoint } from '../contacts/claim-contact-point.js'
import type { Actor, Core } from '../context.js'
import { event } from '../events.js'
import { translate } from '../i18n.js'
import { authorise } from '../policies/authorise.js'
import { retryDuplicate } from '../retry.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, note, validate } from '../validate.js'
import type { ClientCard } from './client.model.js'
import { clientFields } from './client-input.js'
import { clientWords } from './client-words.js'
import { createClient } from './create-client.js'

export const findOrCreateClientInput = z.strictObject({
  /** A chat that is known to be this person's: it decides before phone and e-mail. */
  contactPointId: id.optional(),
  phone: phoneField.optional(),
  email: emailField.optional(),
  /** The platform or the person proved that the phone is theirs. */
  phoneVerified: z.boolean().optional(),
  name: note(200).optional(),
  companyId: id.nullable().optional(),
  position: clientFields.position.optional(),
  source: clientFields.source.optional(),
  ownerId: clientFields.ownerId.optional(),
  consent: clientFields.consent.optional(),
  state: z.enum(['not-client', 'potential']).optional(),
})

export interface FoundClient {
  client: ClientCard
  created: boolean
  /** Phones and e-mails given here that belong to another card: a hint that two cards are one person. */
  conflicts: { kind: Address['kind']; value: string; clientId: string }[]
}

/**
 * The client behind a chat, a phone or an e-mail, in this order; a new card when nobody is. What the card lacks is filled
 * in, nothing is overwritten, and a number of another client stays theirs (`conflicts`). Two who ask at once get one
 * card: the unique contact point decides.
 */
export async function findOrCreateClient(
  core: Core,
  by: Actor,
  input: z.input<typeof findOrCreateClientInput>,
  tx?: Transaction,
): Promise<FoundClient> {
  authorise(by, 'client.create')
  const given = validate(findOrCreateClientInput, input)
  const run = async (tx: Transaction): Promise<FoundClient> => {
    const known = await findClient(core, tx, given)
    if (known) return fillIn(core, by, tx, known, given)
    const client = await createClient(
      core,
      by,
      {
        name: given.name || translate(core.company.locale, 'clients.nameless'),
        phones: given.phone ? [given.phone] : [],
        emails: given.email ? [given.email] : [],
        companyId: given.companyId,
        position: given.position,
        source: given.source,
        ownerId: given.ownerId,
        consent: given.consent,
        state: given.state,
      },
      tx,
    )
    await takeChat(core, tx, given.contactPointId, client._id)
    if (given.phone && given.phoneVerified) {
      await claimContactPoint(core, tx, { kind: 'phone', value: given.phone }, client._id, { verified: true })
    }
    return { client, created: true, conflicts: [] }
  }
  return tx ? run(tx) : retryDuplicate(() => inTransaction(core, run))
}

type Given = z.output<typeof findOrCreateClientInput>

async function findClient(core: Core, tx: Transaction, given: Given): Promise<ClientCard | null> {
  const points = rows(core.models.ContactPoint)
  const lookups = [
    given.contactPointId && { _id: given.contactPointId },
    given.phone && { accountId: '', kind: 'phone' as const, value: given.phone },
    given.email && { accountId: '', kind: 'email' as const, value: given.email },
  ]
  for (const lookup of lookups) {
    if (!lookup) continue
    const point = await points.findOne(lookup, { session: tx.session, projection: { clientId: 1 } })
    if (!point?.clientId) continue
    const client = await rows(core.models.Client).findOne({ _id: point.clientId }, { session: tx.session })
    if (client) return client
  }
  return null
}

async function fillIn(
  core: Core,
  by: Actor,
  tx: Transaction,
  client: ClientCard,
  given: Given,
): Promise<FoundClient> {
  const conflicts: FoundClient['conflicts'] = []
  const next: ClientCard = { ...client, phones: [...client.phones], emails: [...client.emails] }
  const addresses = [
    { kind: 'phone' as const, value: given.phone, list: next.phones, verified: given.phoneVerified },
    { kind: 'email' as const, value: given.email, list: next.emails, verified: false },
  ]
  for (const { kind, value, list, verified } of addresses) {
    if (!value) continue
    const point = await claimContactPoint(core, tx, { kind, value }, client._id, {
      name: client.name,
      verified,
    })
    if (point.clientId !== client._id) conflicts.push({ kind, value, clientId: point.clientId as string })
    else if (!list.includes(value)) list.push(value)
  }
  if (given.name && next.name === translate(core.company.locale, 'clients.nameless')) next.name = given.name
  next.companyId ??= given.companyId ?? null
  next.position ||= given.position ?? ''
  next.source ||= given.source ?? ''
  next.consent ??= given.consent ?? null
  await takeChat(core, tx, given.contactPointId, client._id)

  const set: Partial<ClientCard> = { lastContactAt: core.clock.now(), quiet: null }
  const filled: string[] = []
  for (const field of ['name', 'companyId', 'position', 'source', 'consent'] as const) {
    if (next[field] !== client[field]) filled.push(field)
  }
  if (next.phones.length !== client.phones.length) filled.push('phones')
  if (next.emails.length !== client.emails.length) filled.push('emails')
  const contested = [
    ...new Set([...(client.contested ?? []), ...conflicts.map(({ kind, value }) => `${kind}:${value}`)]),
  ]
  if (contested.length !== (client.contested ?? []).length) {
    next.contested = contested
    filled.push('contested')
  }
  for (const field of filled) Object.assign(set, { [field]: next[field as keyof ClientCard] })
  if (filled.length > 0) set.words = clientWords(next)
  const version = client.version + 1
  await rows(core.models.Client).updateOne(
    { _id: client._id },
    { $set: set, $inc: { version: 1 } },
    { session: tx.session },
  )
  if (filled.length > 0) {
    await audit(core, tx, by, 'client.fill-in', { kind: 'client', id: client._id }, { fields: filled })
    tx.publish(event('client.changed', client._id, version, { clientId: client._id, byId: by.id }))
  }
  return { client: { ...next, ...set, version }, created: false, conflicts }
}

async function takeChat(
  core: Core,
  tx: Transaction,
  contactPointId: string | undefined,
  clientId: string,
): Promise<void> {
  if (contactPointId === undefined) return
  await rows(core.models.ContactPoint).updateOne(
    { _id: contactPointId, clientId: null },
    { $set: { clientId } },
    { session: tx.session },
  )
}
