import { z } from 'zod'
import { audit, signature } from '../audit.js'
import { moveClientState } from '../clients/client-state.js'
import { rows, withoutUndefined } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { takeNumbers } from '../counters.js'
import { found, OtklikError } from '../errors.js'
import { event } from '../events.js'
import { translate } from '../i18n.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { mustBeInTeam } from '../staff/must-be-in-team.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, validate } from '../validate.js'
import type { Deal } from './deal.model.js'
import { dealFields, itemsTotal, variantsField } from './deal-input.js'
import { personField } from './deal-people.js'
import { readDealWords } from './deal-words.js'
import { defaultPipeline, firstStage, getPipeline, stageOf } from './pipelines.js'
import { planStageActivities } from './stage-activities.js'

export const createDealInput = z.strictObject({
  ...z.object(dealFields).partial().shape,
  variants: variantsField.optional(),
  /** Key of the pipeline; the default one when absent. */
  pipeline: z.string().max(60).optional(),
  /** An open stage; the first one when absent. */
  stage: z.string().max(60).optional(),
  inquiryId: id.nullable().optional(),
  conversationId: id.nullable().optional(),
})

/**
 * Makes a deal. Whoever makes it owns it, unless it says otherwise; made by a script it goes to the client's owner.
 * Without a sum the priced items give it. Throws `bad-input` for an unknown stage, `not-found` for an unknown pipeline,
 * client or company.
 */
export async function createDeal(
  core: Core,
  by: Actor,
  input: z.input<typeof createDealInput>,
  tx?: Transaction,
): Promise<Deal> {
  authorise(by, 'deal.create')
  const given = validate(createDealInput, input)
  const number = await takeNumbers(core, 'deals')
  const run = async (tx: Transaction) => {
    const { session } = tx
    const { models } = core
    const pipeline = await (given.pipeline
      ? getPipeline(core, given.pipeline, tx)
      : defaultPipeline(core, tx))
    const stage = given.stage ? stageOf(pipeline, given.stage) : firstStage(pipeline)
    if (stage.kind !== 'open') {
      const open = pipeline.stages.filter((each) => each.kind === 'open')
      throw new OtklikError('bad-input', {
        fields: { stage: `one-of:${open.map((each) => each.key).join(' | ')}` },
      })
    }
    const client = given.clientId
      ? found(await rows(models.Client).findOne({ _id: given.clientId }, { session }), 'client')
      : null
    if (given.companyId)
      found(await rows(models.Company).findOne({ _id: given.companyId }, { session }), 'company')
    await mustBeInTeam(core, tx, given.ownerId)

    const now = core.clock.now()
    const items = (given.items ?? []).map(withoutUndefined)
    const ownerId =
      given.ownerId === undefined ? (by.kind === 'staff' ? by.id : (client?.ownerId ?? null)) : given.ownerId
    const deal: Deal = {
      _id: newId(),
      number,
      pipeline: pipeline.key,
      stage: stage.key,
      title: given.title ?? titleFor(core, client?.name),
      amountMinor: given.amountMinor ?? itemsTotal(items) ?? 0,
      currency: given.currency ?? 'RUB',
      clientId: client?._id ?? null,
      companyId: given.companyId ?? client?.companyId ?? null,
      inquiryId: given.inquiryId ?? null,
      conversationId: given.conversationId ?? null,
      ownerId,
      salesId: null,
      accountId: given.accountId ?? null,
      assistantId: given.assistantId ?? null,
      ...(await ownPlace(core, tx, ownerId)),
      items,
      variants: given.variants ?? [],
      chosenVariant: null,
      checklist: {},
      priority: given.priority ?? 'normal',
      dueAt: given.dueAt ?? null,
      answers: {},
      notes: given.notes ?? '',
      lostReason: null,
      closedAt: null,
      rank: topRank(now),
      history: [{ from: null, to: stage.key, by: signature(by), at: now }],
      version: 1,
      createdAt: now,
      stageSince: now,
    }
    deal.words = await readDealWords(core, deal, tx)
    await rows(models.Deal).insertOne(deal, { session })
    await audit(
      core,
      tx,
      by,
      'deal.create',
      { kind: 'deal', id: deal._id },
      { pipeline: deal.pipeline, stage: deal.stage },
    )
    tx.publish(event('deal.created', deal._id, deal.version, { dealId: deal._id, byId: by.id }))
    if (client) await tellClient(core, by, tx, client._id, 'open-deal')
    await planStageActivities(core, by, tx, deal, pipeline, stage)
    return deal
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** The owner also stands in the deal's place of their role, and stays there when the deal is handed on. */
export async function ownPlace(
  core: Core,
  tx: Transaction,
  ownerId: string | null,
): Promise<Partial<Pick<Deal, 'salesId' | 'accountId' | 'assistantId'>>> {
  if (ownerId === null) return {}
  const person = await rows(core.models.Staff).findOne(
    { _id: ownerId },
    { session: tx.session, projection: { role: 1 } },
  )
  const place = person && (personField[person.role] ?? 'salesId')
  return place ? { [place]: ownerId } : {}
}

/** A deal that comes to a stage stands on top of it: the later, the smaller. */
export function topRank(now: Date): number {
  return -now.getTime()
}

/** Moves the client's state after its deal, with the event for those who watch the card. */
export async function tellClient(
  core: Core,
  by: Actor,
  tx: Transaction,
  clientId: string,
  what: 'open-deal' | 'win-deal',
): Promise<void> {
  const moved = await moveClientState(core, tx, by, clientId, what)
  if (moved) tx.publish(event('client.changed', clientId, moved.version, { clientId, byId: by.id }))
}

function titleFor(core: Core, clientName: string | undefined): string {
  const { locale } = core.company
  return clientName
    ? translate(locale, 'deals.untitled', { name: clientName })
    : translate(locale, 'deals.nameless')
}
