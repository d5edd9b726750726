import type { Core } from '../../../core/context.js'
import { attachInquiry } from '../../../core/inquiries/attach-inquiry.js'
import { classifyInquiry } from '../../../core/inquiries/classify-inquiry.js'
import { commentInquiry } from '../../../core/inquiries/comment-inquiry.js'
import { convertInquiry } from '../../../core/inquiries/convert-inquiry.js'
import { moveInquiry } from '../../../core/inquiries/move-inquiry.js'
import { getInquiry, inquiryProjects, listInquiries } from '../../../core/inquiries/queries.js'
import { assigneeOf } from '../assignee.js'
import { loadDeal } from '../deals/load-deal.js'
import { dealView } from '../deals/schema.js'
import { idParams } from '../fields.js'
import { loadNames } from '../names.js'
import type { RouteTable } from '../route-table.js'
import { presentInquiry, presentInquiryRow } from './presenter.js'
import * as schema from './schema.js'

const one = { params: idParams, answer: schema.inquiryView }

export function inquiryRoutes(routes: RouteTable): void {
  routes.get(
    '/inquiries',
    { may: 'inquiry.read', query: schema.listQuery, answer: schema.inquiryPage },
    async ({ core, by, query }) => {
      const { assignee, limit, cursor, ...filter } = query
      const assigneeId = assigneeOf(by, assignee)
      const { items, nextCursor } = await listInquiries(core, { ...filter, assigneeId }, { limit, cursor })
      const names = await loadNames(core, {
        staff: items.map((inquiry) => inquiry.assigneeId),
        clients: items.map((inquiry) => inquiry.clientId),
        conversations: items.map((inquiry) => inquiry.conversationId),
      })
      return { items: items.map((inquiry) => presentInquiryRow(inquiry, names)), nextCursor }
    },
  )

  routes.get('/inquiry-projects', { may: 'inquiry.read', answer: schema.projectsView }, async ({ core }) => ({
    items: await inquiryProjects(core),
  }))

  routes.get('/inquiries/:id', { may: 'inquiry.read', ...one }, async ({ core, params }) =>
    loadInquiry(core, params.id),
  )

  routes.post(
    '/inquiries/:id/move',
    { may: 'inquiry.move', ...one, body: schema.moveBody },
    async ({ core, by, params, body }) => {
      await moveInquiry(core, by, { inquiryId: params.id, ...body })
      return loadInquiry(core, params.id)
    },
  )

  routes.patch(
    '/inquiries/:id',
    { may: 'inquiry.classify', ...one, body: schema.classifyBody },
    async ({ core, by, params, body }) => {
      await classifyInquiry(core, by, { inquiryId: params.id, ...body })
      return loadInquiry(core, params.id)
    },
  )

  routes.post(
    '/inquiries/:id/attach',
    { may: 'inquiry.move', ...one, body: schema.attachBody },
    async ({ core, by, params, body }) => {
      await attachInquiry(core, by, { inquiryId: params.id, ...body })
      return loadInquiry(core, params.id)
    },
  )

  routes.put(
    '/inquiries/:id/comment',
    { may: 'inquiry.comment', ...one, body: schema.commentBody },
    async ({ core, by, params, body }) => {
      await commentInquiry(core, by, { inquiryId: params.id, ...body })
      return loadInquiry(core, params.id)
    },
  )

  routes.post(
    '/inquiries/:id/convert',
    { may: 'inquiry.convert', params: idParams, body: schema.convertBody, answer: dealView, status: 201 },
    async ({ core, by, params, body }) => {
      const { clientId, ...deal } = body
      const made = await convertInquiry(core, by, { inquiryId: params.id, clientId, deal })
      return loadDeal(core, made.deal._id)
    },
  )
}

async function loadInquiry(core: Core, inquiryId: string) {
  const inquiry = await getInquiry(core, inquiryId)
  const names = await loadNames(core, {
    staff: [inquiry.assigneeId],
    clients: [inquiry.clientId],
    conversations: [inquiry.conversationId],
  })
  return presentInquiry(inquiry, names)
}
