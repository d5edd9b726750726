import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { validate } from '../validate.js'
import { compileSegment, type SegmentContext } from './compile-segment.js'
import type { Segment } from './segment.model.js'
import { type SegmentGroup, segmentGroup } from './segment-definition.js'
import { segmentFields } from './segment-fields.js'

export async function contextOf(core: Core, by: Pick<Actor, 'id'>): Promise<SegmentContext> {
  return { fields: await segmentFields(core), now: core.clock.now(), zone: core.company.zone, byId: by.id }
}

/** One's own segments and the shared ones, by name. */
export async function listSegments(core: Core, by: Actor): Promise<Segment[]> {
  const segments = rows(core.models.Segment)
  const [own, shared] = await Promise.all([
    segments.find({ ownerId: by.id }, { limit: 200 }).toArray(),
    segments.find({ shared: true }, { limit: 200 }).toArray(),
  ])
  const all = [...new Map([...own, ...shared].map((segment) => [segment._id, segment])).values()]
  return all.sort((a, b) => a.name.localeCompare(b.name, core.company.locale))
}

/** Throws `not-found`, also for a private one of somebody else. */
export async function getSegment(core: Core, by: Pick<Actor, 'id'>, segmentId: string): Promise<Segment> {
  const segment = await rows(core.models.Segment).findOne({ _id: segmentId })
  return found(segment && (segment.shared || segment.ownerId === by.id) ? segment : null, 'segment')
}

/** The filter of a saved segment for whoever asks. Throws `not-found`, `bad-input` when a field of it is gone. */
export async function segmentWhere(
  core: Core,
  by: Pick<Actor, 'id'>,
  segmentId: string,
): Promise<Record<string, unknown>> {
  const { definition } = await getSegment(core, by, segmentId)
  return compileSegment(definition, await contextOf(core, by))
}

/** How many clients fit; counting stops at `most`. */
export async function countSegment(
  core: Core,
  by: Pick<Actor, 'id'>,
  definition: SegmentGroup,
  most = 10_000,
): Promise<{ count: number; more: boolean }> {
  const where = compileSegment(validate(segmentGroup, definition), await contextOf(core, by))
  const count = await rows(core.models.Client).countDocuments(where, { limit: most + 1 })
  return { count: Math.min(count, most), more: count > most }
}
