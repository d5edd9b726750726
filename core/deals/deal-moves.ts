import type { Deal, DealMove } from './deal.model.js'

/** A move with the pipelines that its stages belong to; both are the same where the deal stayed in one. */
export type PlacedMove = DealMove & { fromPipeline: string; toPipeline: string }

/** Every move of a deal, the oldest first. */
export function placedMoves(deal: Pick<Deal, 'pipeline' | 'history'>): PlacedMove[] {
  let toPipeline = deal.pipeline
  const placed: PlacedMove[] = []
  for (const move of deal.history.toReversed()) {
    const fromPipeline: string = move.fromPipeline ?? toPipeline
    placed.push({ ...move, fromPipeline, toPipeline })
    toPipeline = fromPipeline
  }
  return placed.reverse()
}
