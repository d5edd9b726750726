import { z } from 'zod'
import { audit } from '../audit.js'
import { rows, withoutUndefined } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { fieldChanges } from '../field-changes.js'
import { authorise } from '../policies/authorise.js'
import { mustBeInTeam } from '../staff/must-be-in-team.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import { ownPlace } from './create-deal.js'
import type { Deal } from './deal.model.js'
import { dealFields, itemsTotal, variantsField } from './deal-input.js'
import { readDealWords } from './deal-words.js'
import { getPipeline, stageOf } from './pipelines.js'
import { planStageActivities } from './stage-activities.js'

export const updateDealInput = z.strictObject({
  ...z.object(dealFields).partial().shape,
  /** The whole new list of variants of the proposal. */
  variants: variantsField.optional(),
  /** Key of the variant the client chose: its items and sum become the deal's. Null takes the choice back. */
  chosenVariant: z.string().max(40).nullable().optional(),
  dealId: id,
  expectedVersion,
})

/**
 * Changes a deal; its stage moves by `moveDeal`. New items that all have prices set the sum, unless a sum comes with
 * them; so does the chosen variant. A new owner is told (`deal.delegated`). Throws `changed-by-other`, `not-found`,
 * `not-allowed` when somebody takes a colleague's deal, `bad-input` for a variant that is not there.
 */
export async function updateDeal(
  core: Core,
  by: Actor,
  input: z.input<typeof updateDealInput>,
  tx?: Transaction,
): Promise<Deal> {
  authorise(by, 'deal.update')
  const { dealId, expectedVersion: expected, ...given } = validate(updateDealInput, input)
  const run = async (tx: Transaction) => {
    const { session } = tx
    const deals = rows(core.models.Deal)
    const deal = found(await deals.findOne({ _id: dealId }, { session }), 'deal')
    await checkVersion(core, tx, deal, expected)
    const changes: Partial<Deal> = {
      ...withoutUndefined({ ...given, items: given.items?.map(withoutUndefined) }),
      ...chosen(deal, given),
    }
    if (changes.items && given.amountMinor === undefined && !given.chosenVariant) {
      const total = itemsTotal(changes.items)
      if (total !== null) changes.amountMinor = total
    }
    const handedOn = changes.ownerId !== undefined && changes.ownerId !== deal.ownerId
    if (handedOn) {
      authorise(by, 'deal.change-owner', { ownerId: deal.ownerId })
      await mustBeInTeam(core, tx, changes.ownerId)
      Object.assign(changes, await ownPlace(core, tx, changes.ownerId ?? null))
    }
    for (const field of ['accountId', 'assistantId'] as const)
      await mustBeInTeam(core, tx, given[field], field)
    if (changes.clientId)
      found(await rows(core.models.Client).findOne({ _id: changes.clientId }, { session }), 'client')
    if (changes.companyId)
      found(await rows(core.models.Company).findOne({ _id: changes.companyId }, { session }), 'company')
    const version = deal.version + 1
    const next: Deal = { ...deal, ...changes, version }
    const words = await readDealWords(core, next, tx)
    await deals.updateOne({ _id: dealId }, { $set: { ...changes, words, version } }, { session })
    await audit(
      core,
      tx,
      by,
      'deal.update',
      { kind: 'deal', id: dealId },
      { fields: Object.keys(changes) },
      fieldChanges(deal, changes),
    )
    tx.publish(event('deal.changed', dealId, version, { dealId, byId: by.id }))
    if (handedOn && next.ownerId !== null) {
      tx.publish(
        event('deal.delegated', dealId, version, {
          dealId,
          fromId: deal.ownerId,
          toId: next.ownerId,
          byId: by.id,
        }),
      )
      if (deal.ownerId === null && next.closedAt === null) {
        const pipeline = await getPipeline(core, deal.pipeline, tx)
        await planStageActivities(core, by, tx, next, pipeline, stageOf(pipeline, deal.stage))
      }
    }
    return { ...next, words }
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** What the choice of a variant changes; a variant that is taken off the list is no longer the chosen one. */
function chosen(deal: Deal, given: Pick<Partial<Deal>, 'variants' | 'chosenVariant'>): Partial<Deal> {
  const variants = given.variants ?? deal.variants ?? []
  const key = given.chosenVariant === undefined ? deal.chosenVariant : given.chosenVariant
  const variant = variants.find((each) => each.key === key)
  if (given.chosenVariant && !variant) {
    const keys = variants.map((each) => each.key).join(' | ')
    throw new OtklikError('bad-input', { fields: { chosenVariant: `one-of:${keys}` } })
  }
  if (given.chosenVariant && variant) return { items: variant.items, amountMinor: variant.amountMinor }
  return key && !variant ? { chosenVariant: null } : {}
}
