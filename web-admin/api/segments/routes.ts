import type { Actor } from '../../../core/context.js'
import { may } from '../../../core/policies/authorise.js'
import { countSegment, getSegment, listSegments } from '../../../core/segments/queries.js'
import { createSegment, deleteSegment, updateSegment } from '../../../core/segments/save-segment.js'
import type { Segment } from '../../../core/segments/segment.model.js'
import { operatorsOf } from '../../../core/segments/segment-definition.js'
import { segmentFields } from '../../../core/segments/segment-fields.js'
import { idParams } from '../fields.js'
import type { RouteTable } from '../route-table.js'
import { pageOf } from '../short-list.js'
import * as schema from './schema.js'

const one = { params: idParams, answer: schema.segmentView }

/** Saved questions about clients; the same in both APIs. */
export function segmentRoutes(routes: RouteTable): void {
  routes.get(
    '/segments',
    {
      may: 'segment.read',
      summary: 'Saved segments: own and shared ones',
      query: schema.segmentQuery,
      answer: schema.segmentList,
    },
    async ({ core, by, query }) =>
      pageOf(
        (await listSegments(core, by)).map((segment) => present(segment, by)),
        query,
      ),
  )

  routes.get(
    '/segments/fields',
    {
      may: 'segment.read',
      summary: 'Fields a segment may ask for, and how',
      answer: schema.fieldList,
    },
    async ({ core }) => ({
      items: (await segmentFields(core)).map(({ key, kind, group, options, of, label }) => ({
        key,
        kind,
        group,
        operators: [...operatorsOf[kind]],
        ...(options ? { options: [...options] } : {}),
        ...(of ? { of } : {}),
        ...(label === undefined ? {} : { label }),
      })),
    }),
  )

  routes.post(
    '/segments',
    {
      may: 'segment.save',
      summary: 'Save a segment',
      body: schema.createBody,
      answer: schema.segmentView,
      status: 201,
    },
    async ({ core, by, body, tx }) => present(await createSegment(core, by, body, tx), by),
  )

  routes.post(
    '/segments/count',
    {
      may: 'segment.read',
      summary: 'How many clients fit a definition',
      body: schema.countBody,
      answer: schema.countView,
    },
    async ({ core, by, body }) => countSegment(core, by, body.definition),
  )

  routes.get(
    '/segments/:id',
    { may: 'segment.read', summary: 'One segment', ...one },
    async ({ core, by, params }) => present(await getSegment(core, by, params.id), by),
  )

  routes.patch(
    '/segments/:id',
    { may: 'segment.save', summary: 'Change a segment', ...one, body: schema.updateBody },
    async ({ core, by, params, body, tx }) =>
      present(await updateSegment(core, by, { segmentId: params.id, ...body }, tx), by),
  )

  routes.delete(
    '/segments/:id',
    { may: 'segment.save', summary: 'Remove a segment', params: idParams },
    async ({ core, by, params, tx }) => deleteSegment(core, by, params.id, tx),
  )
}

function present(segment: Segment, by: Actor): schema.SegmentView {
  const { _id, name, shared, ownerId, definition, version, createdAt } = segment
  return {
    id: _id,
    name,
    shared,
    ownerId,
    mine: may(by, 'segment.save', segment),
    definition,
    version,
    createdAt: createdAt.toISOString(),
  }
}
