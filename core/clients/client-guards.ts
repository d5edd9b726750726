import { rows } from '../collection.js'
import type { Core } from '../context.js'
import { OtklikError } from '../errors.js'
import type { Transaction } from '../transaction.js'
import type { ClientCard } from './client.model.js'

export type ClientGuard = 'no-open-deals' | 'reason-given'

type Check = (core: Core, tx: Transaction, client: ClientCard, why: string) => Promise<OtklikError | null>

const checks: Record<ClientGuard, Check> = {
  'no-open-deals': async (core, tx, client) => {
    const count = await rows(core.models.Deal).countDocuments(
      { clientId: client._id, closedAt: null },
      { session: tx.session, limit: 100 },
    )
    return count === 0 ? null : new OtklikError('client-has-open-deals', { params: { count } })
  },
  'reason-given': async (_core, _tx, _client, why) =>
    why === '' ? new OtklikError('bad-input', { fields: { why: 'required' } }) : null,
}

/** Throws the refusal of the first guard that does not hold. */
export async function checkGuards(
  core: Core,
  tx: Transaction,
  client: ClientCard,
  guards: readonly ClientGuard[],
  why: string,
): Promise<void> {
  for (const guard of guards) {
    const refusal = await checks[guard](core, tx, client, why)
    if (refusal) throw refusal
  }
}
