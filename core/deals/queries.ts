import { z } from 'zod'
import { clientNames } from '../clients/queries.js'
import { rows } from '../collection.js'
import { companyNames } from '../companies/queries.js'
import type { Core } from '../context.js'
import { found } from '../errors.js'
import {
  byCreation,
  type Page,
  type PageQuery,
  pageQuery,
  planPage,
  readPage,
  type Sorts,
} from '../paging.js'
import { cardFilter } from '../search-words.js'
import { staffNames } from '../staff/queries.js'
import { id, moment, validate } from '../validate.js'
import type { Deal } from './deal.model.js'
import type { Stage } from './pipeline.model.js'
import { getPipeline } from './pipelines.js'

export const dealFilter = z.strictObject({
  pipeline: z.string().max(60).optional(),
  stage: z.string().max(60).optional(),
  /** A staff id, or `none`. */
  ownerId: id.optional(),
  clientId: id.optional(),
  companyId: id.optional(),
  conversationId: id.optional(),
  /** Only those that are neither won nor lost, or only those that are. */
  closed: z.boolean().optional(),
  /** Words of number, title, goods, client or company; each must begin a word of the deal. */
  search: z.string().max(200).optional(),
  priority: z.enum(['low', 'normal', 'high']).optional(),
  /** Due before this. */
  dueBefore: moment.optional(),
  /** Made not before `from` and before `to`. */
  from: moment.optional(),
  to: moment.optional(),
})

/** A deal as lists and the board show it, with the names they show. */
export type DealRow = BareDeal & {
  clientName: string | null
  companyName: string | null
  ownerName: string | null
}
/** What lists read of a deal. */
export type BareDeal = Omit<Deal, 'history' | 'answers' | 'notes' | 'variants' | 'words'>
const listed = { history: 0, answers: 0, notes: 0, variants: 0, words: 0 } as const

/** Deals, newest first. Throws `bad-cursor`, `bad-input`. */
export async function listDeals(
  core: Core,
  filter: z.input<typeof dealFilter> = {},
  page: PageQuery = {},
): Promise<Page<DealRow>> {
  const where = dealWhere(validate(dealFilter, filter))
  const plan = planPage(validate(pageQuery, page), byCreation, '-createdAt')
  return named(core, await readPage<Deal, BareDeal>(rows(core.models.Deal), where, plan, listed))
}

function dealWhere({
  ownerId,
  closed,
  search,
  dueBefore,
  from,
  to,
  ...same
}: z.output<typeof dealFilter>): Record<string, unknown> {
  const where: Record<string, unknown> = Object.fromEntries(
    Object.entries(same).filter(([, value]) => value !== undefined),
  )
  if (ownerId) where.ownerId = ownerId === 'none' ? null : ownerId
  if (closed !== undefined) where.closedAt = closed ? { $ne: null } : null
  if (dueBefore) where.dueAt = { $lt: dueBefore, $ne: null }
  if (from || to) where.createdAt = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) }
  const words = search ? cardFilter(search.replace(/^[#№]\s*/, ''), 1) : null
  return words ? { $and: [where, words] } : where
}

async function named(core: Core, page: Page<BareDeal>): Promise<Page<DealRow>> {
  return { ...page, items: await withNames(core, page.items) }
}

async function withNames(core: Core, deals: BareDeal[]): Promise<DealRow[]> {
  const [clients, companies, staff] = await Promise.all([
    clientNames(
      core,
      deals.map((deal) => deal.clientId),
    ),
    companyNames(
      core,
      deals.map((deal) => deal.companyId),
    ),
    staffNames(
      core,
      deals.map((deal) => deal.ownerId),
    ),
  ])
  return deals.map((deal) => ({
    ...deal,
    clientName: clients.get(deal.clientId ?? '') ?? null,
    companyName: companies.get(deal.companyId ?? '') ?? null,
    ownerName: staff.get(deal.ownerId ?? '') ?? null,
  }))
}

/** A deal by its id or, as people say it, by its number. Throws `not-found`. */
export async function getDeal(core: Core, idOrNumber: string | number): Promise<Deal> {
  const byNumber = /^\d{1,9}$/.test(String(idOrNumber))
  return found(
    await rows(core.models.Deal).findOne(
      byNumber ? { number: Number(idOrNumber) } : { _id: String(idOrNumber) },
    ),
    'deal',
  )
}

export interface BoardColumn {
  stage: Stage
  count: number
  /** What the stage is worth, by currency, minor units. */
  totals: { currency: string; amountMinor: number }[]
  deals: DealRow[]
  nextCursor: string | null
}

const boardSorts: Sorts = { rank: { path: 'rank', type: 'number' } }

export const boardQuery = z.strictObject({
  pipeline: z.string().max(60),
  ownerId: id.optional(),
  search: z.string().max(200).optional(),
  priority: z.enum(['low', 'normal', 'high']).optional(),
  dueBefore: moment.optional(),
  /** Cards of each stage. */
  limit: z.coerce.number().int().min(1).max(100).default(30),
})

/** The board of a pipeline: every stage with its first cards from the top, how many there are and their worth. */
export async function dealBoard(core: Core, query: z.input<typeof boardQuery>): Promise<BoardColumn[]> {
  const { limit, ...filter } = validate(boardQuery, query)
  const pipeline = await getPipeline(core, filter.pipeline)
  const where = dealWhere(filter)
  const [totals, pages] = await Promise.all([
    rows(core.models.Deal)
      .aggregate<{ _id: { stage: string; currency: string }; count: number; amountMinor: number }>([
        { $match: where },
        {
          $group: {
            _id: { stage: '$stage', currency: '$currency' },
            count: { $sum: 1 },
            amountMinor: { $sum: '$amountMinor' },
          },
        },
      ])
      .toArray(),
    Promise.all(pipeline.stages.map((stage) => boardPage(core, { ...where, stage: stage.key }, limit))),
  ])
  const deals = await withNames(
    core,
    pages.flatMap((page) => page.items),
  )
  const byId = new Map(deals.map((deal) => [deal._id, deal]))
  return pipeline.stages.map((stage, index) => {
    const sums = totals.filter((total) => total._id.stage === stage.key)
    const page = pages[index] as Page<BareDeal>
    return {
      stage,
      count: sums.reduce((count, sum) => count + sum.count, 0),
      totals: sums.map((sum) => ({ currency: sum._id.currency, amountMinor: sum.amountMinor })),
      deals: page.items.map((deal) => byId.get(deal._id) as DealRow),
      nextCursor: page.nextCursor,
    }
  })
}

function boardPage(
  core: Core,
  where: Record<string, unknown>,
  limit: number,
  cursor?: string,
): Promise<Page<BareDeal>> {
  return readPage<Deal, BareDeal>(
    rows(core.models.Deal),
    where,
    planPage({ limit, cursor }, boardSorts, 'rank'),
    listed,
  )
}

export const boardColumnQuery = boardQuery.extend({
  stage: z.string().max(60),
  cursor: z.string().max(1000).optional(),
})

/** More cards of one stage of the board. */
export async function dealBoardColumn(
  core: Core,
  query: z.input<typeof boardColumnQuery>,
): Promise<Page<DealRow>> {
  const { limit, cursor, ...filter } = validate(boardColumnQuery, query)
  return named(core, await boardPage(core, dealWhere(filter), limit, cursor))
}
