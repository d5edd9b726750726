import { attachInquiry } from '../../../../core/inquiries/attach-inquiry.js'
import { classifyInquiry } from '../../../../core/inquiries/classify-inquiry.js'
import { convertInquiry } from '../../../../core/inquiries/convert-inquiry.js'
import { moveInquiry } from '../../../../core/inquiries/move-inquiry.js'
import { getInquiry, listInquiries } from '../../../../core/inquiries/queries.js'
import { receiveForm } from '../../../../core/inquiries/receive-form.js'
import { listRoutingDecisions } from '../../../../core/routing/queries.js'
import { idParams } from '../../fields.js'
import { convertBody } from '../../inquiries/schema.js'
import type { RouteTable } from '../../route-table.js'
import { presentDecisions } from '../../routing/presenter.js'
import { presentDeal } from '../deals/presenter.js'
import { publicDeal } from '../deals/schema.js'
import { asAnswers, presentInquiry, presentInquiryRow } from './presenter.js'
import { publicRouting } from './routing-schema.js'
import * as schema from './schema.js'

const one = { params: idParams, answer: schema.publicInquiry }

export function publicInquiryRoutes(routes: RouteTable): void {
  routes.get(
    '/inquiries',
    {
      may: 'inquiry.read',
      summary: 'Inquiries over all channels, newest first',
      query: schema.inquiryList,
      answer: schema.publicInquiryPage,
    },
    async ({ core, query: { limit, cursor, sort, ...filter } }) => {
      const page = await listInquiries(core, filter, { limit, cursor, sort })
      return { items: page.items.map(presentInquiryRow), nextCursor: page.nextCursor }
    },
  )

  routes.post(
    '/inquiries',
    {
      may: 'inquiry.open',
      summary: 'Open an inquiry that came outside of a chat: a form, a call, another program',
      body: schema.inquiryBody,
      answer: schema.publicInquiry,
      status: 201,
    },
    async ({ core, by, body: { message, answers, ...fields }, tx }) =>
      presentInquiry(
        await receiveForm(
          core,
          by,
          { ...fields, comment: message, answers: answers && asAnswers(answers) },
          tx,
        ),
      ),
  )

  routes.get(
    '/inquiries/:id',
    { may: 'inquiry.read', summary: 'One inquiry', ...one },
    async ({ core, params }) => presentInquiry(await getInquiry(core, params.id)),
  )

  routes.patch(
    '/inquiries/:id',
    {
      may: 'inquiry.classify',
      summary: 'Classify or comment an inquiry; its status stays',
      ...one,
      body: schema.inquiryPatch,
    },
    async ({ core, by, params, body, tx }) =>
      presentInquiry(await classifyInquiry(core, by, { inquiryId: params.id, ...body }, tx)),
  )

  routes.post(
    '/inquiries/:id/attach',
    {
      may: 'inquiry.move',
      summary: 'Give an inquiry to a client that exists, without a deal',
      ...one,
      body: schema.inquiryAttach,
    },
    async ({ core, by, params, body, tx }) =>
      presentInquiry(await attachInquiry(core, by, { inquiryId: params.id, ...body }, tx)),
  )

  routes.post(
    '/inquiries/:id/move',
    {
      may: 'inquiry.move',
      summary: 'Move an inquiry along its map of statuses',
      ...one,
      body: schema.inquiryMove,
    },
    async ({ core, by, params, body, tx }) =>
      presentInquiry(await moveInquiry(core, by, { inquiryId: params.id, ...body }, tx)),
  )

  routes.post(
    '/inquiries/:id/convert',
    {
      may: 'inquiry.convert',
      summary: 'Make a deal of an inquiry; a second time answers the same deal',
      params: idParams,
      body: convertBody,
      answer: publicDeal,
      status: 201,
    },
    async ({ core, by, params, body: { clientId, ...deal }, tx }) =>
      presentDeal((await convertInquiry(core, by, { inquiryId: params.id, clientId, deal }, tx)).deal),
  )

  routes.get(
    '/inquiries/:id/routing',
    {
      may: 'inquiry.read',
      summary: 'Who got the inquiry and why, newest decision first',
      params: idParams,
      answer: publicRouting,
    },
    async ({ core, params, locale }) => ({
      items: await presentDecisions(core, await listRoutingDecisions(core, params.id), locale),
    }),
  )
}
