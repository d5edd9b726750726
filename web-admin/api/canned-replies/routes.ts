import {
  createCannedReply,
  removeCannedReply,
  updateCannedReply,
} from '../../../core/canned-replies/change-canned-replies.js'
import { cannedRepliesFor, listCannedReplies } from '../../../core/canned-replies/queries.js'
import { variables } from '../../../core/canned-replies/variables.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { pageOf } from '../short-list.js'
import { presentCannedReply, presentFilledReply } from './presenter.js'
import {
  cannedReplyBody,
  cannedReplyList,
  cannedReplyPatch,
  cannedReplyQuery,
  cannedReplyView,
  filledReplyList,
} from './schema.js'

/** Ready replies of the team and one's own; the same in the panel and for programs. */
export function cannedReplyRoutes(routes: RouteTable): void {
  routes.get(
    '/canned-replies',
    {
      may: 'canned-reply.read',
      summary: "Ready replies: the team's and one's own",
      query: cannedReplyQuery,
      answer: cannedReplyList,
    },
    async ({ core, by, query }) => ({
      ...pageOf((await listCannedReplies(core, by)).map(presentCannedReply), query),
      variables: [...variables],
    }),
  )

  routes.get(
    '/conversations/:id/canned-replies',
    {
      may: 'canned-reply.read',
      summary: 'Ready replies, filled in for this conversation',
      params: idParams,
      answer: filledReplyList,
    },
    async ({ core, by, params }) => {
      const replies = await cannedRepliesFor(core, by, params.id)
      return { items: replies.map(presentFilledReply) }
    },
  )

  routes.post(
    '/canned-replies',
    {
      may: 'canned-reply.manage',
      summary: 'A new ready reply',
      body: cannedReplyBody,
      answer: cannedReplyView,
      status: 201,
    },
    async ({ core, by, body }) => presentCannedReply(await createCannedReply(core, by, body)),
  )

  routes.patch(
    '/canned-replies/:id',
    {
      may: 'canned-reply.manage',
      summary: 'Change a ready reply',
      params: idParams,
      body: cannedReplyPatch,
      answer: cannedReplyView,
    },
    async ({ core, by, params, body }) =>
      presentCannedReply(await updateCannedReply(core, by, { cannedReplyId: params.id, ...body })),
  )

  routes.delete(
    '/canned-replies/:id',
    { may: 'canned-reply.manage', summary: 'Remove a ready reply', params: idParams },
    async ({ core, by, params }) => {
      await removeCannedReply(core, by, { cannedReplyId: params.id })
    },
  )
}
