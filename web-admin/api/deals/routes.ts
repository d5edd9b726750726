import { tickChecklist } from '../../../core/deals/checklist.js'
import { createDeal } from '../../../core/deals/create-deal.js'
import { moveDeal } from '../../../core/deals/move-deal.js'
import { moveToPipeline } from '../../../core/deals/move-to-pipeline.js'
import { defaultPipeline } from '../../../core/deals/pipelines.js'
import { dealBoard, dealBoardColumn, listDeals } from '../../../core/deals/queries.js'
import { reachMilestone } from '../../../core/deals/reach-milestone.js'
import { updateDeal } from '../../../core/deals/update-deal.js'
import { assigneeOf } from '../assignee.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { dealFields, dealFilters } from './deal-fields.js'
import { loadDeal } from './load-deal.js'
import { presentColumn, presentDealCard } from './presenter.js'
import * as schema from './schema.js'

export function dealRoutes(routes: RouteTable): void {
  routes.get(
    '/deals/board',
    { may: 'deal.read', query: schema.boardQuery, answer: schema.boardView },
    async ({ core, by, query }) => {
      const pipeline = query.pipeline ?? (await defaultPipeline(core)).key
      const columns = await dealBoard(core, {
        pipeline,
        ownerId: assigneeOf(by, query.owner),
        priority: query.priority,
        ...dealFilters(core, query),
      })
      return { pipeline, columns: columns.map(presentColumn) }
    },
  )

  routes.get(
    '/deals/board/column',
    { may: 'deal.read', query: schema.columnQuery, answer: schema.dealPage },
    async ({ core, by, query: { owner, q, due, ...query } }) => {
      const page = await dealBoardColumn(core, {
        ...query,
        ownerId: assigneeOf(by, owner),
        ...dealFilters(core, { q, due }),
      })
      return { items: page.items.map(presentDealCard), nextCursor: page.nextCursor }
    },
  )

  routes.get(
    '/deals',
    { may: 'deal.read', query: schema.listQuery, answer: schema.dealPage },
    async ({ core, by, query: { owner, q, due, limit, cursor, ...filter } }) => {
      const page = await listDeals(
        core,
        { ...filter, ownerId: assigneeOf(by, owner), ...dealFilters(core, { q, due }) },
        { limit, cursor },
      )
      return { items: page.items.map(presentDealCard), nextCursor: page.nextCursor }
    },
  )

  routes.post(
    '/deals',
    { may: 'deal.create', body: schema.createBody, answer: schema.dealView, status: 201 },
    async ({ core, by, body }) => {
      const deal = await createDeal(core, by, dealFields(body))
      return loadDeal(core, deal._id)
    },
  )

  routes.get(
    '/deals/:id',
    { may: 'deal.read', params: idParams, answer: schema.dealView },
    async ({ core, params }) => loadDeal(core, params.id),
  )

  routes.patch(
    '/deals/:id',
    { may: 'deal.update', params: idParams, body: schema.updateBody, answer: schema.dealView },
    async ({ core, by, params, body }) => {
      await updateDeal(core, by, { dealId: params.id, ...dealFields(body) })
      return loadDeal(core, params.id)
    },
  )

  routes.post(
    '/deals/:id/stage',
    { may: 'deal.move', params: idParams, body: schema.moveBody, answer: schema.dealView },
    async ({ core, by, params, body }) => {
      await moveDeal(core, by, { dealId: params.id, ...body })
      return loadDeal(core, params.id)
    },
  )

  routes.post(
    '/deals/:id/pipeline',
    { may: 'deal.move', params: idParams, body: schema.pipelineBody, answer: schema.dealView },
    async ({ core, by, params, body }) => {
      await moveToPipeline(core, by, { dealId: params.id, ...body })
      return loadDeal(core, params.id)
    },
  )

  routes.put(
    '/deals/:id/checklist',
    { may: 'deal.update', params: idParams, body: schema.tickBody, answer: schema.dealView },
    async ({ core, by, params, body }) => {
      await tickChecklist(core, by, { dealId: params.id, ...body })
      return loadDeal(core, params.id)
    },
  )

  routes.post(
    '/deals/:id/milestones',
    { may: 'deal.update', params: idParams, body: schema.milestoneBody, answer: schema.dealView },
    async ({ core, by, params, body }) => {
      await reachMilestone(core, by, { dealId: params.id, ...body })
      return loadDeal(core, params.id)
    },
  )
}
