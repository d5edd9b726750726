import { rows } from '../collection.js'
import type { Core } from '../context.js'
import type { RoutingDecision } from './routing-decision.model.js'

/** How an inquiry came to whoever has it, newest decision first. */
export function listRoutingDecisions(core: Core, inquiryId: string): Promise<RoutingDecision[]> {
  return rows(core.models.RoutingDecision)
    .find({ inquiryId }, { sort: { at: -1, _id: -1 }, limit: 100 })
    .toArray()
}

/** The decision that holds now, or null for an inquiry nobody ever decided about. */
export async function lastRoutingDecision(core: Core, inquiryId: string): Promise<RoutingDecision | null> {
  const [last] = await rows(core.models.RoutingDecision)
    .find({ inquiryId }, { sort: { at: -1, _id: -1 }, limit: 1 })
    .toArray()
  return last ?? null
}
