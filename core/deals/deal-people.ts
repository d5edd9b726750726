import { rows } from '../collection.js'
import type { Core, Role } from '../context.js'
import type { Transaction } from '../transaction.js'
import type { Deal } from './deal.model.js'

type People = Pick<Deal, 'ownerId' | 'salesId' | 'accountId' | 'assistantId'>

/** Where a deal keeps its person of a role. */
export const personField: Partial<Record<Role, 'salesId' | 'accountId' | 'assistantId'>> = {
  sales: 'salesId',
  account: 'accountId',
  assistant: 'assistantId',
}

/**
 * Who does what falls to a role in a deal: the deal's own person of that role, else the one of the team with the fewest
 * open deals, else null. People who left are passed over.
 */
export async function personFor(
  core: Core,
  tx: Transaction,
  deal: People,
  role: Role,
): Promise<string | null> {
  const field = personField[role]
  const own = field ? deal[field] : null
  const team = await rows(core.models.Staff)
    .find({ active: true, role }, { session: tx.session, projection: { _id: 1 }, sort: { _id: 1 } })
    .toArray()
  if (own && team.some((person) => person._id === own)) return own
  if (deal.ownerId && team.some((person) => person._id === deal.ownerId)) return deal.ownerId
  let best: { id: string; load: number } | null = null
  for (const { _id } of team) {
    const load = await rows(core.models.Deal).countDocuments(
      { ownerId: _id, closedAt: null },
      { session: tx.session, limit: 1000 },
    )
    if (!best || load < best.load) best = { id: _id, load }
  }
  return best?.id ?? null
}
