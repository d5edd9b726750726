import type { Core } from '../context.js'
import type { Models } from '../models.js'
import type { Transaction } from '../transaction.js'

/** Everything that points at a client card and follows it when cards are merged. A new collection adds its line. */
export const clientReferences = [
  { model: 'ContactPoint', path: 'clientId' },
  { model: 'Conversation', path: 'clientId' },
  { model: 'Inquiry', path: 'clientId' },
  { model: 'Deal', path: 'clientId' },
  { model: 'Activity', path: 'clientId' },
  { model: 'LinkToken', path: 'clientId' },
  // Clients of an agent.
  { model: 'Client', path: 'agentId' },
] as const satisfies readonly { model: keyof Models; path: string }[]

export type ReferenceModel = (typeof clientReferences)[number]['model']

/** Points everything of one card at another; returns what was moved. */
export async function moveReferences(
  core: Core,
  tx: Transaction,
  fromId: string,
  toId: string,
): Promise<Record<string, string[]>> {
  const { session } = tx
  const moved: Record<string, string[]> = {}
  for (const { model, path } of clientReferences) {
    const { collection } = core.models[model]
    const found = await collection.find({ [path]: fromId }, { session, projection: { _id: 1 } }).toArray()
    const ids = found.map(({ _id }) => String(_id)).filter((id) => !(model === 'Client' && id === toId))
    if (ids.length === 0) continue
    await collection.updateMany({ _id: { $in: ids as never[] } }, { $set: { [path]: toId } }, { session })
    moved[model] = ids
  }
  return moved
}

/** Gives back what was moved, as far as it is still where the merge put it. */
export async function returnReferences(
  core: Core,
  tx: Transaction,
  moved: Record<string, string[]>,
  fromId: string,
  toId: string,
): Promise<void> {
  for (const { model, path } of clientReferences) {
    const ids = moved[model] ?? []
    if (ids.length === 0) continue
    await core.models[model].collection.updateMany(
      { _id: { $in: ids as never[] }, [path]: fromId },
      { $set: { [path]: toId } },
      { session: tx.session },
    )
  }
}

/** How many documents of each kind would follow. */
export async function countReferences(core: Core, clientId: string): Promise<Record<ReferenceModel, number>> {
  const counts = await Promise.all(
    clientReferences.map(
      async ({ model, path }) =>
        [model, await core.models[model].collection.countDocuments({ [path]: clientId })] as const,
    ),
  )
  return Object.fromEntries(counts) as Record<ReferenceModel, number>
}
