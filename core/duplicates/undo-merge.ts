import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { audit } from '../audit.js'
import type { ClientCard } from '../clients/client.model.js'
import { baseOf } from '../clients/client-base.js'
import { refreshClientFacts } from '../clients/client-facts.js'
import { clientWords } from '../clients/client-words.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import type { ClientMerge } from './client-merge.model.js'
import { returnReferences } from './client-references.js'
import { pairId } from './duplicate-pair.model.js'
import { retitle } from './merge-clients.js'

export const undoMergeInput = z.strictObject({ mergeId: id })

/**
 * Gives back both cards and what belonged to each. What people changed since then stays changed, and what came since
 * stays with the survivor. Throws `merge-not-possible` when it is undone already or the survivor went into another card.
 */
export async function undoMerge(
  core: Core,
  by: Actor,
  input: z.input<typeof undoMergeInput>,
  tx?: Transaction,
): Promise<ClientMerge> {
  authorise(by, 'client.merge')
  const { mergeId } = validate(undoMergeInput, input)
  const run = async (tx: Transaction) => {
    const { models } = core
    const { session } = tx
    const merge = found(await rows(models.ClientMerge).findOne({ _id: mergeId }, { session }), 'merge')
    const now = await rows(models.Client).findOne({ _id: merge.survivorId }, { session })
    if (merge.undoneAt || !now) throw new OtklikError('merge-not-possible')
    const survivor = restored(merge, now)
    const { other: before } = merge.before
    const other: ClientCard = { ...before, version: before.version + 2 }

    await rows(models.Client).replaceOne({ _id: survivor._id }, survivor, { session })
    await rows(models.Client).insertOne(other, { session })
    await returnReferences(core, tx, merge.moved, survivor._id, other._id)
    await refreshClientFacts(core, survivor._id, tx)
    await refreshClientFacts(core, other._id, tx)
    await retitle(core, tx, by, other._id, merge.moved.Conversation ?? [], (each) => merge.titles[each])

    const undoneAt = core.clock.now()
    await rows(models.ClientMerge).updateOne({ _id: mergeId }, { $set: { undoneAt } }, { session })
    // Whoever undoes a merge has looked: these are two people.
    await rows(models.DuplicatePair).updateOne(
      { _id: pairId(survivor._id, other._id) },
      { $set: { state: 'dismissed' } },
      { session },
    )
    await audit(
      core,
      tx,
      by,
      'client.undo-merge',
      { kind: 'client', id: survivor._id },
      {
        otherId: other._id,
        mergeId,
      },
    )
    for (const card of [survivor, other]) {
      tx.publish(event('client.changed', card._id, card.version, { clientId: card._id, byId: by.id }))
    }
    return { ...merge, undoneAt }
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** The survivor without what the merge gave it; lists lose only what came from the other card. */
function restored({ before, after }: ClientMerge, now: ClientCard): ClientCard {
  const next: Record<string, unknown> = { ...now }
  const was = before.survivor as unknown as Record<string, unknown>
  for (const [field, merged] of Object.entries(after)) {
    const value = next[field]
    if (isDeepStrictEqual(value, merged)) {
      if (field in was) next[field] = was[field]
      else delete next[field]
    } else if (field === 'phones' || field === 'emails' || field === 'contested') {
      const theirs = new Set(
        (before.other[field] ?? []).filter((each) => !(before.survivor[field] ?? []).includes(each)),
      )
      next[field] = (value as string[]).filter((each) => !theirs.has(each))
    }
  }
  const card = { ...(next as unknown as ClientCard), version: now.version + 1 }
  return { ...card, base: baseOf(card), words: clientWords(card) }
}
