import type { Core } from './context.js'

/**
 * Takes the next `count` numbers of a named sequence (inquiries, deals) and returns the first. Taken outside of
 * transactions on purpose: a number lost with an aborted one leaves a gap, a shared counter inside would serialise all.
 */
export async function takeNumbers(core: Pick<Core, 'models'>, sequence: string, count = 1): Promise<number> {
  const doc = await core.models.Counter.collection.findOneAndUpdate(
    { _id: sequence as never },
    { $inc: { value: count } },
    { upsert: true, returnDocument: 'after' },
  )
  return (doc as unknown as { value: number }).value - count + 1
}
