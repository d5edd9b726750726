import { z } from 'zod'
import { operatorsOf, segmentGroup } from '../../../core/segments/segment-definition.js'
import { id, instant, page, version, words } from '../fields.js'
import { shortList } from '../short-list.js'

const kinds = Object.keys(operatorsOf) as [keyof typeof operatorsOf, ...(keyof typeof operatorsOf)[]]

export const segmentView = z
  .object({
    id,
    name: z.string(),
    shared: z.boolean(),
    ownerId: z.string(),
    /** Whoever asks may change and remove it. */
    mine: z.boolean(),
    definition: segmentGroup,
    version,
    createdAt: instant,
  })
  .meta({ id: 'Segment' })
export const segmentQuery = shortList('name')
export const segmentList = page(segmentView)

/** What may be asked, by which operators. `label` is there for the company's own fields. */
export const fieldList = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(kinds),
      group: z.enum(['card', 'events', 'custom']),
      operators: z.array(z.string()),
      options: z.array(z.string()).optional(),
      of: z.enum(['staff', 'clients', 'companies']).optional(),
      label: z.string().optional(),
    }),
  ),
})

export const createBody = z.strictObject({
  name: words(120).trim().min(1),
  shared: z.boolean().optional(),
  definition: segmentGroup,
})
export const updateBody = z.strictObject({
  name: words(120).trim().min(1).optional(),
  shared: z.boolean().optional(),
  definition: segmentGroup.optional(),
  expectedVersion: version.optional(),
})
export const countBody = z.strictObject({ definition: segmentGroup })
/** `more`: counting stopped there. */
export const countView = z.object({ count: z.number(), more: z.boolean() })

export type SegmentView = z.infer<typeof segmentView>
export type SegmentFieldView = z.infer<typeof fieldList>['items'][number]
export type SegmentDefinition = z.infer<typeof segmentGroup>
export type SegmentCreateBody = z.input<typeof createBody>
export type SegmentUpdateBody = z.input<typeof updateBody>
export type SegmentCountView = z.infer<typeof countView>
