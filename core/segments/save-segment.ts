import { z } from 'zod'
import { audit } from '../audit.js'
import { rows, withoutUndefined } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { found } from '../errors.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { expectedVersion, id, line, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import { compileSegment } from './compile-segment.js'
import { contextOf } from './queries.js'
import type { Segment } from './segment.model.js'
import { segmentGroup } from './segment-definition.js'

const fields = { name: line(120), shared: z.boolean(), definition: segmentGroup }
export const createSegmentInput = z.strictObject({ ...fields, shared: fields.shared.default(false) })
export const updateSegmentInput = z.strictObject({
  ...z.object(fields).partial().shape,
  segmentId: id,
  expectedVersion,
})

/** Saves a question about clients. Throws `bad-input` naming the rule that cannot be asked. */
export async function createSegment(
  core: Core,
  by: Actor,
  input: z.input<typeof createSegmentInput>,
  tx?: Transaction,
): Promise<Segment> {
  authorise(by, 'segment.save', { ownerId: by.id })
  const given = validate(createSegmentInput, input)
  compileSegment(given.definition, await contextOf(core, by))
  const run = async (tx: Transaction) => {
    const segment: Segment = {
      _id: newId(),
      ...given,
      ownerId: by.id,
      version: 1,
      createdAt: core.clock.now(),
    }
    await rows(core.models.Segment).insertOne(segment, { session: tx.session })
    await audit(core, tx, by, 'segment.create', { kind: 'segment', id: segment._id })
    return segment
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** Changes a segment. Throws `not-allowed` for another's, `changed-by-other`, `not-found`. */
export async function updateSegment(
  core: Core,
  by: Actor,
  input: z.input<typeof updateSegmentInput>,
  tx?: Transaction,
): Promise<Segment> {
  const { segmentId, expectedVersion: expected, ...changes } = validate(updateSegmentInput, input)
  if (changes.definition) compileSegment(changes.definition, await contextOf(core, by))
  const run = async (tx: Transaction) => {
    const segments = rows(core.models.Segment)
    const { session } = tx
    const segment = found(await segments.findOne({ _id: segmentId }, { session }), 'segment')
    authorise(by, 'segment.save', segment)
    await checkVersion(core, tx, segment, expected)
    const updated = await segments.findOneAndUpdate(
      { _id: segmentId },
      { $set: withoutUndefined(changes) as Partial<Segment>, $inc: { version: 1 } },
      { session, returnDocument: 'after' },
    )
    await audit(core, tx, by, 'segment.update', { kind: 'segment', id: segmentId })
    return found(updated, 'segment')
  }
  return tx ? run(tx) : inTransaction(core, run)
}

/** Removes a segment; clients stay as they are. */
export async function deleteSegment(
  core: Core,
  by: Actor,
  segmentId: string,
  tx?: Transaction,
): Promise<void> {
  const run = async (tx: Transaction) => {
    const segments = rows(core.models.Segment)
    const { session } = tx
    const segment = found(await segments.findOne({ _id: segmentId }, { session }), 'segment')
    authorise(by, 'segment.save', segment)
    await segments.deleteOne({ _id: segmentId }, { session })
    await audit(core, tx, by, 'segment.delete', { kind: 'segment', id: segmentId })
  }
  await (tx ? run(tx) : inTransaction(core, run))
}
