import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import type { Transaction } from '../transaction.js'
import { topRank } from './create-deal.js'
import type { Deal } from './deal.model.js'

/** Where a card is dropped: right above `aboveOfId`'s card, or at the end of the stage with null. */
export interface Place {
  pipeline: string
  stage: string
  /** The deal that shall stand right below; null puts it last; undefined on top. */
  aboveOfId: string | null | undefined
}

/** Between two ranks there must be room for one more; else the stage is numbered anew. */
const step = 1024

/** The rank that puts a deal into its place on the board. Throws `not-found` for a neighbour of another stage. */
export async function rankAt(core: Core, tx: Transaction, dealId: string, place: Place): Promise<number> {
  const { pipeline, stage, aboveOfId } = place
  if (aboveOfId === undefined) return topRank(core.clock.now())
  const others = { pipeline, stage, _id: { $ne: dealId } }
  const deals = rows(core.models.Deal)
  const { session } = tx
  if (aboveOfId === null) {
    const last = await deals.findOne(others, {
      session,
      sort: { rank: -1, _id: -1 },
      projection: { rank: 1 },
    })
    return last ? last.rank + step : topRank(core.clock.now())
  }
  for (let numbered = false; ; numbered = true) {
    const below = found(
      await deals.findOne({ _id: aboveOfId, pipeline, stage }, { session, projection: { rank: 1 } }),
      'deal',
    )
    const above = await deals.findOne(
      { ...others, $or: [{ rank: { $lt: below.rank } }, { rank: below.rank, _id: { $lt: below._id } }] },
      { session, sort: { rank: -1, _id: -1 }, projection: { rank: 1 } },
    )
    if (!above) return below.rank - step
    const between = (above.rank + below.rank) / 2
    if ((above.rank < between && between < below.rank) || numbered) return between
    await numberAnew(core, tx, pipeline, stage)
  }
}

async function numberAnew(core: Core, tx: Transaction, pipeline: string, stage: string): Promise<void> {
  const deals = rows(core.models.Deal)
  const order: Pick<Deal, '_id'>[] = await deals
    .find({ pipeline, stage }, { session: tx.session, sort: { rank: 1, _id: 1 }, projection: { _id: 1 } })
    .toArray()
  if (order.length === 0) return
  const first = topRank(core.clock.now())
  await deals.bulkWrite(
    order.map(({ _id }, index) => ({
      updateOne: { filter: { _id }, update: { $set: { rank: first + index * step } } },
    })),
    { session: tx.session, ordered: false },
  )
}
