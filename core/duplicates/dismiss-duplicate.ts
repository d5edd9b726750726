import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { validate } from '../validate.js'

export const dismissDuplicateInput = z.strictObject({ pairId: z.string().min(1).max(60) })

/** Says that two cards are two people: the pair is not shown again unless a new reason turns up. */
export async function dismissDuplicate(
  core: Core,
  by: Actor,
  input: z.input<typeof dismissDuplicateInput>,
  tx?: Transaction,
): Promise<void> {
  authorise(by, 'client.merge')
  const { pairId } = validate(dismissDuplicateInput, input)
  const run = async (tx: Transaction) => {
    const pair = found(
      await rows(core.models.DuplicatePair).findOneAndUpdate(
        { _id: pairId, state: 'open' },
        { $set: { state: 'dismissed' } },
        { session: tx.session },
      ),
      'client',
    )
    const [one, other] = pair.clientIds
    await audit(core, tx, by, 'client.not-duplicate', { kind: 'client', id: one }, { other })
  }
  await (tx ? run(tx) : inTransaction(core, run))
}
