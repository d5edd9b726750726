import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import { findOrCreateCompany } from '../companies/find-or-create-company.js'
import { belongsToAnother } from '../contacts/attach-contact-point.js'
import { type Address, claimContactPoint } from '../contacts/claim-contact-point.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { event } from '../events.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { retryDuplicate } from '../retry.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { line, validate } from '../validate.js'
import { checkReferences } from './check-references.js'
import type { ClientCard } from './client.model.js'
import { baseOf, noFacts } from './client-base.js'
import { clientFields } from './client-input.js'
import { beginning, relationOf } from './client-state.js'
import { clientWords } from './client-words.js'
import { customFields, readCustom } from './custom-fields.js'

export const createClientInput = z.strictObject({
  ...z.object(clientFields).omit({ name: true, relation: true }).partial().shape,
  name: clientFields.name,
  /** Found or created by name; `companyId` wins. */
  companyName: line(200).optional(),
  /** `not-client` until something is sold to them: an inquiry alone. */
  state: z.enum(['not-client', 'potential']).optional(),
})

/**
 * Makes a client card; its phones and e-mails become contact points. A manager's new client is their own. Throws
 * `already-exists` (params.name, params.clientId) when a phone or e-mail is another client's, `bad-input` for an unknown
 * company.
 */
export async function createClient(
  core: Core,
  by: Actor,
  input: z.input<typeof createClientInput>,
  tx?: Transaction,
): Promise<ClientCard> {
  authorise(by, 'client.create')
  const given = validate(createClientInput, input)
  const run = async (tx: Transaction) => {
    const companyId = await companyOf(core, by, tx, given)
    await checkReferences(core, tx, { agentId: given.agentId, photoFileId: given.photoFileId })
    const custom = readCustom(await customFields(core), given.custom ?? {})
    const client = newClient(core, by, given, companyId, custom)
    await rows(core.models.Client).insertOne(client, { session: tx.session })
    for (const address of addressesOf(client)) {
      const point = await claimContactPoint(core, tx, address, client._id, { name: client.name })
      if (point.clientId !== client._id) throw await belongsToAnother(core, point)
    }
    await audit(core, tx, by, 'client.create', { kind: 'client', id: client._id })
    tx.publish(event('client.created', client._id, client.version, { clientId: client._id, byId: by.id }))
    return client
  }
  return tx ? run(tx) : retryDuplicate(() => inTransaction(core, run))
}

/** Phones and e-mails of a card as contact points are made of them. */
export function addressesOf(client: Pick<ClientCard, 'phones' | 'emails'>): Address[] {
  return [
    ...client.phones.map((value) => ({ kind: 'phone' as const, value })),
    ...client.emails.map((value) => ({ kind: 'email' as const, value })),
  ]
}

async function companyOf(
  core: Core,
  by: Actor,
  tx: Transaction,
  given: z.output<typeof createClientInput>,
): Promise<string | null> {
  if (given.companyId) {
    const known = await rows(core.models.Company).findOne(
      { _id: given.companyId },
      { session: tx.session, projection: { _id: 1 } },
    )
    return found(known, 'company')._id
  }
  if (given.companyName === undefined) return null
  const { company } = await findOrCreateCompany(core, by, { name: given.companyName }, tx)
  return company._id
}

function newClient(
  core: Core,
  by: Actor,
  given: z.output<typeof createClientInput>,
  companyId: string | null,
  custom: ClientCard['custom'],
): ClientCard {
  const state = given.state ?? 'potential'
  const now = core.clock.now()
  const card: ClientCard = {
    _id: newId(),
    name: given.name,
    companyId,
    position: given.position ?? '',
    phones: [...new Set(given.phones ?? [])],
    emails: [...new Set(given.emails ?? [])],
    birthday: given.birthday ?? null,
    notes: given.notes ?? '',
    address: given.address ?? '',
    territory: given.territory ?? '',
    relation: relationOf[state],
    state,
    base: 'cold',
    kind: given.kind ?? 'direct',
    agentId: given.agentId ?? null,
    bonusPercent: given.bonusPercent ?? 0,
    source: given.source ?? '',
    ownerId: given.ownerId === undefined ? ownsWhatTheyMake(by) : given.ownerId,
    consent: given.consent ?? null,
    custom,
    photoFileId: given.photoFileId ?? null,
    facts: { ...noFacts, contact: contactOf(given), yearday: given.birthday?.slice(-5) ?? null },
    history: [beginning(state, by, now)],
    version: 1,
    createdAt: now,
    lastContactAt: now,
  }
  return { ...card, base: baseOf(card), words: clientWords(card) }
}

function contactOf({
  phones = [],
  emails = [],
}: {
  phones?: string[] | undefined
  emails?: string[] | undefined
}) {
  return phones.length + emails.length > 0 ? ('received' as const) : ('none' as const)
}

function ownsWhatTheyMake(by: Actor): string | null {
  return by.kind === 'staff' && (by.role === 'sales' || by.role === 'account') ? by.id : null
}
