import { z } from 'zod'
import { milestones } from '../../../core/deals/pipeline.model.js'
import {
  amount,
  cursor,
  givenInstant,
  id,
  instant,
  key,
  limit,
  money,
  moneyView,
  named,
  page,
  search,
  signature,
  version,
  words,
} from '../fields.js'
import { answerView } from '../inquiries/schema.js'

export const dealPriority = z.enum(['low', 'normal', 'high'])

const filters = {
  owner: z.union([z.enum(['me', 'none', 'all']), id]).optional(),
  /** Words of number, title, goods, client or company. */
  q: search.optional(),
  priority: dealPriority.optional(),
  /** `overdue`: the deadline has passed; `week`: it comes within seven days. */
  due: z.enum(['overdue', 'week']).optional(),
}
export const boardQuery = z.strictObject({
  /** The default pipeline when absent. */
  pipeline: key.optional(),
  ...filters,
})
export const columnQuery = z.strictObject({
  pipeline: key,
  stage: key,
  ...filters,
  limit: limit.optional(),
  cursor: cursor.optional(),
})
export const listQuery = z.strictObject({
  pipeline: key.optional(),
  stage: key.optional(),
  ...filters,
  clientId: id.optional(),
  companyId: id.optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
})

export const dealItem = z.strictObject({
  name: words(300).min(1),
  quantity: z.number().positive().max(1e9),
  unit: words(20).optional(),
  /** Price of one, in whole units of the deal's currency. */
  price: amount.optional(),
})
export const dealVariant = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: words(200).trim().min(1),
  items: z.array(dealItem).max(200).default([]),
  /** In the deal's currency; what the items cost together when absent. */
  amount: amount.optional(),
  notes: words(2_000).default(''),
})
const writable = {
  title: words(300).trim().min(1),
  amount: money,
  clientId: id.nullable(),
  companyId: id.nullable(),
  ownerId: id.nullable(),
  /** Who leads the order, who does the papers. */
  accountId: id.nullable(),
  assistantId: id.nullable(),
  /** The whole list of variants of the proposal. */
  variants: z.array(dealVariant).max(20),
  items: z.array(dealItem).max(200),
  priority: dealPriority,
  dueAt: givenInstant.nullable(),
  notes: words(10_000),
}
export const createBody = z
  .strictObject({ ...writable, pipeline: key, stage: key, inquiryId: id, conversationId: id })
  .partial()
  .required({ title: true })
export const updateBody = z
  .strictObject({
    ...writable,
    /** The variant the client chose: its items and sum become the deal's. */
    chosenVariant: words(40).nullable(),
    expectedVersion: version,
  })
  .partial()
  .refine((body) => Object.keys(body).some((field) => field !== 'expectedVersion'), { message: 'required' })
export const moveBody = z.strictObject({
  stage: key,
  /** The place in the column: the card that shall stand right below, null for the last place; on top when absent. */
  aboveOfId: id.nullable().optional(),
  /** Key of a loss reason of the pipeline, or words. Wanted by a `lost` stage (`reason-required`). */
  reason: words(1_000).optional(),
  /** Words beside a reason that `needsText`. */
  reasonText: words(1_000).optional(),
  /** Where the stage hands the deal on: to whom. */
  delegateToId: id.optional(),
  expectedVersion: version.optional(),
})
export const pipelineBody = z.strictObject({
  pipeline: key,
  /** A stage of that pipeline; its first one when absent. */
  stage: key.optional(),
  /** Why; for a lost stage the key of a loss reason of that pipeline. */
  reason: words(1_000).optional(),
  reasonText: words(1_000).optional(),
  delegateToId: id.optional(),
  expectedVersion: version.optional(),
})
export const tickBody = z.strictObject({
  /** The deal's present stage when absent. */
  stage: key.optional(),
  item: key,
  done: z.boolean(),
})
export const milestoneBody = z.strictObject({
  milestone: z.enum(milestones),
  reason: words(1_000).optional(),
})

/** A card on the board. */
export const dealCard = z.object({
  id,
  number: z.number(),
  pipeline: z.string(),
  stage: z.string(),
  title: z.string(),
  amount: moneyView,
  client: named.nullable(),
  company: named.nullable(),
  owner: named.nullable(),
  priority: dealPriority,
  dueAt: instant.nullable(),
  stageSince: instant,
  conversationId: id.nullable(),
  createdAt: instant,
  version: z.number(),
})
const itemView = z.object({
  name: z.string(),
  quantity: z.number(),
  unit: z.string().nullable(),
  price: z.number().nullable(),
})
export const variantView = z.object({
  key: z.string(),
  name: z.string(),
  items: z.array(itemView),
  amount: z.number(),
  notes: z.string(),
})
export const dealView = dealCard.extend({
  inquiryId: id.nullable(),
  items: z.array(itemView),
  variants: z.array(variantView),
  chosenVariant: z.string().nullable(),
  /** The people of the deal beside its owner. */
  sales: named.nullable(),
  account: named.nullable(),
  assistant: named.nullable(),
  /** Ticks of the stages' checklists: `<stage>/<item>`. */
  ticks: z.array(z.object({ stage: z.string(), item: z.string(), by: signature, at: instant })),
  answers: z.record(z.string(), answerView),
  notes: z.string(),
  lostReason: z.object({ code: z.string(), text: z.string() }).nullable(),
  closedAt: instant.nullable(),
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
})
export const boardView = z.object({
  pipeline: z.string(),
  columns: z.array(
    z.object({
      stage: z.string(),
      /** Of the whole column; `items` are its first cards, `nextCursor` asks for more. */
      count: z.number(),
      /** What the column is worth, by currency. */
      totals: z.array(moneyView),
      items: z.array(dealCard),
      nextCursor: z.string().nullable(),
    }),
  ),
})
export const dealPage = page(dealCard)

export type BoardQuery = z.input<typeof boardQuery>
export type BoardView = z.infer<typeof boardView>
export type DealCard = z.infer<typeof dealCard>
export type DealView = z.infer<typeof dealView>
export type DealCreateBody = z.input<typeof createBody>
export type DealUpdateBody = z.input<typeof updateBody>
export type VariantView = z.infer<typeof variantView>
export type DealTickBody = z.input<typeof tickBody>
export type MilestoneBody = z.input<typeof milestoneBody>
export type DealMoveBody = z.input<typeof moveBody>
export type DealPipelineBody = z.input<typeof pipelineBody>
