import { z } from 'zod'
import { audit } from '../audit.js'
import { rows, withoutUndefined } from '../collection.js'
import { belongsToAnother } from '../contacts/attach-contact-point.js'
import { claimContactPoint } from '../contacts/claim-contact-point.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { event } from '../events.js'
import { fieldChanges } from '../field-changes.js'
import { changeConversation } from '../inbox/change-conversation.js'
import { authorise } from '../policies/authorise.js'
import { retryDuplicate } from '../retry.js'
import { mustBeInTeam } from '../staff/must-be-in-team.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import { checkReferences } from './check-references.js'
import type { ClientCard } from './client.model.js'
import { baseOf, noFacts } from './client-base.js'
import { clientFields } from './client-input.js'
import { clientWords } from './client-words.js'
import { addressesOf } from './create-client.js'
import { customFields, readCustom } from './custom-fields.js'

export const updateClientInput = z.strictObject({
  ...z.object(clientFields).partial().shape,
  clientId: id,
  expectedVersion,
})

/**
 * Changes a client card. `phones` and `emails` are the whole new lists: new ones become contact points, ones left out
 * are freed. `custom` is merged; a null in it removes a field. A new name is shown by the conversations too. Throws
 * `already-exists` when a phone or e-mail is another client's, `changed-by-other`, `not-allowed` for the owner of others.
 */
export async function updateClient(
  core: Core,
  by: Actor,
  input: z.input<typeof updateClientInput>,
  tx?: Transaction,
): Promise<ClientCard> {
  authorise(by, 'client.update')
  const { clientId, expectedVersion: expected, ...changes } = validate(updateClientInput, input)
  const run = async (tx: Transaction) => {
    const clients = rows(core.models.Client)
    const client = found(await clients.findOne({ _id: clientId }, { session: tx.session }), 'client')
    await checkVersion(core, tx, client, expected)
    if (changes.ownerId !== undefined && changes.ownerId !== client.ownerId) {
      authorise(by, 'client.change-owner', { ownerId: client.ownerId, nextOwnerId: changes.ownerId })
      await mustBeInTeam(core, tx, changes.ownerId)
    }
    await checkReferences(core, tx, changes, clientId)
    const { custom: givenCustom, ...plain } = changes
    const set: Partial<ClientCard> = withoutUndefined(plain)
    if (givenCustom) {
      const given = readCustom(await customFields(core), givenCustom)
      set.custom = mergeCustom(client.custom, given)
    }
    if (changes.birthday !== undefined) {
      set.facts = { ...noFacts, ...client.facts, yearday: changes.birthday?.slice(-5) ?? null }
    }
    if (set.phones) set.phones = [...new Set(set.phones)]
    if (set.emails) set.emails = [...new Set(set.emails)]
    const next: ClientCard = { ...client, ...set }
    if (changes.ownerId !== undefined) set.base = baseOf(next)
    await moveAddresses(core, tx, client, next)
    const updated = found(
      await clients.findOneAndUpdate(
        { _id: clientId },
        { $set: { ...set, words: clientWords(next) }, $inc: { version: 1 } },
        { session: tx.session, returnDocument: 'after' },
      ),
      'client',
    )
    if (next.name !== client.name) await renameConversations(core, tx, clientId, next.name)
    await audit(
      core,
      tx,
      by,
      'client.update',
      { kind: 'client', id: clientId },
      { fields: Object.keys(set) },
      fieldChanges(client, set),
    )
    tx.publish(event('client.changed', clientId, updated.version, { clientId, byId: by.id }))
    return updated
  }
  return tx ? run(tx) : retryDuplicate(() => inTransaction(core, run))
}

async function moveAddresses(
  core: Core,
  tx: Transaction,
  before: ClientCard,
  after: ClientCard,
): Promise<void> {
  const kept = new Set(addressesOf(after).map(({ kind, value }) => `${kind} ${value}`))
  const had = new Set(addressesOf(before).map(({ kind, value }) => `${kind} ${value}`))
  for (const address of addressesOf(after)) {
    if (had.has(`${address.kind} ${address.value}`)) continue
    const point = await claimContactPoint(core, tx, address, before._id, { name: after.name })
    if (point.clientId !== before._id) throw await belongsToAnother(core, point)
  }
  for (const { kind, value } of addressesOf(before)) {
    if (kept.has(`${kind} ${value}`)) continue
    await rows(core.models.ContactPoint).updateOne(
      { accountId: '', kind, value, clientId: before._id },
      { $set: { clientId: null } },
      { session: tx.session },
    )
  }
}

async function renameConversations(
  core: Core,
  tx: Transaction,
  clientId: string,
  name: string,
): Promise<void> {
  const theirs = await rows(core.models.Conversation)
    .find({ clientId }, { session: tx.session, projection: { _id: 1 } })
    .toArray()
  for (const { _id } of theirs) await changeConversation(core, tx, _id, { title: name })
}

function mergeCustom(
  before: Record<string, unknown>,
  changes: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null))
}
