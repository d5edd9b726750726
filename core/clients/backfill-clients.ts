import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { findDuplicatesOf } from '../duplicates/find-duplicates.js'
import { refreshClientFacts } from './client-facts.js'

const atOnce = 8

/** Counts the facts of cards that were made before they were counted, or put in without their events (seed, restore). */
export async function backfillClients(core: Core): Promise<number> {
  const clients = rows(core.models.Client)
  for (let done = 0; ; ) {
    const bare = await clients
      .find({ matchKeys: { $exists: false } } as object, { projection: { _id: 1 }, limit: 500 })
      .toArray()
    if (bare.length === 0) return done
    for (let at = 0; at < bare.length; at += atOnce) {
      await Promise.all(bare.slice(at, at + atOnce).map(({ _id }) => refreshClientFacts(core, _id)))
    }
    for (const { _id } of bare) await findDuplicatesOf(core, _id)
    done += bare.length
  }
}
