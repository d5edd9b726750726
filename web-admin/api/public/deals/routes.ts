import { tickChecklist } from '../../../../core/deals/checklist.js'
import { createDeal } from '../../../../core/deals/create-deal.js'
import { moveDeal } from '../../../../core/deals/move-deal.js'
import { moveToPipeline } from '../../../../core/deals/move-to-pipeline.js'
import { getDeal, listDeals } from '../../../../core/deals/queries.js'
import { reachMilestone } from '../../../../core/deals/reach-milestone.js'
import { updateDeal } from '../../../../core/deals/update-deal.js'
import { dealFields } from '../../deals/deal-fields.js'
import type { RouteTable } from '../../route-table.js'
import { presentDeal, presentDealRow } from './presenter.js'
import * as schema from './schema.js'

const one = { params: schema.dealParams, answer: schema.publicDeal }

export function publicDealRoutes(routes: RouteTable): void {
  routes.get(
    '/deals',
    {
      may: 'deal.read',
      summary: 'Deals, newest first',
      query: schema.dealList,
      answer: schema.publicDealPage,
    },
    async ({ core, query: { limit, cursor, sort, q, ...filter } }) => {
      const page = await listDeals(core, { ...filter, search: q }, { limit, cursor, sort })
      return { items: page.items.map(presentDealRow), nextCursor: page.nextCursor }
    },
  )

  routes.post(
    '/deals',
    {
      may: 'deal.create',
      summary: 'Make a deal',
      body: schema.dealBody,
      answer: schema.publicDeal,
      status: 201,
    },
    async ({ core, by, body, tx }) => presentDeal(await createDeal(core, by, dealFields(body), tx)),
  )

  routes.get(
    '/deals/:id',
    { may: 'deal.read', summary: 'One deal, by id or number', ...one },
    async ({ core, params }) => presentDeal(await getDeal(core, params.id)),
  )

  routes.patch(
    '/deals/:id',
    { may: 'deal.update', summary: 'Change a deal', ...one, body: schema.dealPatch },
    async ({ core, by, params, body, tx }) => {
      const { _id } = await getDeal(core, params.id)
      return presentDeal(await updateDeal(core, by, { dealId: _id, ...dealFields(body) }, tx))
    },
  )

  routes.post(
    '/deals/:id/stage',
    {
      may: 'deal.move',
      summary: 'Move a deal to a stage of its pipeline',
      ...one,
      body: schema.stageBody,
    },
    async ({ core, by, params, body, tx }) => {
      const { _id } = await getDeal(core, params.id)
      return presentDeal(await moveDeal(core, by, { dealId: _id, ...body }, tx))
    },
  )

  routes.post(
    '/deals/:id/pipeline',
    {
      may: 'deal.move',
      summary: 'Move a deal to another pipeline',
      ...one,
      body: schema.pipelineBody,
    },
    async ({ core, by, params, body, tx }) => {
      const { _id } = await getDeal(core, params.id)
      return presentDeal(await moveToPipeline(core, by, { dealId: _id, ...body }, tx))
    },
  )

  routes.put(
    '/deals/:id/checklist',
    {
      may: 'deal.update',
      summary: 'Tick or clear a line of the checklist of a stage',
      ...one,
      body: schema.tickBody,
    },
    async ({ core, by, params, body, tx }) => {
      const { _id } = await getDeal(core, params.id)
      return presentDeal(await tickChecklist(core, by, { dealId: _id, ...body }, tx))
    },
  )

  routes.post(
    '/deals/:id/milestones',
    {
      may: 'deal.update',
      summary:
        'Tell what happened to a deal (invoice paid, goods in stock); the stage that waits for it is entered',
      ...one,
      body: schema.milestoneBody,
    },
    async ({ core, by, params, body, tx }) => {
      const { _id } = await getDeal(core, params.id)
      return presentDeal((await reachMilestone(core, by, { dealId: _id, ...body }, tx)).deal)
    },
  )
}
