import { createHash } from 'node:crypto'
import { z } from 'zod'
import { audit } from '../audit.js'
import { rows } from '../collection.js'
import type { Actor, Core } from '../context.js'
import { isDuplicateKey } from '../db.js'
import { found, OtklikError } from '../errors.js'
import { newId } from '../ids.js'
import { authorise } from '../policies/authorise.js'
import { inTransaction, type Transaction } from '../transaction.js'
import { id, line, note, validate } from '../validate.js'
import { type Label, type LabelColour, labelColours } from './label.model.js'

const fields = {
  name: line(40),
  colour: z.enum(labelColours),
  description: note(200),
}
export const createLabelInput = z.strictObject({
  name: fields.name,
  colour: fields.colour.optional(),
  description: fields.description.optional(),
})
export const updateLabelInput = z.strictObject({ ...z.object(fields).partial().shape, labelId: id })

/** The catalogue, by name; there are dozens at most. */
export function listLabels(core: Core): Promise<Label[]> {
  return rows(core.models.Label)
    .find({}, { sort: { key: 1 }, limit: 500 })
    .toArray()
}

/** A new label. Throws `already-exists`. */
export async function createLabel(
  core: Core,
  by: Actor,
  input: z.input<typeof createLabelInput>,
): Promise<Label> {
  authorise(by, 'label.manage')
  const { name, colour, description = '' } = validate(createLabelInput, input)
  return unlessTaken(name, () =>
    inTransaction(core, async (tx) => {
      const label = newLabel(core, name, colour, description)
      await rows(core.models.Label).insertOne(label, { session: tx.session })
      await audit(core, tx, by, 'label.create', { kind: 'label', id: label._id })
      return label
    }),
  )
}

/** Another name, colour or meaning; conversations that carry it follow a new name. Throws `already-exists`, `not-found`. */
export async function updateLabel(
  core: Core,
  by: Actor,
  input: z.input<typeof updateLabelInput>,
): Promise<Label> {
  authorise(by, 'label.manage')
  const { labelId, ...changes } = validate(updateLabelInput, input)
  return unlessTaken(changes.name ?? '', () =>
    inTransaction(core, async (tx) => {
      const { session } = tx
      const before = found(await rows(core.models.Label).findOne({ _id: labelId }, { session }), 'label')
      const set = {
        ...(changes.name === undefined ? {} : { name: changes.name, key: keyOf(changes.name) }),
        ...(changes.colour === undefined ? {} : { colour: changes.colour }),
        ...(changes.description === undefined ? {} : { description: changes.description }),
      }
      if (Object.keys(set).length > 0)
        await rows(core.models.Label).updateOne({ _id: labelId }, { $set: set }, { session })
      if (changes.name !== undefined && changes.name !== before.name) {
        await rows(core.models.Conversation).updateMany(
          { labels: before.name },
          { $set: { 'labels.$[each]': changes.name }, $inc: { version: 1 } } as never,
          { session, arrayFilters: [{ each: before.name }] },
        )
      }
      await audit(
        core,
        tx,
        by,
        'label.update',
        { kind: 'label', id: labelId },
        { fields: Object.keys(changes) },
      )
      return { ...before, ...set }
    }),
  )
}

/** Takes a label out of the catalogue and off every conversation. Throws `not-found`. */
export async function removeLabel(core: Core, by: Actor, { labelId }: { labelId: string }): Promise<void> {
  authorise(by, 'label.manage')
  await inTransaction(core, async (tx) => {
    const { session } = tx
    const label = found(
      await rows(core.models.Label).findOneAndDelete({ _id: labelId }, { session }),
      'label',
    )
    await rows(core.models.Conversation).updateMany(
      { labels: label.name },
      { $pull: { labels: label.name }, $inc: { version: 1 } } as never,
      { session },
    )
    await audit(core, tx, by, 'label.remove', { kind: 'label', id: labelId })
  })
}

/** Names as the catalogue writes them; those it does not know are added to it. */
export async function catalogued(core: Core, tx: Transaction, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const { session } = tx
  const keys = [...new Set(names.map(keyOf))]
  const known = await rows(core.models.Label)
    .find({ key: { $in: keys } }, { session })
    .toArray()
  const byKey = new Map(known.map((label) => [label.key, label.name]))
  const fresh = names
    .filter(
      (name, index) =>
        !byKey.has(keyOf(name)) && names.findIndex((each) => keyOf(each) === keyOf(name)) === index,
    )
    .map((name) => newLabel(core, name))
  if (fresh.length > 0) await rows(core.models.Label).insertMany(fresh, { session })
  for (const label of fresh) byKey.set(label.key, label.name)
  return [...new Set(names.map((name) => byKey.get(keyOf(name)) ?? name))]
}

function newLabel(core: Core, name: string, colour = colourOf(name), description = ''): Label {
  return { _id: newId(), name, key: keyOf(name), colour, description, createdAt: core.clock.now() }
}

function keyOf(name: string): string {
  return name.trim().toLowerCase()
}

/** A label that nobody gave a colour has the one its name falls on. */
function colourOf(name: string): LabelColour {
  const byte = createHash('sha256').update(keyOf(name)).digest()[0] ?? 0
  return labelColours[1 + (byte % (labelColours.length - 1))] ?? 'gray'
}

async function unlessTaken<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (err) {
    if (isDuplicateKey(err)) throw new OtklikError('already-exists', { params: { name } })
    throw err
  }
}
