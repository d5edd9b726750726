import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { found, OtklikError } from '../errors.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction } from '../transaction.js'
import { expectedVersion, id, line, validate } from '../validate.js'
import { checkVersion } from '../versions.js'
import type { CannedReply } from './canned-reply.model.js'
import { unknownVariables } from './variables.js'

const fields = {
  shortcut: line(30)
    .transform((text) => text.replace(/^\//, '').toLowerCase())
    .pipe(z.string().regex(/^[\p{L}\p{N}_-]{1,30}$/u, { message: 'wrong-format' })),
  title: line(80),
  text: line(4_000).refine((text) => unknownVariables(text).length === 0, { message: 'unknown-variable' }),
}
export const createCannedReplyInput = z.strictObject({
  ...fields,
  /** For oneself alone; without it, for the team. */
  own: z.boolean().optional(),
})
export const updateCannedReplyInput = z.strictObject({
  ...z.object(fields).partial().shape,
  cannedReplyId: id,
  expectedVersion,
})

/** A ready reply, for the team (heads) or for oneself. Throws `already-exists` for a shortcut that is in use. */
export async function createCannedReply(
  core: Core,
  by: Actor,
  input: z.input<typeof createCannedReplyInput>,
): Promise<CannedReply> {
  const { own = false, ...given } = validate(createCannedReplyInput, input)
  const ownerId = own ? by.id : null
  authorise(by, 'canned-reply.manage', { ownerId })
  const now = core.clock.now()
  const reply: CannedReply = {
    _id: newId(),
    ...given,
    ownerId,
    version: 1,
    createdAt: now,
    updatedAt: now,
  }
  return unlessTaken(given.shortcut, () =>
    inTransaction(core, async (tx) => {
      await rows(core.models.CannedReply).insertOne(reply, { session: tx.session })
      await audit(core, tx, by, 'canned-reply.create', { kind: 'canned-reply', id: reply._id })
      return reply
    }),
  )
}

/** Throws `changed-by-other`, `already-exists`, `not-found`, `not-allowed`. */
export async function updateCannedReply(
  core: Core,
  by: Actor,
  input: z.input<typeof updateCannedReplyInput>,
): Promise<CannedReply> {
  const { cannedReplyId, expectedVersion: expected, ...changes } = validate(updateCannedReplyInput, input)
  return unlessTaken(changes.shortcut ?? '', () =>
    inTransaction(core, async (tx) => {
      const { session } = tx
      const before = found(
        await rows(core.models.CannedReply).findOne({ _id: cannedReplyId }, { session }),
        'canned-reply',
      )
      authorise(by, 'canned-reply.manage', before)
      await checkVersion(core, tx, before, expected)
      const set = {
        ...(changes.shortcut === undefined ? {} : { shortcut: changes.shortcut }),
        ...(changes.title === undefined ? {} : { title: changes.title }),
        ...(changes.text === undefined ? {} : { text: changes.text }),
        version: before.version + 1,
        updatedAt: core.clock.now(),
      }
      await rows(core.models.CannedReply).updateOne({ _id: cannedReplyId }, { $set: set }, { session })
      await audit(core, tx, by, 'canned-reply.update', { kind: 'canned-reply', id: cannedReplyId })
      return { ...before, ...set }
    }),
  )
}

/** Throws `not-found`, `not-allowed`. */
export async function removeCannedReply(
  core: Core,
  by: Actor,
  { cannedReplyId }: { cannedReplyId: string },
): Promise<void> {
  await inTransaction(core, async (tx) => {
    const { session } = tx
    const before = found(
      await rows(core.models.CannedReply).findOne({ _id: cannedReplyId }, { session }),
      'canned-reply',
    )
    authorise(by, 'canned-reply.manage', before)
    await rows(core.models.CannedReply).deleteOne({ _id: cannedReplyId }, { session })
    await audit(core, tx, by, 'canned-reply.remove', { kind: 'canned-reply', id: cannedReplyId })
  })
}

async function unlessTaken<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (err) {
    if (isDuplicateKey(err)) throw new OtklikError('already-exists', { params: { name: `/${name}` } })
    throw err
  }
}
