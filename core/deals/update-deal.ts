import { z } from 'zod'
import { audit } from '../audit.js'
import { mustBeInTeam } from '../clients/update-client.js'
import { rows, withoutUndefined } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { event } from '../events.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import type { Deal } from './deal.model.js'
import { dealFields, itemsTotal } from './deal-input.js'

export const updateDealInput = z.strictObject({
  ...z.object(dealFields).partial().shape,
  dealId: id,
  expectedVersion,
})

/**
 * Changes a deal; its stage moves by `moveDeal`. New items that all have prices set the sum, unless a sum comes with
 * them. Throws `changed-by-other`, `not-found`, `not-allowed` when somebody takes a colleague's deal.
 */
export async function updateDeal(
  core: Core,
  by: Actor,
  input: z.input<typeof updateDealInput>,
  tx?: Transaction,
): Promise<Deal> {
  authorise(by, 'deal.update')
  const { dealId, expectedVersion: expected, ...given } = validate(updateDealInput, input)
  const changes: Partial<Deal> = withoutUndefined({ ...given, items: given.items?.map(withoutUndefined) })
  if (changes.items && changes.amountMinor === undefined) {
    const total = itemsTotal(changes.items)
    if (total !== null) changes.amountMinor = total
  }
  const run = async (tx: Transaction) => {
    const { session } = tx
    const deals = rows(core.models.Deal)
    const deal = found(await deals.findOne({ _id: dealId }, { session }), 'deal')
    await checkVersion(core, tx, deal, expected)
    if (changes.ownerId !== undefined && changes.ownerId !== deal.ownerId) {
      authorise(by, 'deal.change-owner', { ownerId: deal.ownerId })
      await mustBeInTeam(core, tx, changes.ownerId)
    }
    if (changes.clientId)
      found(await rows(core.models.Client).findOne({ _id: changes.clientId }, { session }), 'client')
    if (changes.companyId)
      found(await rows(core.models.Company).findOne({ _id: changes.companyId }, { session }), 'company')
    const version = deal.version + 1
    await deals.updateOne({ _id: dealId }, { $set: { ...changes, version } }, { session })
    await audit(core, tx, by, 'deal.update', { kind: 'deal', id: dealId }, { fields: Object.keys(changes) })
    tx.publish(event('deal.changed', dealId, version, { dealId, byId: by.id }))
    return { ...deal, ...changes, version }
  }
  return tx ? run(tx) : inTransaction(core, run)
}
