import { z } from 'zod'
import { audit, signature } from '../audit.js'
import type { ClientCard } from '../clients/client.model.js'
import { baseOf } from '../clients/client-base.js'
import { refreshClientFacts } from '../clients/client-facts.js'
import { type ClientEvent, clientTransitions, relationOf } from '../clients/client-state.js'
import { clientWords } from '../clients/client-words.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import type { ClientMerge } from './client-merge.model.js'
import { countReferences, moveReferences, type ReferenceModel } from './client-references.js'
import { pairId } from './duplicate-pair.model.js'
import { compareCards, type FieldChoice, mergedFields } from './merge-fields.js'

const mergeIds = { survivorId: id, otherId: id }
export const mergePreviewInput = z.strictObject(mergeIds)
export const mergeClientsInput = z.strictObject({
  ...mergeIds,
  /** Field -> whose value stays; `both` joins notes. What is not said goes as the preview showed. */
  choices: z.record(z.string().max(80), z.enum(['survivor', 'other', 'both'])).optional(),
  /** Versions of the cards the person looked at. */
  expectedVersion,
  expectedOtherVersion: expectedVersion,
})

export interface MergePreview {
  survivor: ClientCard
  other: ClientCard
  fields: FieldChoice[]
  /** What follows from the other card to the survivor. */
  moves: Record<ReferenceModel, number>
}

/** What merging two cards would do. Throws `not-found`, `merge-not-possible`. */
export async function previewMerge(
  core: Core,
  by: Actor,
  input: z.input<typeof mergePreviewInput>,
): Promise<MergePreview> {
  authorise(by, 'client.merge')
  const { survivorId, otherId } = validate(mergePreviewInput, input)
  const [survivor, other] = await twoCards(core, survivorId, otherId)
  return {
    survivor,
    other,
    fields: compareCards(survivor, other),
    moves: await countReferences(core, otherId),
  }
}

/**
 * Makes two cards one: the survivor takes the chosen values, every phone and e-mail, and all that belongs to the other
 * card; links to the other card lead to the survivor. `undoMerge` gives both back. Throws `merge-not-possible`,
 * `changed-by-other`, `not-found`.
 */
export async function mergeClients(
  core: Core,
  by: Actor,
  input: z.input<typeof mergeClientsInput>,
  tx?: Transaction,
): Promise<ClientMerge> {
  authorise(by, 'client.merge')
  const given = validate(mergeClientsInput, input)
  const run = async (tx: Transaction) => {
    const { models } = core
    const { session } = tx
    const [survivor, other] = await twoCards(core, given.survivorId, given.otherId, tx)
    await checkVersion(core, tx, survivor, given.expectedVersion)
    await checkVersion(core, tx, other, given.expectedOtherVersion)
    const fields = mergedFields(survivor, other, given.choices ?? {})
    const merged = stepState(core, by, { ...survivor, ...fields }, other)
    const next: ClientCard = {
      ...merged,
      contested: [...new Set([...(survivor.contested ?? []), ...(other.contested ?? [])])],
      version: survivor.version + 1,
    }
    next.base = baseOf(next)
    next.words = clientWords(next)

    const titles = await titlesOf(core, tx, other._id)
    const moved = await moveReferences(core, tx, other._id, survivor._id)
    await rows(models.Client).deleteOne({ _id: other._id }, { session })
    await rows(models.Client).replaceOne({ _id: survivor._id }, next, { session })
    await refreshClientFacts(core, survivor._id, tx)
    await retitle(core, tx, by, survivor._id, Object.keys(titles), () => next.name)

    const merge: ClientMerge = {
      _id: newId(),
      survivorId: survivor._id,
      otherId: other._id,
      before: { survivor, other },
      after: changedFields(survivor, next),
      moved,
      titles,
      by: signature(by),
      at: core.clock.now(),
      undoneAt: null,
    }
    await rows(models.ClientMerge).insertOne(merge, { session })
    await settlePairs(core, tx, survivor._id, other._id)
    await audit(
      core,
      tx,
      by,
      'client.merge',
      { kind: 'client', id: survivor._id },
      {
        otherId: other._id,
        mergeId: merge._id,
      },
    )
    const told = { clientId: survivor._id, byId: by.id }
    tx.publish(event('client.changed', survivor._id, next.version, told))
    tx.publish(event('client.merged', other._id, other.version + 1, { ...told, mergedId: other._id }))
    return merge
  }
  return tx ? run(tx) : inTransaction(core, run)
}

async function twoCards(
  core: Core,
  survivorId: string,
  otherId: string,
  tx?: Transaction,
): Promise<[ClientCard, ClientCard]> {
  if (survivorId === otherId) throw new OtklikError('merge-not-possible')
  const options = tx ? { session: tx.session } : {}
  const clients = rows(core.models.Client)
  const one = found(await clients.findOne({ _id: survivorId }, options), 'client')
  const other = found(await clients.findOne({ _id: otherId }, options), 'client')
  return [one, other]
}

/** The state follows by the map: the other card's won or begun deal happened to this client now. */
function stepState(core: Core, by: Actor, client: ClientCard, other: ClientCard): ClientCard {
  const events: Partial<Record<ClientCard['state'], ClientEvent>> = {
    active: 'win-deal',
    former: client.state === 'not-client' ? 'qualify' : undefined,
    potential: client.state === 'not-client' ? 'qualify' : undefined,
  }
  const happened = events[other.state]
  const to = happened && clientTransitions[client.state][happened]
  if (!happened || !to || to === client.state) return client
  const move = { event: happened, from: client.state, to, by: signature(by), at: core.clock.now() }
  return { ...client, state: to, relation: relationOf[to], history: [...(client.history ?? []), move] }
}

/** The fields the merge changed, as it left them; what is counted anew anyway stays out. */
function changedFields(before: ClientCard, after: ClientCard): Partial<ClientCard> {
  const derived = new Set(['version', 'words', 'facts', 'base', 'matchKeys'])
  return Object.fromEntries(
    Object.entries(after).filter(
      ([field, value]) =>
        !derived.has(field) && JSON.stringify(value) !== JSON.stringify(before[field as keyof ClientCard]),
    ),
  )
}

async function titlesOf(core: Core, tx: Transaction, clientId: string): Promise<Record<string, string>> {
  const talks = await rows(core.models.Conversation)
    .find({ clientId }, { session: tx.session, projection: { title: 1 } })
    .toArray()
  return Object.fromEntries(talks.map((talk) => [talk._id, talk.title]))
}

/** Names conversations after their client and tells the panels. */
export async function retitle(
  core: Core,
  tx: Transaction,
  by: Actor,
  clientId: string,
  conversationIds: readonly string[],
  titleOf: (conversationId: string) => string | undefined,
): Promise<void> {
  for (const conversationId of conversationIds) {
    const title = titleOf(conversationId)
    const talk = await rows(core.models.Conversation).findOneAndUpdate(
      { _id: conversationId, clientId },
      { ...(title === undefined ? {} : { $set: { title } }), $inc: { version: 1 } },
      { session: tx.session, returnDocument: 'after' },
    )
    if (talk) {
      tx.publish(
        event('conversation.changed', talk._id, talk.version, { conversationId: talk._id, byId: by.id }),
      )
    }
  }
}

async function settlePairs(core: Core, tx: Transaction, survivorId: string, otherId: string): Promise<void> {
  const pairs = rows(core.models.DuplicatePair)
  const { session } = tx
  await pairs.updateOne({ _id: pairId(survivorId, otherId) }, { $set: { state: 'merged' } }, { session })
  await pairs.deleteMany({ clientIds: otherId, state: 'open' }, { session })
}
