import { z } from 'zod'
import {
  createBody,
  dealPriority,
  milestoneBody,
  pipelineBody,
  tickBody,
  updateBody,
  variantView,
} from '../../deals/schema.js'
import {
  givenDate,
  id,
  instant,
  key,
  moneyView,
  page,
  search,
  signature,
  version,
  words,
} from '../../fields.js'
import { answerView } from '../../inquiries/schema.js'
import { byCreation, listFields } from '../fields.js'

export { createBody as dealBody, milestoneBody, pipelineBody, tickBody, updateBody as dealPatch }

export const dealList = z.strictObject({
  ...listFields(byCreation),
  pipeline: key.optional(),
  stage: key.optional(),
  ownerId: z.union([id, z.literal('none')]).optional(),
  clientId: id.optional(),
  companyId: id.optional(),
  conversationId: id.optional(),
  /** Words of number, title, goods, client or company. */
  q: search.optional(),
  priority: dealPriority.optional(),
  dueBefore: givenDate.optional(),
  from: givenDate.optional(),
  to: givenDate.optional(),
  /** Only deals that are won or lost, or only those that are not. */
  closed: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional(),
})
/** A deal by its id or by its number, as people say it. */
export const dealParams = z.strictObject({ id: z.union([id, z.string().regex(/^\d{1,9}$/)]) })
export const stageBody = z.strictObject({
  stage: key,
  /** Key of a loss reason of the pipeline, or words; a lost stage wants one. */
  reason: words(1_000).optional(),
  reasonText: words(1_000).optional(),
  /** Where the stage hands the deal on: to whom. */
  delegateToId: id.optional(),
  expectedVersion: version.optional(),
})

export const publicDeal = z
  .object({
    id,
    number: z.number(),
    pipeline: z.string(),
    stage: z.string(),
    title: z.string(),
    amount: moneyView,
    clientId: id.nullable(),
    companyId: id.nullable(),
    ownerId: id.nullable(),
    salesId: id.nullable(),
    accountId: id.nullable(),
    assistantId: id.nullable(),
    inquiryId: id.nullable(),
    conversationId: id.nullable(),
    items: z.array(
      z.object({
        name: z.string(),
        quantity: z.number(),
        unit: z.string().nullable(),
        price: z.number().nullable(),
      }),
    ),
    priority: dealPriority,
    dueAt: instant.nullable(),
    notes: z.string(),
    answers: z.record(z.string(), answerView),
    /** Variants of the proposal; the chosen one gave the deal its items and sum. */
    variants: z.array(variantView),
    chosenVariant: z.string().nullable(),
    /** Ticks of the stages' checklists. */
    checklist: z.array(z.object({ stage: z.string(), item: z.string(), at: instant })),
    /** Every move, the oldest first. */
    history: z.array(
      z.object({
        from: z.string().nullable(),
        to: z.string(),
        /** The pipelines that `from` and `to` are stages of. */
        fromPipeline: z.string(),
        toPipeline: z.string(),
        by: signature,
        at: instant,
        reason: z.string().nullable(),
      }),
    ),
    /** What was said when it was lost, else the key of the reason. Absent for deals that are not. */
    lostReason: z.string().optional(),
    lostReasonKey: z.string().optional(),
    closedAt: instant.nullable(),
    stageSince: instant,
    createdAt: instant,
    version: z.number(),
  })
  .meta({ id: 'Deal' })
/** Lists leave out what only one deal shows. */
export const publicDealRow = publicDeal
  .omit({ notes: true, answers: true, variants: true, chosenVariant: true, checklist: true, history: true })
  .meta({ id: 'DealRow' })
export const publicDealPage = page(publicDealRow)
export type PublicDeal = z.infer<typeof publicDeal>
export type PublicDealRow = z.infer<typeof publicDealRow>
