import { type MatchReason, matchReasons, reasonOf } from '../clients/match-keys.js'
import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { type DuplicatePair, pairId } from './duplicate-pair.model.js'

/** A key shared by more cards than this tells nothing about anybody. */
const tooMany = 20

/** Looks which cards share a key with this one and keeps the pairs in step. Safe to repeat. */
export async function findDuplicatesOf(core: Core, clientId: string): Promise<void> {
  const clients = rows(core.models.Client)
  const pairs = rows(core.models.DuplicatePair)
  const client = await clients.findOne({ _id: clientId }, { projection: { matchKeys: 1 } })
  const reasons = new Map<string, Set<MatchReason>>()
  for (const key of client?.matchKeys ?? []) {
    const others = await clients
      .find({ matchKeys: key }, { projection: { _id: 1 }, limit: tooMany + 2 })
      .toArray()
    if (others.length > tooMany) continue
    for (const { _id } of others) {
      if (_id !== clientId) reasons.set(_id, (reasons.get(_id) ?? new Set()).add(reasonOf(key)))
    }
  }
  const known = await pairs.find({ clientIds: clientId }).toArray()
  for (const pair of known) {
    const otherId = pair.clientIds.find((each) => each !== clientId) ?? ''
    if (pair.state === 'open' && !reasons.has(otherId))
      await pairs.deleteOne({ _id: pair._id, state: 'open' })
  }
  for (const [otherId, found] of reasons) {
    const sorted = matchReasons.filter((reason) => found.has(reason))
    await keepPair(core, clientId, otherId, sorted, known)
  }
}

async function keepPair(
  core: Core,
  clientId: string,
  otherId: string,
  reasons: MatchReason[],
  known: readonly DuplicatePair[],
): Promise<void> {
  const _id = pairId(clientId, otherId)
  const before = known.find((pair) => pair._id === _id)
  if (before && reasons.every((reason) => before.reasons.includes(reason))) return
  const clientIds = _id.split(':') as [string, string]
  await rows(core.models.DuplicatePair).updateOne(
    { _id },
    { $set: { clientIds, reasons, state: 'open', foundAt: core.clock.now() } },
    { upsert: true },
  )
}
